namespace Referrals.Imports.Applying;

/// <summary>What the source says that people hold: by unit, and for each person as long as there are not too many.</summary>
internal sealed class Totals(int maxPeople)
{
    private readonly Dictionary<(CustomerId Person, Unit Unit), long> _people = [];
    private readonly Dictionary<(CustomerId Person, Unit Unit), long> _stated = [];
    private readonly SortedDictionary<string, UnitTotals> _units = new(StringComparer.Ordinal);

    /// <summary>Whether there were more people than are compared one by one.</summary>
    internal bool IsCut { get; private set; }

    internal IEnumerable<UnitTotals> Units => _units.Values;

    internal IEnumerable<(CustomerId Person, Amount Held)> People => _people.Where(each => !_stated.ContainsKey(each.Key)).Concat(_stated)
        .Select(static each => (each.Key.Person, Amount.FromMinorUnits(each.Value, each.Key.Unit)));

    internal void Add(Reading.ReadRow row, CustomerId? person)
    {
        if (row.Balance is { } balance && person is { } holder)
        {
            Put(_stated, holder, balance, add: false);
        }

        if (row.Reward is not { } amount)
        {
            return;
        }

        var isOut = row.IsReversal || row.Makes(ImportParts.Payouts);
        var unit = _units.GetValueOrDefault(amount.Unit.ToString()) ?? UnitTotals.Zero(amount.Unit);
        _units[amount.Unit.ToString()] = row.Standing == RewardStanding.Void ? unit with { Void = unit.Void + amount }
            : row.Makes(ImportParts.Payouts) ? unit with { Paid = unit.Paid + amount }
            : isOut ? unit with { TakenBack = unit.TakenBack + amount }
            : row.Standing switch
            {
                RewardStanding.Pending => unit with { Granted = unit.Granted + amount, Pending = unit.Pending + amount },
                RewardStanding.Paid => unit with { Granted = unit.Granted + amount, Paid = unit.Paid + amount },
                _ => unit with { Granted = unit.Granted + amount },
            };
        if (person is { } owner)
        {
            var held = row.Standing == RewardStanding.Void ? 0 : isOut ? -amount.MinorUnits : row.Standing == RewardStanding.Paid ? 0 : amount.MinorUnits;
            Put(_people, owner, Amount.FromMinorUnits(held, amount.Unit), add: true);
        }
    }

    private void Put(Dictionary<(CustomerId, Unit), long> people, CustomerId person, Amount amount, bool add)
    {
        var key = (person, amount.Unit);
        if (!people.ContainsKey(key) && people.Count >= maxPeople)
        {
            IsCut = true;
            return;
        }

        people[key] = checked((add ? people.GetValueOrDefault(key) : 0) + amount.MinorUnits);
    }
}
