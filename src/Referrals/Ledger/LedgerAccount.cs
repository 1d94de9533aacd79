namespace Referrals.Ledger;

/// <summary>
/// The accounts of the double-entry ledger. All accounts together sum to zero in every unit, at every moment. Those of customers
/// carry their owner; the program's own have none.
/// </summary>
public enum LedgerAccount
{
    /// <summary>What the program has given: the counterpart of all that customers hold. The program's own; never above zero.</summary>
    Program = 0,

    /// <summary>What a customer has earned but cannot use yet: rewards that are held or in review. Never below zero.</summary>
    Pending = 1,

    /// <summary>What a customer can use: the sum of the customer's lots. Never below zero.</summary>
    Available = 2,

    /// <summary>What was taken back. The program's own.</summary>
    Reversed = 3,

    /// <summary>What a customer has used.</summary>
    Redeemed = 4,

    /// <summary>What is set aside for payouts that are on their way. Never below zero.</summary>
    InPayout = 5,

    /// <summary>What was paid out to a customer, fees taken off.</summary>
    PaidOut = 6,

    /// <summary>What a customer let expire.</summary>
    Expired = 7,

    /// <summary>What a customer owes: taken back after it had been used. Below zero until it is set off against later rewards.</summary>
    Owed = 8,

    /// <summary>The fees of payouts, whoever bears them. The program's own.</summary>
    Fees = 9,

    /// <summary>What should have been taken back after it had been used, and is the program's loss. The program's own; never above zero.</summary>
    WrittenOff = 10,
}
