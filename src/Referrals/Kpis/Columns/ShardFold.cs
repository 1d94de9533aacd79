using System.Numerics;

namespace Referrals.Kpis.Columns;

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
            var runs = new Runs(_fold.Windows, _shard.Sales.Times, chunk);
            while (runs.Next())
            {
                var bit = 1UL << runs.Window;
                for (var i = runs.Start; i < runs.End; i++)
                {
                    ref var person = ref _people[by[i]];
                    ref var cell = ref _cells[person.Cells + runs.Window];
                    cell.Orders++;
                    cell.Revenue += amounts[i];
                    cell.Margin += margins[i];
                    person.Bought |= bit;
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
            var runs = new Runs(_fold.Windows, _shard.Refunds.Times, chunk);
            while (runs.Next())
            {
                for (var i = runs.Start; i < runs.End; i++)
                {
                    ref var person = ref _people[by[i]];
                    ref var cell = ref _cells[person.Cells + runs.Window];
                    cell.Refunds++;
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
