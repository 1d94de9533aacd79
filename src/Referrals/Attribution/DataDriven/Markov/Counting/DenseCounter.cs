using System.Runtime.CompilerServices;
using Referrals.Attribution.Batches;

namespace Referrals.Attribution.DataDriven.Markov.Counting;

/// <summary>Counts a chain of order 1 in a full matrix: the fastest way for up to about a thousand channels.</summary>
internal static class DenseCounter
{
    internal const int MaxChannels = 1024;

    internal static ChainCounts Count(JourneySpans journeys)
    {
        var channels = journeys.Names.Count;
        var counts = new StateCounts[channels];
        var weights = new double[channels * channels];
        Fill(journeys, counts, weights);

        var states = new ulong[channels];
        var (keys, kept) = (new List<ulong>(), new List<double>());
        for (var from = 0; from < channels; from++)
        {
            states[from] = (ulong)from + 1;
            for (var to = 0; to < channels; to++)
            {
                var weight = weights[(from * channels) + to];
                if (weight > 0 && to != from)
                {
                    keys.Add(((ulong)from << 32) | (uint)to);
                    kept.Add(weight);
                }
            }
        }

        return new ChainCounts(states, counts, keys.ToArray(), kept.ToArray());
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Fill(JourneySpans journeys, StateCounts[] counts, double[] weights)
    {
        var channels = journeys.Names.Count;
        var offsets = journeys.Offsets;
        for (var j = 0; j < journeys.Count; j++)
        {
            var (conversions, nulls) = (journeys.Conversions[j], journeys.Nulls[j]);
            var weight = conversions + nulls;
            var path = journeys.Touches[offsets[j]..offsets[j + 1]];
            if (path.IsEmpty || weight == 0)
            {
                continue;
            }

            var state = path[0];
            counts[state].Starts += weight;
            for (var i = 1; i < path.Length; i++)
            {
                weights[unchecked((state * channels) + path[i])] += weight;
                state = path[i];
            }

            ref var last = ref counts[state];
            last.Conversions += conversions;
            last.Nulls += nulls;
            last.Value += conversions > 0 ? journeys.Values[j] : 0;
        }
    }
}
