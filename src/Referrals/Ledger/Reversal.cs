namespace Referrals.Ledger;

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
