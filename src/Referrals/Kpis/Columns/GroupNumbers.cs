using System.Globalization;

namespace Referrals.Kpis.Columns;

/// <summary>Gives each group of a grouping a number: the group of the traits, times the groups of referrers.</summary>
internal sealed class GroupNumbers
{
    private readonly FactTable _table;
    private readonly KpiGrouping _grouping;
    private readonly List<Traits> _keys = [];
    private readonly Dictionary<Traits, int> _numbers = [];
    private readonly Names _referrerGroups = new();
    private readonly int[] _ofTraits;
    private readonly int[] _ofCost;
    private readonly int[] _ofReferrer;

    internal GroupNumbers(FactTable table, KpiGrouping grouping)
    {
        _table = table;
        _grouping = grouping;
        _ofTraits = [.. table.TraitsInUse.Select(t => Number(Masked(t)))];
        _ofCost = new int[_ofTraits.Length * table.Channels.Count];
        foreach (var channel in table.CostChannels)
        {
            for (var traits = 0; traits < _ofTraits.Length; traits++)
            {
                _ofCost[(traits * table.Channels.Count) + channel] = Number(Masked(table.TraitsInUse[traits] with { Channel = channel }));
            }
        }

        _ = _referrerGroups.Of(string.Empty);
        _ofReferrer = grouping.ReferrerGroup is { } groupOf
            ? [.. Enumerable.Range(0, table.People).Select(p => Named(table.CustomerOf(p), groupOf))]
            : [];
    }

    internal int Count => _keys.Count * _referrerGroups.Count;

    internal bool HasReferrers => _grouping.ReferrerGroup is not null;

    /// <summary>The group of a person with these traits who was referred by, or is, this referrer.</summary>
    internal int Of(int traits, int referrer) => WithReferrer(_ofTraits[traits], referrer);

    /// <summary>The group of a cost: the person's, but for the channel, which is the cost's own.</summary>
    internal int OfCost(int personTraits, int channel, int referrer) =>
        WithReferrer(_ofCost[(personTraits * _table.Channels.Count) + channel], referrer);

    internal IReadOnlyList<string> Key(int group)
    {
        var (traits, referrers) = Math.DivRem(group, _referrerGroups.Count);
        var key = _grouping.Dimensions.Select(trait => Text(trait, _keys[traits]));
        return [.. _grouping.ReferrerGroup is null ? key : key.Append(_referrerGroups[referrers])];
    }

    private int WithReferrer(int group, int referrer) =>
        (group * _referrerGroups.Count) + (referrer == Shard.Nobody || _ofReferrer.Length == 0 ? 0 : _ofReferrer[referrer]);

    private int Named(CustomerId customer, Func<CustomerId, string> groupOf) =>
        customer.IsDefault ? 0 : _referrerGroups.Of(groupOf(customer) ?? string.Empty);

    private string Text(KpiDimension trait, Traits traits) => trait switch
    {
        KpiDimension.Program => _table.Programs[traits.Program],
        KpiDimension.Segment => _table.Segments[traits.Segment],
        KpiDimension.Channel => _table.Channels[traits.Channel],
        _ => traits.Version == 0 ? string.Empty : traits.Version.ToString(CultureInfo.InvariantCulture),
    };

    private Traits Masked(Traits traits) => new(
        _grouping.Dimensions.Contains(KpiDimension.Program) ? traits.Program : 0,
        _grouping.Dimensions.Contains(KpiDimension.Segment) ? traits.Segment : 0,
        _grouping.Dimensions.Contains(KpiDimension.Channel) ? traits.Channel : 0,
        _grouping.Dimensions.Contains(KpiDimension.Version) ? traits.Version : 0);

    private int Number(Traits masked)
    {
        if (!_numbers.TryGetValue(masked, out var number))
        {
            number = _keys.Count;
            _numbers.Add(masked, number);
            _keys.Add(masked);
        }

        return number;
    }
}
