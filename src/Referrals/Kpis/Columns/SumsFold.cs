namespace Referrals.Kpis;

/// <summary>One pass over all facts that remembers nothing of people but their group.</summary>
internal sealed class SumsFold
{
    private readonly FactTable _table;
    private readonly GroupNumbers _groups;
    private readonly KpiWindow[] _span;
    private readonly WindowIndex _windows;
    private readonly int[] _channelOf;

    internal SumsFold(FactTable table, GroupNumbers groups, KpiWindow[] windows)
    {
        _table = table;
        _groups = groups;
        _span = windows;
        _windows = new WindowIndex(windows);
        _channelOf = [.. table.TraitsInUse.Select(t => t.Channel)];
    }

    internal IReadOnlyList<KpiSums> Run(int cores)
    {
        var cells = cores == 1
            ? RunShards(0, 1)
            : ParallelEnumerable.Range(0, cores)
                .WithDegreeOfParallelism(cores)
                .WithExecutionMode(ParallelExecutionMode.ForceParallelism)
                .Select(core => RunShards(core, cores))
                .Aggregate(Added);
        return
        [
            .. Enumerable.Range(0, _groups.Count)
                .Select(g => (Group: g, Key: _groups.Key(g)))
                .OrderBy(g => g.Key, KeyOrder.Ordinal)
                .SelectMany(g => Rows(g.Key, cells.AsSpan(g.Group * _span.Length, _span.Length))),
        ];
    }

    private static SumCell[] Added(SumCell[] sum, SumCell[] part)
    {
        for (var i = 0; i < sum.Length; i++)
        {
            sum[i].Add(part[i]);
        }

        return sum;
    }

    private List<KpiSums> Rows(IReadOnlyList<string> key, ReadOnlySpan<SumCell> cells)
    {
        var rows = new List<KpiSums>(cells.Length);
        for (var window = 0; window < cells.Length; window++)
        {
            ref readonly var cell = ref cells[window];
            if (!cell.IsEmpty)
            {
                rows.Add(new KpiSums
                {
                    Key = key,
                    Window = _span[window],
                    Signups = cell.Signups,
                    ReferredSignups = cell.ReferredSignups,
                    ReferredPurchasers = cell.ReferredPurchasers,
                    Shares = cell.Shares,
                    RawClicks = cell.RawClicks,
                    Orders = cell.Orders,
                    NetRevenueMinor = cell.Revenue,
                    NetMarginMinor = cell.Margin,
                    Refunds = cell.Refunds,
                    ReferralCostMinor = cell.ReferralCost,
                    OtherCostMinor = cell.OtherCost,
                });
            }
        }

        return rows;
    }

    private SumCell[] RunShards(int first, int step)
    {
        var cells = new SumCell[_groups.Count * _span.Length];
        var cellOf = Array.Empty<int>();
        for (var shard = first; shard < FactTable.Shards; shard += step)
        {
            var part = _table.Parts[shard];
            Array.Resize(ref cellOf, Math.Max(cellOf.Length, part.People));
            SignUps(part, cells, cellOf);
            Pay(part.Sales, cells, cellOf, sign: 1);
            Pay(part.Refunds, cells, cellOf, sign: -1);
            SpentCosts(part, cells);
            if (_groups.HasReferrers)
            {
                SharersCells(part, shard, cellOf);
            }

            Count(part.ShareTimes, part.ShareBy, cells, cellOf, share: 1);
            Count(part.ClickTimes, part.ClickBy, cells, cellOf, share: 0);
        }

        return cells;
    }

    private void SignUps(Shard part, SumCell[] cells, int[] cellOf)
    {
        for (var chunk = 0; chunk < part.Traits.Chunks; chunk++)
        {
            var first = chunk * Column<int>.ChunkLength;
            var traits = part.Traits.Chunk(chunk);
            var signedUp = part.SignedUpAt.Chunk(chunk);
            var firstSale = part.FirstSaleAt.Chunk(chunk);
            var referrers = part.Referrer.Chunk(chunk);
            int window = WindowIndex.Outside;
            long from = 0, to = 0;
            for (var i = 0; i < traits.Length; i++)
            {
                var own = _groups.Of(traits[i], referrers[i]) * _span.Length;
                cellOf[first + i] = own;
                if (signedUp[i] < from || signedUp[i] >= to)
                {
                    window = signedUp[i] == Shard.Never ? WindowIndex.Outside : _windows.Find(signedUp[i], out from, out to);
                }

                if (window != WindowIndex.Outside && signedUp[i] != Shard.Never)
                {
                    ref var cell = ref cells[own + window];
                    var referred = _channelOf[traits[i]] == _table.ReferralChannel ? 1 : 0;
                    cell.Signups++;
                    cell.ReferredSignups += referred;
                    cell.ReferredPurchasers += firstSale[i] < to ? referred : 0;
                }
            }
        }
    }

