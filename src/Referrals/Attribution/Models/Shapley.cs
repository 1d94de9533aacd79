using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Referrals.Attribution;

/// <summary>
/// Journeys grouped by the set of channels they touched, for the Shapley value of the conversion rates of these sets. For small
/// sets of channels. Count parts of the data on several threads, merge them, and solve once.
/// </summary>
/// <remarks>The simplified Shapley value of counts (Zhao et al. 2018) needs no sets: it is
/// <see cref="CreditModel.LinearUnique"/>.</remarks>
public sealed class ShapleyCounts
{
    /// <summary>How many channels there may be, and how many of them one journey may touch.</summary>
    public const int MaxChannels = 64;

    /// <summary>How many distinct channels one journey may touch: each of its subsets is looked up.</summary>
    public const int MaxChannelsOfJourney = 20;

    private readonly ChannelNames _names;
    private readonly Dictionary<ulong, SetCounts> _sets;
    private readonly JourneyTotals _lost;

    private ShapleyCounts(ChannelNames names, Dictionary<ulong, SetCounts> sets, JourneyTotals totals)
    {
        _names = names;
        _sets = sets;
        _lost = totals;
    }

    /// <summary>How many distinct sets occur.</summary>
    public int SetCount => _sets.Count;

    /// <summary>Groups journeys by their set of channels.</summary>
    /// <exception cref="InvalidOperationException">There are more than <see cref="MaxChannels"/> channels, or a converting journey
    /// touches more than <see cref="MaxChannelsOfJourney"/> of them.</exception>
    public static ShapleyCounts Count(JourneySpans journeys)
    {
        CheckChannels(journeys.Names.Count);
        var sets = new Dictionary<ulong, SetCounts>();
        for (var j = 0; j < journeys.Count; j++)
        {
            var touches = journeys[j];
            if (touches.Count > 0)
            {
                var set = 0UL;
                foreach (var channel in touches.Channels)
                {
                    set |= 1UL << channel;
                }

                Add(sets, set, new SetCounts(journeys.Conversions[j], journeys.Nulls[j], journeys.Values[j]));
            }
        }

        return new ShapleyCounts(journeys.Names, sets, JourneyTotals.Of(journeys));
    }

    /// <summary>The counts of two sets of journeys together. Channels are matched by name.</summary>
    /// <exception cref="InvalidOperationException">Together they have more than <see cref="MaxChannels"/> channels.</exception>
    public ShapleyCounts Merge(ShapleyCounts other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var names = ChannelNames.Of(_names.ToArray().Union(other._names.ToArray(), StringComparer.Ordinal));
        CheckChannels(names.Count);
        var sets = new Dictionary<ulong, SetCounts>(_sets);
        foreach (var (set, counts) in other._sets)
        {
            var renamed = 0UL;
            for (var rest = set; rest != 0; rest &= rest - 1)
            {
                renamed |= 1UL << names.IndexOf(other._names[BitOperations.TrailingZeroCount(rest)]);
            }

            Add(sets, renamed, counts);
        }

        return new ShapleyCounts(names, sets, _lost + other._lost);
    }

    /// <summary>
    /// The conversion-rate Shapley credits: within each set J of channels that converted, the Shapley value of the game that
    /// pays a subset S its own rate of conversion, r(S) = conversions / (conversions + nulls) of the journeys that touched exactly S
    /// (0 where there are none), scaled to the conversions of J.
    /// </summary>
    /// <remarks>With n channels in J and s in S: φ_j = Σ r(S) (s-1)!(n-s)!/n! over the S with j, less Σ r(S) s!(n-s-1)!/n!
    /// over those without. Credits sum to the conversions, but one can be negative: a channel whose company converts better without it.
    /// The model of DP6's marketing_attribution_models. The value of J is shared like its conversions.</remarks>
    public ChannelCredits SolveConversionRate()
    {
        var (conversions, values) = (new double[_names.Count], new double[_names.Count]);
        Span<int> members = stackalloc int[MaxChannels];
        Span<double> shares = stackalloc double[MaxChannels];
        foreach (var (set, counts) in _sets.OrderBy(pair => pair.Key))
        {
            if (counts.Conversions == 0 && counts.Value == 0)
            {
                continue;
            }

            var n = 0;
            for (var rest = set; rest != 0; rest &= rest - 1)
            {
                members[n++] = BitOperations.TrailingZeroCount(rest);
            }

            Share(set, members[..n], shares[..n]);
            for (var i = 0; i < n; i++)
            {
                conversions[members[i]] += shares[i] * counts.Conversions;
                values[members[i]] += shares[i] * counts.Value;
            }
        }

        return ChannelCredits.From("shapley_convrate", _names, conversions, values, _lost.LostConversions, _lost.LostValue);
    }

