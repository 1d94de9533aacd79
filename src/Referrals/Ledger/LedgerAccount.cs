using System.Text.Json.Serialization;

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

/// <summary>What is true of an account whatever happens.</summary>
internal static class LedgerAccounts
{
    /// <summary>The accounts whose balances are kept beside the ledger, so that they can be asked at once.</summary>
    internal static readonly LedgerAccount[] Counted =
        [LedgerAccount.Pending, LedgerAccount.Available, LedgerAccount.InPayout, LedgerAccount.Owed];

    internal static bool IsCounted(this LedgerAccount account) => account
        is LedgerAccount.Pending or LedgerAccount.Available or LedgerAccount.InPayout or LedgerAccount.Owed;

    /// <summary>Whether every customer has an account of the kind; the others are the program's own.</summary>
    internal static bool HasOwner(this LedgerAccount account) => account
        is not (LedgerAccount.Program or LedgerAccount.Reversed or LedgerAccount.Fees or LedgerAccount.WrittenOff);

    /// <summary>The least that a customer's account may hold.</summary>
    internal static long Minimum(this LedgerAccount account) => account == LedgerAccount.Owed ? long.MinValue : 0;

    /// <summary>The most that a customer's account may hold: nobody owes less than nothing.</summary>
    internal static long Maximum(this LedgerAccount account) => account == LedgerAccount.Owed ? 0 : long.MaxValue;
}

/// <summary>How much of a posting over several rewards is of which reward.</summary>
public sealed record LedgerPart
{
    [JsonConstructor]
    internal LedgerPart()
    {
    }

    /// <summary>The reward; <c>null</c> for one that was pooled with others, because its owner held too many.</summary>
    [JsonInclude]
    public RewardId? Reward { get; internal init; }

    /// <summary>How much of it, in the unit's smallest parts; above zero.</summary>
    [JsonInclude]
    public long MinorUnits { get; internal init; }
}

/// <summary>How much of a reward goes back when a part of its conversion is refunded.</summary>
internal static class Reversal
{
    /// <summary>
    /// What has to be reversed in all once so much is refunded in all: in proportion, rounded as the program says, and exactly the
    /// grant once everything is refunded. Taking the difference of two such totals makes parts add up in any order, and none negative.
    /// </summary>
    internal static long Total(Amount granted, long refunded, long whole, RoundingMode rounding) =>
        refunded >= whole ? granted.MinorUnits : rounding.Divide((Int128)granted.MinorUnits * refunded, whole);
}
