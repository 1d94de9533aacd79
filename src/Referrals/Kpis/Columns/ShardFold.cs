using System.Globalization;
using System.Numerics;

namespace Referrals.Kpis;

/// <summary>The loops over the facts of one shard.</summary>
internal readonly ref partial struct ShardFold
{
    private readonly Fold _fold;
    private readonly Shard _shard;
    private readonly int _number;
    private readonly FoldState _state;
    private readonly Span<PersonState> _people;
    private readonly Span<Cell> _cells;

    internal ShardFold(Fold fold, Shard shard, int number, FoldState state, Span<PersonState> people)
    {
        _fold = fold;
        _shard = shard;
        _number = number;
        _state = state;
        _people = people;
        _cells = state.Cells;
    }

    internal void Run()
    {
        SignUps();
        Shares();
        Clicks();
        Sales();
        Refunds();
        Answers();
        SpentCosts();
        Happened();
        CountPeople();
    }

    private void SignUps()
    {
        for (var chunk = 0; chunk < _shard.Traits.Chunks; chunk++)
        {
            var first = chunk * Column<int>.ChunkLength;
            var traits = _shard.Traits.Chunk(chunk);
            var signedUp = _shard.SignedUpAt.Chunk(chunk);
            var firstSale = _shard.FirstSaleAt.Chunk(chunk);
            var referrers = _shard.Referrer.Chunk(chunk);
            for (var i = 0; i < traits.Length; i++)
            {
                ref var person = ref _people[first + i];
                person.Cells = _fold.Groups.Of(traits[i], referrers[i]) * _fold.Span.Length;
                person.Window = WindowIndex.Outside;
                if (signedUp[i] != Shard.Never)
                {
                    SignUp(ref person, traits[i], signedUp[i], firstSale[i], referrers[i]);
                }
            }
        }
    }

    private void SignUp(ref PersonState person, int traits, long at, long firstSale, int referrer)
    {
        var ending = _fold.Windows.EndingAfter(at);
        if (ending == _fold.Span.Length)
        {
            return;
        }

        _cells[person.Cells + ending].NewlyEligible++;
        if (!_fold.Windows.Contains(ending, at))
        {
            return;
        }

        person.Window = ending;

        var cell = person.Cells + person.Window;
        var referred = _fold.ChannelOf[traits] == _fold.Referral;
        var purchased = firstSale < _fold.Windows.End(person.Window);
        ref var cohort = ref _state.Cohorts[(cell * _fold.Channels) + _fold.ChannelOf[traits]];
        cohort = cohort with { Customers = cohort.Customers + 1, Purchasers = cohort.Purchasers + (purchased ? 1 : 0) };
        if (!referred)
        {
            return;
        }

        if (purchased)
        {
            _state.ConversionTimes.Add((cell, firstSale - at));
        }

        if (referrer != Shard.Nobody && _fold.Table.SignedUpAt(referrer) is var before && before != Shard.Never)
        {
            _state.CycleTimes.Add((cell, at - before));
            _cells[cell].SignupsOfNewReferrers += _fold.Windows.Contains(person.Window, before) ? 1 : 0;
        }
    }

    private void Shares()
    {
        for (var chunk = 0; chunk < _shard.ShareTimes.Chunks; chunk++)
        {
            var by = _shard.ShareBy.Chunk(chunk);
            var channels = _shard.ShareChannel.Chunk(chunk);
            var runs = new Runs(_fold.Windows, _shard.ShareTimes, chunk);
            while (runs.Next())
            {
                var bit = 1UL << runs.Window;
                for (var i = runs.Start; i < runs.End; i++)
                {
                    _people[by[i]].Shared |= bit;
                    var cell = SharersCell(by[i]) + runs.Window;
                    _cells[cell].Shares++;
                    _state.ShareChannels[(cell * _fold.Channels) + channels[i]].Shares++;
                }
            }
        }
    }

    private void Clicks()
    {
        var seen = new ulong[_shard.Pairs];
        for (var chunk = 0; chunk < _shard.ClickTimes.Chunks; chunk++)
        {
            var by = _shard.ClickBy.Chunk(chunk);
            var pairs = _shard.ClickPair.Chunk(chunk);
            var channels = _shard.ClickChannel.Chunk(chunk);
            var touchpoints = _shard.ClickTouchpoint.Chunk(chunk);
            var runs = new Runs(_fold.Windows, _shard.ClickTimes, chunk);
            while (runs.Next())
            {
                for (var i = runs.Start; i < runs.End; i++)
                {
                    var index = SharersCell(by[i]) + runs.Window;
                    ref var cell = ref _cells[index];
                    ref var windows = ref seen[pairs[i]];
                    cell.RawClicks++;
                    cell.UniqueClicks += (long)((~windows >> runs.Window) & 1);
                    windows |= 1UL << runs.Window;
                    _state.ShareChannels[(index * _fold.Channels) + channels[i]].Clicks++;
                    _state.Touchpoints[(index * _fold.Touchpoints) + touchpoints[i]].Clicks++;
                }
            }
        }
    }

    private void Sales()
    {
        for (var chunk = 0; chunk < _shard.Sales.Times.Chunks; chunk++)
        {
            var by = _shard.Sales.By.Chunk(chunk);
            var amounts = _shard.Sales.Amount.Chunk(chunk);
            var margins = _shard.Sales.Margin.Chunk(chunk);
            var counts = _shard.Sales.Count.Chunk(chunk);
            var runs = new Runs(_fold.Windows, _shard.Sales.Times, chunk);
            while (runs.Next())
            {
                var bit = 1UL << runs.Window;
                for (var i = runs.Start; i < runs.End; i++)
                {
                    ref var person = ref _people[by[i]];
                    ref var cell = ref _cells[person.Cells + runs.Window];
                    cell.Orders += counts[i];
                    cell.Revenue += amounts[i];
                    cell.Margin += margins[i];
                    person.Bought |= counts[i] > 0 ? bit : 0;
                    if (person.Window == runs.Window)
                    {
                        person.Revenue += amounts[i];
                        person.Margin += margins[i];
                    }
                }
            }
        }
    }

    private void Refunds()
    {
        for (var chunk = 0; chunk < _shard.Refunds.Times.Chunks; chunk++)
        {
            var by = _shard.Refunds.By.Chunk(chunk);
            var amounts = _shard.Refunds.Amount.Chunk(chunk);
            var margins = _shard.Refunds.Margin.Chunk(chunk);
            var counts = _shard.Refunds.Count.Chunk(chunk);
            var runs = new Runs(_fold.Windows, _shard.Refunds.Times, chunk);
            while (runs.Next())
            {
                for (var i = runs.Start; i < runs.End; i++)
                {
                    ref var person = ref _people[by[i]];
                    ref var cell = ref _cells[person.Cells + runs.Window];
                    cell.Refunds += counts[i];
                    cell.RefundedRevenue += amounts[i];
                    cell.RefundedMargin += margins[i];
                    if (person.Window == runs.Window)
                    {
                        person.Revenue -= amounts[i];
                        person.Margin -= margins[i];
                    }
                }
            }
        }
    }

    /// <summary>A sharer counts in the group of referrers that the sharer is in, not in that of who referred the sharer.</summary>
    private int SharersCell(int local) => _fold.Groups.HasReferrers
        ? _fold.Groups.Of(_shard.Traits[local], FactTable.Global(_number, local)) * _fold.Span.Length
        : _people[local].Cells;

    /// <summary>What could be known of each person only after the last fact.</summary>
    private void CountPeople()
    {
        for (var local = 0; local < _people.Length; local++)
        {
            ref var person = ref _people[local];
            var active = person.Bought | person.Shared | (person.Window == WindowIndex.Outside ? 0 : 1UL << person.Window);
            for (var bits = active; bits != 0; bits &= bits - 1)
            {
                var window = BitOperations.TrailingZeroCount(bits);
                var bought = (long)((person.Bought >> window) & 1);
                var shared = (long)((person.Shared >> window) & 1);
                ref var cell = ref _cells[person.Cells + window];
                cell.Active++;
                cell.Buyers += bought;
                cell.SharingBuyers += bought & shared;
                _cells[SharersCell(local) + window].Advocates += shared;
            }

            if (person.Revenue != 0 || person.Margin != 0)
            {
                var channel = _fold.ChannelOf[_shard.Traits[local]];
                ref var cohort = ref _state.Cohorts[((person.Cells + person.Window) * _fold.Channels) + channel];
                cohort = cohort with
                {
                    RevenueMinor = cohort.RevenueMinor + person.Revenue,
                    MarginMinor = cohort.MarginMinor + person.Margin,
                    MarginSquares = cohort.MarginSquares + ((Int128)person.Margin * person.Margin),
                };
            }
        }
    }
}

