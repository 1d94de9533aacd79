using System.Runtime.CompilerServices;

namespace Referrals.Attribution;

/// <summary>The counted chain: its states as codes of channel tuples, and the weights between them.</summary>
/// <remarks>A state's code has a digit a channel, the channel's index plus one, to the base of the number of channels plus
/// one; the oldest channel is the highest digit.</remarks>
internal sealed class ChainCounts(
    ReadOnlyMemory<ulong> states, ReadOnlyMemory<StateCounts> counts,
    ReadOnlyMemory<ulong> transitions, ReadOnlyMemory<double> weights)
{
    internal ReadOnlySpan<ulong> States => states.Span;

    internal ReadOnlySpan<StateCounts> Counts => counts.Span;

    /// <summary>From-state in the upper half, to-state in the lower; no state leads to itself.</summary>
    internal ReadOnlySpan<ulong> Transitions => transitions.Span;

    internal ReadOnlySpan<double> Weights => weights.Span;
}

/// <summary>How often paths begin and end in one state of a chain, in weight.</summary>
internal struct StateCounts
{
    /// <summary>Weight of the paths that begin here.</summary>
    internal double Starts;

    /// <summary>Conversions of the paths that end here.</summary>
    internal double Conversions;

    /// <summary>Nulls of the paths that end here.</summary>
    internal double Nulls;

    /// <summary>Value of the converting paths that end here.</summary>
    internal double Value;
}

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

/// <summary>Counts a chain of any order, holding only the states and transitions that occur.</summary>
internal sealed class SparseCounter
{
    private readonly KeyIndex _states = new();
    private readonly KeyIndex _transitions = new();
    private readonly ulong _base;
    private readonly ulong _highest;
    private readonly int _order;
    private readonly int _maxTransitions;
    private StateCounts[] _counts = new StateCounts[64];
    private double[] _weights = new double[256];

    internal SparseCounter(int channels, int order, int maxTransitions)
    {
        _order = order;
        _maxTransitions = maxTransitions;
        _base = (ulong)channels + 1;
        var highest = UInt128.One;
        for (var i = 1; i <= order; i++)
        {
            _highest = (ulong)highest;
            highest *= _base;
            if (highest > ulong.MaxValue)
            {
                throw new InvalidOperationException(
                    $"Order {order} over {channels} channels has more states than can be numbered. Use a lower order, or group rare channels first.");
            }
        }
    }

    internal ChainCounts ToCounts() => new(
        _states.Keys.ToArray(), _counts.AsMemory(0, _states.Count), _transitions.Keys.ToArray(), _weights.AsMemory(0, _transitions.Count));

    internal void Add(JourneySpans journeys)
    {
        var offsets = journeys.Offsets;
        for (var j = 0; j < journeys.Count; j++)
        {
            var (conversions, nulls) = (journeys.Conversions[j], journeys.Nulls[j]);
            var path = journeys.Touches[offsets[j]..offsets[j + 1]];
            if (!path.IsEmpty && conversions + nulls > 0)
            {
                AddPath(path, conversions, nulls, conversions > 0 ? journeys.Values[j] : 0);
            }
        }
    }

    /// <summary>Adds a chain that was counted elsewhere, whose channels have these indices here.</summary>
    internal void Add(ChainCounts chain, ReadOnlySpan<int> channels)
    {
        var places = new int[chain.States.Length];
        for (var i = 0; i < places.Length; i++)
        {
            places[i] = State(Recode(chain.States[i], channels));
            ref var counts = ref _counts[places[i]];
            counts.Starts += chain.Counts[i].Starts;
            counts.Conversions += chain.Counts[i].Conversions;
            counts.Nulls += chain.Counts[i].Nulls;
            counts.Value += chain.Counts[i].Value;
        }

        for (var i = 0; i < chain.Transitions.Length; i++)
        {
            var key = chain.Transitions[i];
            AddTransition(places[(int)(key >> 32)], places[(int)(uint)(key & uint.MaxValue)], chain.Weights[i]);
        }
    }

