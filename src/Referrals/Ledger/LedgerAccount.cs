namespace Referrals.Ledger;

/// <summary>The accounts of the double-entry ledger. All accounts together sum to zero in every unit, at every moment.</summary>
public enum LedgerAccount
{
    /// <summary>What the program has given: the counterpart of all that customers hold. Never above zero.</summary>
    Program = 0,

    /// <summary>What a customer has earned but cannot use yet.</summary>
    Pending = 1,

    /// <summary>What a customer can use.</summary>
    Available = 2,

    /// <summary>What was taken back.</summary>
    Reversed = 3,
}
