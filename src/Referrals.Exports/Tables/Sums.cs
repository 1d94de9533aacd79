using System.Collections.Immutable;

namespace Referrals.Exports.Tables;

/// <summary>What people hold, owe and have on its way, by unit.</summary>
internal sealed class Sums
{
    private readonly SortedDictionary<string, Amount> _held = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, Amount> _owed = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, Amount> _open = new(StringComparer.Ordinal);

    internal ImmutableSortedDictionary<string, Amount> Held => _held.ToImmutableSortedDictionary(StringComparer.Ordinal);

    internal ImmutableSortedDictionary<string, Amount> Owed => _owed.ToImmutableSortedDictionary(StringComparer.Ordinal);

    internal ImmutableSortedDictionary<string, Amount> InPayout => _open.ToImmutableSortedDictionary(StringComparer.Ordinal);

    /// <summary>What an import compares: all that is the person's, whether or not it can be used now. What is owed beyond that is told apart.</summary>
    internal static Amount HeldOf(Balance balance) => balance.Pending + UsableOf(balance);

    /// <summary>What can be used or is on its way, less what is owed; never below zero.</summary>
    internal static Amount UsableOf(Balance balance) =>
        Amount.FromMinorUnits(Math.Max(0, (balance.Available + balance.InPayout).MinorUnits), balance.Unit);

    internal void Add(IReadOnlyList<Balance> balances)
    {
        foreach (var balance in balances)
        {
            Add(_held, HeldOf(balance));
            Add(_owed, balance.Owed);
            Add(_open, balance.InPayout);
        }
    }

    private static void Add(SortedDictionary<string, Amount> sums, Amount amount)
    {
        if (!amount.IsZero)
        {
            var unit = amount.Unit.ToString();
            sums[unit] = sums.TryGetValue(unit, out var sum) ? sum + amount : amount;
        }
    }
}
