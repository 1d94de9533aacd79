using Referrals.Insights.Experiments;

namespace Referrals.Insights.Incrementality;

/// <summary>What a program brought that would not have come anyhow, and its return on that basis beside the naive one.</summary>
public sealed record IncrementalEffect
{
    private IncrementalEffect(MeanComparison comparison, long treated, double naive, double? cost)
    {
        PerCustomer = comparison.Difference;
        Test = comparison.Test;
        Treated = treated;
        NaiveTotal = naive;
        Cost = cost;
    }

    /// <summary>The effect per customer of the program.</summary>
    public PointEstimate PerCustomer { get; }

    /// <summary>The test of no effect.</summary>
    public SignificanceTest Test { get; }

    /// <summary>The customers of the program.</summary>
    public long Treated { get; }

    /// <summary>All that the customers of the program brought, whether by the program or anyhow.</summary>
    public double NaiveTotal { get; }

    /// <summary>What the program cost; <c>null</c> if it was not given.</summary>
    public double? Cost { get; }

    /// <summary>What the program brought: the effect per customer times the customers.</summary>
    public PointEstimate Total => Scale(PerCustomer, Treated, 0);

    /// <summary>(incremental value - cost) / cost; refused without a cost above 0.</summary>
    public Estimate<PointEstimate> Return => Cost > 0
        ? Scale(PerCustomer, Treated / Cost.Value, -1)
        : Checks.Undefined($"A return needs a cost above 0; it is {Cost?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "not given"}.");

    /// <summary>(all value - cost) / cost, as if nothing would have come anyhow; <c>null</c> without a cost above 0.</summary>
    public double? NaiveReturn => Cost > 0 ? (NaiveTotal - Cost.Value) / Cost.Value : null;

    /// <summary>Compares customers of the program with customers who were held out of it by chance.</summary>
    /// <remarks>
    /// The difference of means with Welch's interval. Causal because of the chance: hold people out by an <see cref="Experiment"/> with a variant without
    /// the program, and count everybody who was assigned, not only those who took part.
    /// </remarks>
    /// <param name="program">The value of each customer of the program, such as margin; 0 for those without.</param>
    /// <param name="heldOut">The same of each customer who was held out.</param>
    /// <param name="cost">What the program cost, in the unit of the values.</param>
    /// <param name="level">The level of the intervals.</param>
    /// <returns>The effect, or a refusal if a side has fewer than 30 customers.</returns>
    public static Estimate<IncrementalEffect> OfHoldOut(
        IReadOnlyList<double> program,
        IReadOnlyList<double> heldOut,
        double? cost = null,
        double level = 0.95)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(heldOut);
        return Compare(program, heldOut, program.Sum(), cost, level);
    }

    private static Estimate<IncrementalEffect> Compare(
        IReadOnlyList<double> treated,
        IReadOnlyList<double> control,
        double naive,
        double? cost,
        double level)
    {
        Checks.Level(level);
        if (Math.Min(treated.Count, control.Count) < 30)
        {
            return Checks.TooFew($"There are {treated.Count} customers with the program and {control.Count} without, and 30 of each are needed. Wait for data.");
        }

        var (first, second) = (SampleSummary.Of([.. control]), SampleSummary.Of([.. treated]));
        if ((first.Refusal ?? second.Refusal) is { } refusal)
        {
            return refusal;
        }

        var comparison = Means.Compare(first.Value!, second.Value!, level);
        return comparison.HasValue ? new IncrementalEffect(comparison.Value, treated.Count, naive, cost) : comparison.Refusal;
    }

    private static PointEstimate Scale(PointEstimate estimate, double factor, double shift) => new(
        (estimate.Value * factor) + shift,
        estimate.StandardError * factor,
        new ConfidenceInterval(
            (estimate.Interval.Low * factor) + shift,
            (estimate.Interval.High * factor) + shift,
            estimate.Interval.Level,
            estimate.Interval.Method));

    /// <summary>Difference in differences; see <see cref="DifferenceInDifferences"/>.</summary>
    internal static Estimate<IncrementalEffect> OfChanges(
        IReadOnlyList<double> treated,
        IReadOnlyList<double> control,
        double naive,
        double? cost,
        double level) => Compare(treated, control, naive, cost, level);
}

