using Referrals.Attribution.Batches;

namespace Referrals.Attribution.DataDriven.Markov.Counting;

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