    private void SharersCells(Shard part, int shard, int[] cellOf)
    {
        for (var local = 0; local < part.People; local++)
        {
            cellOf[local] = _groups.Of(part.Traits[local], FactTable.Global(shard, local)) * _span.Length;
        }
    }

    private void Count(TimeColumn times, Column<int> people, SumCell[] cells, int[] cellOf, int share)
    {
        for (var chunk = 0; chunk < times.Chunks; chunk++)
        {
            var by = people.Chunk(chunk);
            var runs = new Runs(_windows, times, chunk);
            while (runs.Next())
            {
                foreach (var person in by[runs.Start..runs.End])
                {
                    ref var cell = ref cells[cellOf[person] + runs.Window];
                    cell.Shares += share;
                    cell.RawClicks += 1 - share;
                }
            }
        }
    }

    private void Pay(Payments payments, SumCell[] cells, int[] cellOf, int sign)
    {
        for (var chunk = 0; chunk < payments.Times.Chunks; chunk++)
        {
            var by = payments.By.Chunk(chunk);
            var amounts = payments.Amount.Chunk(chunk);
            var margins = payments.Margin.Chunk(chunk);
            var counts = payments.Count.Chunk(chunk);
            var runs = new Runs(_windows, payments.Times, chunk);
            while (runs.Next())
            {
                for (var i = runs.Start; i < runs.End; i++)
                {
                    ref var cell = ref cells[cellOf[by[i]] + runs.Window];
                    cell.Orders += (1 + sign) / 2 * counts[i];
                    cell.Refunds += (1 - sign) / 2 * counts[i];
                    cell.Revenue += sign * amounts[i];
                    cell.Margin += sign * margins[i];
                }
            }
        }
    }

    private void SpentCosts(Shard part, SumCell[] cells)
    {
        var costs = part.Costs;
        for (var chunk = 0; chunk < costs.Times.Chunks; chunk++)
        {
            var by = costs.By.Chunk(chunk);
            var referrers = costs.Referrer.Chunk(chunk);
            var traits = costs.Traits.Chunk(chunk);
            var kinds = costs.Kind.Chunk(chunk);
            var amounts = costs.Amount.Chunk(chunk);
            var runs = new Runs(_windows, costs.Times, chunk);
            while (runs.Next())
            {
                for (var i = runs.Start; i < runs.End; i++)
                {
                    var channel = _channelOf[traits[i]];
                    var group = by[i] == Shard.Nobody
                        ? _groups.Of(traits[i], referrers[i])
                        : _groups.OfCost(part.Traits[by[i]], channel, referrers[i]);
                    ref var cell = ref cells[(group * _span.Length) + runs.Window];
                    var amount = kinds[i] == Costs.Reversed ? -amounts[i] : amounts[i];
                    cell.ReferralCost += channel == _table.ReferralChannel ? amount : 0;
                    cell.OtherCost += channel == _table.ReferralChannel ? 0 : amount;
                }
            }
        }
    }
}

/// <summary>The running counts and sums of one group in one window.</summary>
internal struct SumCell
{
    internal long Signups;
    internal long ReferredSignups;
    internal long ReferredPurchasers;
    internal long Shares;
    internal long RawClicks;
    internal long Orders;
    internal long Refunds;
    internal long Revenue;
    internal long Margin;
    internal long ReferralCost;
    internal long OtherCost;

    internal readonly bool IsEmpty =>
        (Signups | Shares | RawClicks | Orders | Refunds | Revenue | Margin | ReferralCost | OtherCost) == 0;

    internal void Add(in SumCell other)
    {
        Signups += other.Signups;
        ReferredSignups += other.ReferredSignups;
        ReferredPurchasers += other.ReferredPurchasers;
        Shares += other.Shares;
        RawClicks += other.RawClicks;
        Orders += other.Orders;
        Refunds += other.Refunds;
        Revenue += other.Revenue;
        Margin += other.Margin;
        ReferralCost += other.ReferralCost;
        OtherCost += other.OtherCost;
    }
}
