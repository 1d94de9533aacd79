namespace Referrals.Insights.Experiments;

/// <summary>Who took part in an experiment and in which variant: one row per unit that was assigned.</summary>
/// <remarks>
/// Rows must be independent. If groups were assigned, give one row per group and use <see cref="Metric.Ratio"/> for numbers per person: rows
/// of friends are not independent, and would make the result look surer than it is.
/// </remarks>
public sealed class ExperimentData
{
    private readonly int[] _assigned;

    private ExperimentData(IReadOnlyList<string> variants, IReadOnlyList<double> weights, int[] assigned)
    {
        Variants = variants;
        Weights = weights;
        _assigned = assigned;
        var counts = new long[variants.Count];
        foreach (var index in assigned)
        {
            counts[index]++;
        }

        Counts = counts;
    }

    /// <summary>The names of the variants; the first one is the control.</summary>
    public IReadOnlyList<string> Variants { get; }

    /// <summary>The weights that the variants should have.</summary>
    public IReadOnlyList<double> Weights { get; }

    /// <summary>The number of units of each variant.</summary>
    public IReadOnlyList<long> Counts { get; }

    /// <summary>The number of units, which is the length of all columns.</summary>
    public int Units => _assigned.Length;

    internal ReadOnlySpan<int> Assigned => _assigned;

    /// <summary>The data of an experiment that this library assigned.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="assigned">For each unit, the name of its variant.</param>
    /// <exception cref="ArgumentException">A name is not one of the experiment's variants.</exception>
    public static ExperimentData Of(Experiment experiment, IReadOnlyList<string> assigned)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        ArgumentNullException.ThrowIfNull(assigned);
        var names = experiment.Variants.Select((variant, index) => (variant.Name, index)).ToDictionary(pair => pair.Name, pair => pair.index);
        return new ExperimentData(
            [.. names.Keys],
            [.. experiment.Variants.Select(variant => variant.Weight)],
            [.. assigned.Select((name, row) => names.TryGetValue(name, out var index)
                ? index
                : throw new ArgumentException($"Row {row} has the variant '{name}', which the experiment '{experiment.Key}' does not have."))]);
    }

    /// <summary>The data of an experiment that was assigned elsewhere.</summary>
    /// <param name="variants">The names, the control first.</param>
    /// <param name="weights">The weights that were planned, relative to each other.</param>
    /// <param name="assigned">For each unit, the position of its variant.</param>
    /// <exception cref="ArgumentException">There are not two or more variants, the weights are not valid, or a position does not exist.</exception>
    public static ExperimentData Of(IReadOnlyList<string> variants, IReadOnlyList<double> weights, IReadOnlyList<int> assigned)
    {
        ArgumentNullException.ThrowIfNull(variants);
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(assigned);
        Checks.SameLength(variants.Count, weights.Count, nameof(weights));
        var experiment = Experiment.Create("experiment", [.. variants.Zip(weights, ExperimentVariant.Of)]);
        foreach (var index in assigned)
        {
            if (index < 0 || index >= variants.Count)
            {
                throw new ArgumentException($"There is no variant at position {index}; there are {variants.Count}.", nameof(assigned));
            }
        }

        return new ExperimentData([.. variants], [.. experiment.Variants.Select(variant => variant.Weight)], [.. assigned]);
    }
}
