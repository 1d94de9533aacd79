using Referrals.Ledger;
using Referrals.Simulation.Comparisons;

namespace Referrals.Simulation.Books;

/// <summary>The fold of the ledger's lines by unit and account.</summary>
internal sealed class AccountBook
{
    private readonly Dictionary<(Unit Unit, LedgerAccount Account), long> _sums = [];

    internal void Add(IReadOnlyList<LedgerLine> lines)
    {
        foreach (var line in lines)
        {
            var key = (line.Amount.Unit, line.Account);
            _sums[key] = checked(_sums.GetValueOrDefault(key) + line.Amount.MinorUnits);
        }
    }

    internal static IReadOnlyList<AccountComparison> Compare(AccountBook then, AccountBook now) =>
    [
        .. then._sums.Keys.Union(now._sums.Keys)
            .OrderBy(static key => key.Unit.ToString(), StringComparer.Ordinal)
            .ThenBy(static key => key.Account)
            .Select(key => new AccountComparison
            {
                Unit = key.Unit,
                Account = key.Account,
                Then = Amount.FromMinorUnits(then._sums.GetValueOrDefault(key), key.Unit),
                Now = Amount.FromMinorUnits(now._sums.GetValueOrDefault(key), key.Unit),
            }),
    ];
}