    private void AddPath(ReadOnlySpan<int> path, double conversions, double nulls, double value)
    {
        var weight = conversions + nulls;
        unchecked
        {
            var code = 0UL;
            var first = Math.Min(_order, path.Length);
            for (var i = 0; i < first; i++)
            {
                code = (code * _base) + (ulong)path[i] + 1;
            }

            var state = State(code);
            _counts[state].Starts += weight;
            for (var i = first; i < path.Length; i++)
            {
                code = (code % _highest * _base) + (ulong)path[i] + 1;
                var next = State(code);
                if (next != state)
                {
                    AddTransition(state, next, weight);
                    state = next;
                }
            }

            ref var last = ref _counts[state];
            last.Conversions += conversions;
            last.Nulls += nulls;
            last.Value += value;
        }
    }

    private int State(ulong code)
    {
        var state = _states.IndexOf(code);
        if (state >= _counts.Length)
        {
            Array.Resize(ref _counts, _counts.Length * 2);
        }

        return state;
    }

    private void AddTransition(int from, int to, double weight)
    {
        var place = _transitions.IndexOf(((ulong)from << 32) | (uint)to);
        if (place >= _weights.Length)
        {
            Array.Resize(ref _weights, _weights.Length * 2);
        }

        if (place >= _maxTransitions)
        {
            throw new InvalidOperationException(
                $"The Markov chain of order {_order} over {_base - 1} channels has more than {_maxTransitions} distinct transitions. " +
                "Use a lower order, group rare channels, or allow more transitions (about 100 bytes of memory each).");
        }

        _weights[place] += weight;
    }

    private ulong Recode(ulong code, ReadOnlySpan<int> channels)
    {
        var (recoded, unit) = (0UL, 1UL);
        var oldBase = (ulong)channels.Length + 1;
        for (; code > 0; code /= oldBase)
        {
            recoded += unit * ((ulong)channels[(int)(code % oldBase) - 1] + 1);
            unit = unchecked(unit * _base);
        }

        return recoded;
    }
}

/// <summary>Gives 64-bit keys their indices in order of first appearance: an open-addressing table without deletion.</summary>
internal sealed class KeyIndex
{
    private int[] _slots = new int[256];
    private int _shift = 64 - 8;
    private ulong[] _keys = new ulong[128];

    internal int Count { get; private set; }

    internal ReadOnlySpan<ulong> Keys => _keys.AsSpan(0, Count);

    /// <summary>The index of a key, which is added if it is new.</summary>
    internal int IndexOf(ulong key)
    {
        unchecked
        {
            var slots = _slots;
            var keys = _keys;
            var slot = (int)(Hash(key) >> _shift);
            while (true)
            {
                var index = slots[slot] - 1;
                if (index < 0)
                {
                    return Add(slot, key);
                }

                if (keys[index] == key)
                {
                    return index;
                }

                slot = (slot + 1) & (slots.Length - 1);
            }
        }
    }

    private int Add(int slot, ulong key)
    {
        if (Count == _keys.Length)
        {
            Array.Resize(ref _keys, _keys.Length * 2);
        }

        _keys[Count++] = key;
        _slots[slot] = Count;
        if (Count * 2 > _slots.Length)
        {
            Grow();
        }

        return Count - 1;
    }

    private void Grow()
    {
        _slots = new int[_slots.Length * 2];
        _shift--;
        for (var i = 0; i < Count; i++)
        {
            var slot = (int)(Hash(_keys[i]) >> _shift);
            while (_slots[slot] != 0)
            {
                slot = (slot + 1) & (_slots.Length - 1);
            }

            _slots[slot] = i + 1;
        }
    }

    private static ulong Hash(ulong key) => unchecked((key ^ (key >> 29)) * 0x9E3779B97F4A7C15);
}
