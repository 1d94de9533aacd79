using Referrals.Attribution.DataDriven.Markov.Counting;

namespace Referrals.Attribution.DataDriven.Markov.Solving;

/// <summary>
/// The absorbing Markov chain of the counts: probabilities between the states that occur (sparse rows and columns), and the
/// probability and value of converting from each.
/// </summary>
/// <remarks>States that follow themselves are passed over when counting: with an infinite horizon this changes nothing, and
/// the diagonal of I - Q is 1.</remarks>
internal sealed class AbsorbingChain
{
    internal AbsorbingChain(ChainCounts counts, int channels)
    {
        var (places, leaving) = Kept(counts);
        Count = leaving.Length;
        Start = new double[Count];
        Conversion = new double[Count];
        Value = new double[Count];
        var (starts, conversions, values) = (0d, 0d, 0d);
        for (var s = 0; s < places.Length; s++)
        {
            if (places[s] < 0)
            {
                continue;
            }

            ref readonly var count = ref counts.Counts[s];
            starts += count.Starts;
            conversions += count.Conversions;
            values += count.Value;
            Start[places[s]] = count.Starts;
            Conversion[places[s]] = count.Conversions / leaving[places[s]];
            Value[places[s]] = count.Value / leaving[places[s]];
        }

        for (var i = 0; i < Count; i++)
        {
            Start[i] /= starts;
        }

        ConversionFromStart = starts > 0 ? conversions / starts : 0;
        ValueFromStart = starts > 0 ? values / starts : 0;
        Columns = SparseColumns(counts, places, leaving);
        StatesWith = ByChannel(counts, places, channels);
    }

    /// <summary>How many states there are.</summary>
    internal int Count { get; }

    /// <summary>The probability that a path begins in each state.</summary>
    internal double[] Start { get; }

    /// <summary>The probability of converting at once from each state.</summary>
    internal double[] Conversion { get; }

    /// <summary>The value expected at once in each state.</summary>
    internal double[] Value { get; }

    /// <summary>The probability that a path converts. It needs no solution: at every order it is conversions by paths.</summary>
    internal double ConversionFromStart { get; }

    /// <summary>The value that a path is expected to bring.</summary>
    internal double ValueFromStart { get; }

    /// <summary>The probabilities Q by the state they lead to.</summary>
    internal SparseMatrix Columns { get; }

    /// <summary>The states that contain each channel.</summary>
    internal int[][] StatesWith { get; }

    /// <summary>The states that are ever left, renumbered (-1 for the others), and the weight that leaves each.</summary>
    private static (int[] Places, double[] Leaving) Kept(ChainCounts counts)
    {
        var sums = new double[counts.States.Length];
        for (var s = 0; s < sums.Length; s++)
        {
            sums[s] = counts.Counts[s].Conversions + counts.Counts[s].Nulls;
        }

        for (var t = 0; t < counts.Transitions.Length; t++)
        {
            sums[(int)(counts.Transitions[t] >> 32)] += counts.Weights[t];
        }

        var places = new int[sums.Length];
        var kept = new List<double>(sums.Length);
        for (var s = 0; s < sums.Length; s++)
        {
            places[s] = sums[s] > 0 ? kept.Count : -1;
            if (sums[s] > 0)
            {
                kept.Add(sums[s]);
            }
        }

        return (places, [.. kept]);
    }

    private static SparseMatrix SparseColumns(ChainCounts counts, int[] places, double[] leaving)
    {
        var starts = new int[leaving.Length + 1];
        foreach (var key in counts.Transitions)
        {
            starts[places[(int)(key & uint.MaxValue)] + 1]++;
        }

        for (var i = 0; i < leaving.Length; i++)
        {
            starts[i + 1] += starts[i];
        }

        var next = (int[])starts.Clone();
        var (rows, numbers) = (new int[counts.Transitions.Length], new double[counts.Transitions.Length]);
        for (var t = 0; t < rows.Length; t++)
        {
            var key = counts.Transitions[t];
            var (from, to) = (places[(int)(key >> 32)], places[(int)(key & uint.MaxValue)]);
            rows[next[to]] = from;
            numbers[next[to]++] = counts.Weights[t] / leaving[from];
        }

        return new SparseMatrix(starts, rows, numbers);
    }

    private static int[][] ByChannel(ChainCounts counts, int[] places, int channels)
    {
        var states = new List<int>[channels];
        for (var c = 0; c < channels; c++)
        {
            states[c] = [];
        }

        for (var s = 0; s < places.Length; s++)
        {
            for (var code = places[s] < 0 ? 0 : counts.States[s]; code > 0; code /= (ulong)channels + 1)
            {
                var with = states[(int)(code % ((ulong)channels + 1)) - 1];
                if (with.Count == 0 || with[^1] != places[s])
                {
                    with.Add(places[s]);
                }
            }
        }

        return Array.ConvertAll(states, with => with.ToArray());
    }
}
