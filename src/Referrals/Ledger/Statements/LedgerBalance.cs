using NodaTime;

namespace Referrals.Ledger.Statements;

/// <summary>What a customer holds by the fold of ledger lines: pure, for any instant.</summary>
internal static class LedgerBalance
{
    /// <summary>
    /// What a customer held in a unit at an instant: the sum of all lines that took effect at it or before. It is what is known now
    /// about then: a line that was decided late counts from when it took effect.
    /// </summary>
    internal static Balance At(IEnumerable<LedgerLine> lines, CustomerId customer, Unit unit, Instant at) =>
        Of(lines.Where(line => line.OccurredAt <= at), customer, unit);

    internal static Balance Of(IEnumerable<LedgerLine> lines, CustomerId customer, Unit unit)
    {
        Span<long> sums = stackalloc long[LedgerAccounts.Counted.Length];
        foreach (var line in lines)
        {
            if (line.Owner == customer && line.Amount.Unit == unit && line.Account.IsCounted())
            {
                ref var sum = ref sums[Array.IndexOf(LedgerAccounts.Counted, line.Account)];
                sum = checked(sum + line.Amount.MinorUnits);
            }
        }

        return new Balance(
            Sum(LedgerAccount.Pending, sums), Sum(LedgerAccount.Available, sums), Sum(LedgerAccount.InPayout, sums), -Sum(LedgerAccount.Owed, sums));

        Amount Sum(LedgerAccount account, ReadOnlySpan<long> of) =>
            Amount.FromMinorUnits(of[Array.IndexOf(LedgerAccounts.Counted, account)], unit);
    }
}