/// <summary>The running sums of one group in one window.</summary>
internal struct Cell
{
    internal long NewlyEligible;
    internal long Advocates;
    internal long Shares;
    internal long RawClicks;
    internal long UniqueClicks;
    internal long SignupsOfNewReferrers;
    internal long Orders;
    internal long Buyers;
    internal long SharingBuyers;
    internal long Active;
    internal long Revenue;
    internal long Margin;
    internal long Refunds;
    internal long RefundedRevenue;
    internal long RefundedMargin;
    internal long Granted;
    internal long Reversed;
    internal long NewlyOutstanding;
    internal long Created;
    internal long Qualified;
    internal long Promoters;
    internal long Passives;
    internal long Detractors;

    internal void Add(in Cell other)
    {
        NewlyEligible += other.NewlyEligible;
        Advocates += other.Advocates;
        Shares += other.Shares;
        RawClicks += other.RawClicks;
        UniqueClicks += other.UniqueClicks;
        SignupsOfNewReferrers += other.SignupsOfNewReferrers;
        Orders += other.Orders;
        Buyers += other.Buyers;
        SharingBuyers += other.SharingBuyers;
        Active += other.Active;
        Revenue += other.Revenue;
        Margin += other.Margin;
        Refunds += other.Refunds;
        RefundedRevenue += other.RefundedRevenue;
        RefundedMargin += other.RefundedMargin;
        Granted += other.Granted;
        Reversed += other.Reversed;
        NewlyOutstanding += other.NewlyOutstanding;
        Created += other.Created;
        Qualified += other.Qualified;
        Promoters += other.Promoters;
        Passives += other.Passives;
        Detractors += other.Detractors;
    }
}

/// <summary>The running numbers of one share channel or touchpoint, in one group and window.</summary>
internal struct FunnelCell
{
    internal long Shares;
    internal long Clicks;
    internal long Created;
    internal long Qualified;

    internal readonly ShareFunnel Funnel =>
        new() { Shares = Shares, Clicks = Clicks, ReferralsCreated = Created, ReferralsQualified = Qualified };

    internal void Add(in FunnelCell other)
    {
        Shares += other.Shares;
        Clicks += other.Clicks;
        Created += other.Created;
        Qualified += other.Qualified;
    }
}

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