/// <summary>The effect of a program where nobody was held out by chance: the change of those with it less the change of those without.</summary>
/// <remarks>
/// D. Card and A. B. Krueger, American Economic Review 84 (1994), 772-793; J. D. Angrist and J.-S. Pischke, Mostly Harmless Econometrics (2009), chapter 5. The
/// error is that of the changes of units (M. Bertrand, E. Duflo, S. Mullainathan, QJE 119 (2004)), so periods of one unit need not be independent. Assumes
/// that both sides would have changed alike without the program. That cannot be proved; what can be checked is whether they did so before.
/// </remarks>
public sealed record DifferenceInDifferences
{
    private DifferenceInDifferences(IncrementalEffect effect, MeanComparison? before) => (Effect, EarlierDifference) = (effect, before);

    /// <summary>The effect per unit and in total.</summary>
    public IncrementalEffect Effect { get; }

    /// <summary>The same comparison of the two periods before the program, where there can be no effect; <c>null</c> if they were not given.</summary>
    public MeanComparison? EarlierDifference { get; }

    /// <summary>Whether the two sides already changed differently before the program (p below 0.05). Then do not believe the effect.</summary>
    public bool IsDoubtful => EarlierDifference?.Test.PValue < 0.05;

    /// <summary>Estimates the effect from units, such as regions, shops or customers.</summary>
    /// <param name="before">The value of each unit in the period before the program.</param>
    /// <param name="after">The value of each unit in the period with the program, of equal length.</param>
    /// <param name="hasProgram">Which units had the program.</param>
    /// <param name="earlier">The value of each unit in the period before <paramref name="before"/>, to check the assumption.</param>
    /// <param name="cost">What the program cost, in the unit of the values.</param>
    /// <param name="level">The level of the intervals.</param>
    /// <returns>The effect, or a refusal if a side has fewer than 30 units.</returns>
    public static Estimate<DifferenceInDifferences> Of(
        IReadOnlyList<double> before,
        IReadOnlyList<double> after,
        IReadOnlyList<bool> hasProgram,
        IReadOnlyList<double>? earlier = null,
        double? cost = null,
        double level = 0.95)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        ArgumentNullException.ThrowIfNull(hasProgram);
        Checks.SameLength(before.Count, after.Count, nameof(after));
        Checks.SameLength(before.Count, hasProgram.Count, nameof(hasProgram));
        var effect = IncrementalEffect.OfChanges(
            Changes(before, after, hasProgram, true),
            Changes(before, after, hasProgram, false),
            after.Where((_, unit) => hasProgram[unit]).Sum(),
            cost,
            level);
        if (!effect.HasValue)
        {
            return effect.Refusal;
        }

        if (earlier is null)
        {
            return new DifferenceInDifferences(effect.Value, null);
        }

        Checks.SameLength(before.Count, earlier.Count, nameof(earlier));
        var (first, second) = (SampleSummary.Of(Changes(earlier, before, hasProgram, false)), SampleSummary.Of(Changes(earlier, before, hasProgram, true)));
        return (first.Refusal ?? second.Refusal) is { } refusal
            ? refusal
            : new DifferenceInDifferences(effect.Value, Means.Compare(first.Value!, second.Value!, level).Value);
    }

    private static double[] Changes(IReadOnlyList<double> from, IReadOnlyList<double> to, IReadOnlyList<bool> hasProgram, bool side) =>
        [.. Enumerable.Range(0, from.Count).Where(unit => hasProgram[unit] == side).Select(unit => to[unit] - from[unit])];
}
