using System.Runtime.InteropServices;
using Referrals.Attribution.Batches;
using Referrals.Attribution.Credits;

namespace Referrals.Attribution.DataDriven.Coalitions;

/// <summary>The counterfactual model of Google's fractribution: what each touch adds to the rate at which exactly this path converts.</summary>
public static class Counterfactual
{
    /// <summary>
    /// On each converting path touch i earns max(0, P(path) - P(path without touch i)), scaled to the path's conversions; P is
    /// the rate of conversion of exactly that path, 0 where it does not occur. One touch earns everything; where no touch adds
    /// anything, the last does.
    /// </summary>
    /// <remarks>Fractribution calls it Shapley, which it is not. It looks at whole paths, so it needs much data.</remarks>
    /// <exception cref="InvalidOperationException">There are more than 65,535 channels.</exception>
    public static ChannelCredits Total(JourneySpans journeys)
    {
        if (journeys.Names.Count > char.MaxValue)
        {
            throw new InvalidOperationException(
                $"There are {journeys.Names.Count} channels, but the counterfactual model takes at most 65535. Group rare channels.");
        }

        // A path is held as a string of its channel indices: hashed and compared like any text.
        var paths = new Dictionary<string, PathCounts>(StringComparer.Ordinal);
        var lookup = paths.GetAlternateLookup<ReadOnlySpan<char>>();
        var buffer = new char[64];
        for (var j = 0; j < journeys.Count; j++)
        {
            var channels = journeys[j].Channels;
            buffer = buffer.Length < channels.Length ? new char[channels.Length * 2] : buffer;
            for (var i = 0; i < channels.Length; i++)
            {
                buffer[i] = (char)channels[i];
            }

            ref var counts = ref CollectionsMarshal.GetValueRefOrAddDefault(lookup, buffer.AsSpan(0, channels.Length), out _);
            counts.Conversions += journeys.Conversions[j];
            counts.Nulls += journeys.Nulls[j];
            counts.Value += journeys.Values[j];
        }

        return Share(paths, lookup, journeys);
    }

    private static ChannelCredits Share(
        Dictionary<string, PathCounts> paths, Dictionary<string, PathCounts>.AlternateLookup<ReadOnlySpan<char>> lookup, JourneySpans journeys)
    {
        var (conversions, values) = (new double[journeys.Names.Count], new double[journeys.Names.Count]);
        foreach (var (path, counts) in paths)
        {
            if (path.Length == 0 || (counts.Conversions == 0 && counts.Value == 0))
            {
                continue;
            }

            var shares = Gains(path, counts.Rate, lookup);
            for (var i = 0; i < path.Length; i++)
            {
                conversions[path[i]] += shares[i] * counts.Conversions;
                values[path[i]] += shares[i] * counts.Value;
            }
        }

        var totals = JourneyTotals.Of(journeys);
        return ChannelCredits.From("fractribution_shapley", journeys.Names, conversions, values, totals.LostConversions, totals.LostValue);
    }

    private static double[] Gains(string path, double rate, Dictionary<string, PathCounts>.AlternateLookup<ReadOnlySpan<char>> lookup)
    {
        var gains = new double[path.Length];
        Span<char> shorter = new char[path.Length - 1];
        for (var i = 0; i < path.Length && path.Length > 1; i++)
        {
            path.AsSpan(0, i).CopyTo(shorter);
            path.AsSpan(i + 1).CopyTo(shorter[i..]);
            gains[i] = Math.Max(0, rate - (lookup.TryGetValue(shorter, out var without) ? without.Rate : 0));
        }

        var sum = gains.Sum();
        for (var i = 0; i < gains.Length; i++)
        {
            gains[i] = sum > 0 ? gains[i] / sum : i == gains.Length - 1 ? 1 : 0;
        }

        return gains;
    }

    private struct PathCounts
    {
        internal double Conversions;
        internal double Nulls;
        internal double Value;

        internal readonly double Rate => Conversions > 0 ? Conversions / (Conversions + Nulls) : 0;
    }
}
