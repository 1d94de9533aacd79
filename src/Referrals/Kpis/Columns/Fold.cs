namespace Referrals.Kpis.Columns;

/// <summary>One pass over all facts, into a cell per group and window.</summary>
internal sealed class Fold
{
    internal readonly FactTable Table;
    internal readonly GroupNumbers Groups;
    internal readonly WindowIndex Windows;
    internal readonly KpiWindow[] Span;
    internal readonly int Channels;
    internal readonly int Touchpoints;
    internal readonly int Referral;
    internal readonly int[] ChannelOf;

    internal Fold(FactTable table, GroupNumbers groups, KpiWindow[] windows)
    {
        Table = table;
        Groups = groups;
        Span = windows;
        Windows = new WindowIndex(windows);
        Referral = table.ReferralChannel;
        Channels = table.Channels.Count;
        Touchpoints = table.Touchpoints.Count;
        ChannelOf = [.. table.TraitsInUse.Select(t => t.Channel)];
    }

    /// <summary>Folds every n-th shard on each of n cores; nothing is shared until the sums are added.</summary>
    internal FoldedTotals Run(int cores)
    {
        var state = cores == 1
            ? RunShards(0, 1)
            : ParallelEnumerable.Range(0, cores)
                .WithDegreeOfParallelism(cores)
                .WithExecutionMode(ParallelExecutionMode.ForceParallelism)
                .Select(core => RunShards(core, cores))
                .Aggregate((sum, part) =>
                {
                    sum.Add(part);
                    return sum;
                });
        return new FoldedTotals(this, state);
    }

    private FoldState RunShards(int first, int step)
    {
        var state = new FoldState(Groups.Count * Span.Length, Channels, Touchpoints);
        var people = Array.Empty<PersonState>();
        for (var shard = first; shard < FactTable.Shards; shard += step)
        {
            var part = Table.Parts[shard];
            if (people.Length < part.People)
            {
                people = new PersonState[part.People + (part.People / 8)];
            }

            Array.Clear(people, 0, part.People);
            new ShardFold(this, part, shard, state, people.AsSpan(0, part.People)).Run();
        }

        return state;
    }
}