    private void Share(ulong set, ReadOnlySpan<int> members, Span<double> shares)
    {
        var n = members.Length;
        if (n > MaxChannelsOfJourney)
        {
            throw new InvalidOperationException(
                $"A converting journey touches {n} channels, but conversion-rate Shapley looks up every subset and takes at most " +
                $"{MaxChannelsOfJourney}. Group channels, or use CreditModel.LinearUnique.");
        }

        shares.Clear();
        var weights = Weights(n);
        for (var subset = set; subset != 0; subset = (subset - 1) & set)
        {
            if (!_sets.TryGetValue(subset, out var counts) || counts.Conversions == 0)
            {
                continue;
            }

            var rate = counts.Conversions / (counts.Conversions + counts.Nulls);
            var size = BitOperations.PopCount(subset);
            for (var i = 0; i < n; i++)
            {
                var isIn = (subset >> members[i] & 1) != 0;
                shares[i] += rate * (isIn ? weights[size - 1] : -weights[size]);
            }
        }

        // By the efficiency of the Shapley value the sum is the rate of the whole set; without conversions there is only
        // value to share, which is then shared evenly.
        var sum = 0d;
        foreach (var share in shares)
        {
            sum += share;
        }

        for (var i = 0; i < n; i++)
        {
            shares[i] = _sets[set].Conversions > 0 ? shares[i] / sum : 1d / n;
        }
    }

    /// <summary>k! (n - 1 - k)! / n! for k from 0: the weight of a coalition of k others.</summary>
    private static double[] Weights(int n)
    {
        var weights = new double[n + 1];
        weights[0] = 1d / n;
        for (var k = 1; k < n; k++)
        {
            weights[k] = weights[k - 1] * k / (n - k);
        }

        return weights;
    }

    private static void Add(Dictionary<ulong, SetCounts> sets, ulong set, SetCounts counts) =>
        sets[set] = sets.TryGetValue(set, out var sum)
            ? new SetCounts(sum.Conversions + counts.Conversions, sum.Nulls + counts.Nulls, sum.Value + counts.Value)
            : counts;

    private static void CheckChannels(int channels)
    {
        if (channels > MaxChannels)
        {
            throw new InvalidOperationException(
                $"There are {channels} channels, but conversion-rate Shapley takes at most {MaxChannels}. " +
                "Group rare channels, or use CreditModel.LinearUnique.");
        }
    }

    private readonly record struct SetCounts(double Conversions, double Nulls, double Value);
}

