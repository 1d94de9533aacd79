using MathNet.Numerics.LinearAlgebra;

namespace Referrals.Tests.Attribution.DataDriven.Markov;

/// <summary>
/// The Markov model the plain way, to check against: states are texts, and for each channel its states are deleted and the
/// linear equations are solved anew by MathNet.Numerics.
/// </summary>
internal sealed class DeletedStates
{
    private readonly Dictionary<string, Dictionary<string, double>> _weights = [];
    private readonly Dictionary<string, (double Conversions, double Value)> _ends = [];
    private readonly double _total;

    internal DeletedStates(IEnumerable<JourneyRow> rows, int order)
    {
        foreach (var row in rows.Where(row => row.Path.Length > 0 && row.Conversions + row.Nulls > 0))
        {
            var path = row.Path.Split(" > ");
            var states = path.Length <= order
                ? ["|" + string.Join('|', path) + "|"]
                : Enumerable.Range(0, path.Length - order + 1).Select(i => "|" + string.Join('|', path[i..(i + order)]) + "|").ToList();
            var weight = row.Conversions + row.Nulls;
            foreach (var (from, to) in states.Prepend("start").Zip(states))
            {
                Add(from, to, weight);
            }

            Add(states[^1], "conversion", row.Conversions);
            Add(states[^1], "null", row.Nulls);
            var (conversions, value) = _ends.GetValueOrDefault(states[^1]);
            _ends[states[^1]] = (conversions + row.Conversions, value + (row.Conversions > 0 ? row.Value : 0));
            _total += weight;
        }
    }

    /// <summary>The conversions and the value that a path is expected to bring, without the states of a channel.</summary>
    internal (double Conversion, double Value) Expected(string? without = null)
    {
        var states = _weights.Keys.Where(state => without is null || !state.Contains($"|{without}|", StringComparison.Ordinal)).ToList();
        if (_total == 0)
        {
            return (0, 0);
        }

        var places = states.Select((state, place) => (state, place)).ToDictionary(pair => pair.state, pair => pair.place);
        var system = Matrix<double>.Build.DenseIdentity(states.Count);
        var (conversion, value) = (Vector<double>.Build.Dense(states.Count), Vector<double>.Build.Dense(states.Count));
        foreach (var state in states)
        {
            var sum = _weights[state].Values.Sum();
            foreach (var (to, weight) in _weights[state])
            {
                if (places.TryGetValue(to, out var place))
                {
                    system[places[state], place] -= weight / sum;
                }
            }

            var converts = _weights[state].GetValueOrDefault("conversion") / sum;
            var (conversions, worth) = _ends.GetValueOrDefault(state);
            conversion[places[state]] = converts;
            value[places[state]] = conversions > 0 ? converts * worth / conversions : 0;
        }

        return (system.Solve(conversion)[places["start"]], system.Solve(value)[places["start"]]);
    }

    private void Add(string from, string to, double weight)
    {
        var row = _weights.TryGetValue(from, out var known) ? known : _weights[from] = [];
        row[to] = row.GetValueOrDefault(to) + weight;
    }
}
