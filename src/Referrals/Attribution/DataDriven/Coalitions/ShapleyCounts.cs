using System.Numerics;
using Referrals.Attribution.Batches;
using Referrals.Attribution.Credits;

namespace Referrals.Attribution.DataDriven.Coalitions;

/// <summary>
/// Journeys grouped by the set of channels they touched, for the Shapley value of the conversion rates of these sets. For small
/// sets of channels. Count parts of the data on several threads, merge them, and solve once.
/// </summary>
/// <remarks>The simplified Shapley value of counts (Zhao et al. 2018) needs no sets: it is
/// <see cref="ClosedForm.CreditModel.LinearUnique"/>.</remarks>
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