/// <summary>The ordered Shapley value (Zhao et al. 2018, arXiv 1804.05327): what a channel earns as the first, second, third ... touch.</summary>
public static class OrderedShapley
{
    /// <summary>
    /// A table a place: at place i a channel earns 1 / (m · count) of each converting journey whose touch i is its own, with m
    /// distinct channels in the journey and count touches of this channel. Over the places they sum to the simplified
    /// Shapley value, <see cref="CreditModel.LinearUnique"/>.
    /// </summary>
    /// <returns>As many tables as the longest journey has touches. The unattributed conversions stand in the first one.</returns>
    public static IReadOnlyList<ChannelCredits> Total(JourneySpans journeys)
    {
        var longest = 1;
        for (var j = 0; j < journeys.Count; j++)
        {
            longest = Math.Max(longest, journeys[j].Count);
        }

        var channels = journeys.Names.Count;
        var (conversions, values) = (new double[longest * channels], new double[longest * channels]);
        var shares = new double[longest];
        for (var j = 0; j < journeys.Count; j++)
        {
            var (conversion, value) = (journeys.Conversions[j], journeys.Values[j]);
            if (conversion == 0 && value == 0)
            {
                continue;
            }

            var touches = journeys[j];
            CreditModel.LinearUnique.Share(touches, shares.AsSpan(0, touches.Count));
            for (var i = 0; i < touches.Count; i++)
            {
                conversions[(i * channels) + touches.Channels[i]] += shares[i] * conversion;
                values[(i * channels) + touches.Channels[i]] += shares[i] * value;
            }
        }

        var totals = JourneyTotals.Of(journeys);
        var tables = new ChannelCredits[longest];
        for (var i = 0; i < longest; i++)
        {
            tables[i] = ChannelCredits.From(
                string.Create(CultureInfo.InvariantCulture, $"ordered_shapley_pos{i + 1}"), journeys.Names,
                conversions.AsSpan(i * channels, channels), values.AsSpan(i * channels, channels),
                i == 0 ? totals.LostConversions : 0, i == 0 ? totals.LostValue : 0);
        }

        return tables;
    }
}

/// <summary>Counts participation and assisted conversions. Kept apart from credits, because they do not sum to the conversions.</summary>
public static class Participation
{
    /// <summary>The counts of each channel, in ordinal order of the names.</summary>
    public static IReadOnlyList<ChannelParticipation> Count(JourneySpans journeys)
    {
        var channels = journeys.Names.Count;
        var (conversions, last, seenIn) = (new double[channels], new double[channels], new int[channels]);
        for (var j = 0; j < journeys.Count; j++)
        {
            var touches = journeys[j].Channels;
            if (touches.IsEmpty || journeys.Conversions[j] == 0)
            {
                continue;
            }

            foreach (var channel in touches)
            {
                conversions[channel] += seenIn[channel] == j + 1 ? 0 : journeys.Conversions[j];
                seenIn[channel] = j + 1;
            }

            last[touches[^1]] += journeys.Conversions[j];
        }

        var names = journeys.Names;
        return [.. names.Sorted().Select(c => new ChannelParticipation(names[c], conversions[c], last[c]))];
    }

    /// <summary>The counts of two sets of journeys together. Channels are matched by name.</summary>
    public static IReadOnlyList<ChannelParticipation> Merge(
        IReadOnlyList<ChannelParticipation> left, IReadOnlyList<ChannelParticipation> right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return [.. left.Concat(right)
            .GroupBy(row => row.Channel, StringComparer.Ordinal)
            .Select(rows => rows.Aggregate((sum, row) => sum.Plus(row)))
            .OrderBy(row => row.Channel, StringComparer.Ordinal)];
    }
}

/// <summary>In how many conversions a channel took part. These are counts, not credits: over the channels they sum to more than
/// the conversions.</summary>
/// <remarks><c>default</c> is no part of no channel.</remarks>
public readonly record struct ChannelParticipation
{
    internal ChannelParticipation(string channel, double conversions, double last)
    {
        Channel = channel;
        Conversions = conversions;
        Last = last;
    }

    /// <summary>The channel.</summary>
    public string Channel { get; }

    /// <summary>Conversions with this channel anywhere on the path.</summary>
    public double Conversions { get; }

    /// <summary>Conversions with this channel as the last touch.</summary>
    public double Last { get; }

    /// <summary>Assisted conversions: with this channel on the path, but another one last.</summary>
    public double Assisted => Conversions - Last;

    /// <summary>Assisted conversions for each last-touch conversion; <c>null</c> where there is none of the latter.</summary>
    public double? AssistRatio => Last > 0 ? Assisted / Last : null;

    /// <summary>The channel and its counts, such as <c>mail: 12 conversions, 5 as last</c>.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Channel}: {Conversions} conversions, {Last} as last");

    internal ChannelParticipation Plus(ChannelParticipation other) => new(Channel, Conversions + other.Conversions, Last + other.Last);
}

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
