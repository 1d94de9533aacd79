using Referrals.Insights.Experiments;
using Referrals.Insights.Numerics;

namespace Referrals.Insights.Advocates;

/// <summary>How good probabilities are that were given before the outcomes were known.</summary>
/// <remarks>Judge a model by rows that it was not fitted to, and that are later than those: rows that it has seen flatter it.</remarks>
public sealed class ScoreQuality
{
    private const int Groups = 10;

    private ScoreQuality(bool[] outcomes, double[] probabilities, bool sameRows, double level)
    {
        (Rows, Events) = (outcomes.Length, outcomes.LongCount(one => one));
        var rate = (double)Events / Rows;
        Curve = AreaUnderCurve.Of(outcomes, probabilities, level);
        var (losses, logs) = (new double[outcomes.Length], 0d);
        for (var row = 0; row < outcomes.Length; row++)
        {
            var p = outcomes[row] ? probabilities[row] : 1 - probabilities[row];
            losses[row] = (1 - p) * (1 - p);
            logs -= Math.Log(Math.Max(p, 1e-15));
        }

        var (mean, error) = MeanAndError(losses);
        var half = Normal.Critical(level) * error;
        BrierScore = new PointEstimate(mean, error, new ConfidenceInterval(Math.Max(0, mean - half), Math.Min(1, mean + half), level, "normal approximation"));
        BrierSkill = 1 - (mean / (rate * (1 - rate)));
        LogLoss = logs / Rows;
        Table = TableOf(outcomes, probabilities, level);
        HosmerLemeshow = TestOf(Table, sameRows);
        Calibration = CalibrationLine.Of(outcomes, probabilities, level);
        Lift = LiftTable.Of(outcomes, probabilities, level);
    }

    /// <summary>How many rows there are.</summary>
    public long Rows { get; }

    /// <summary>In how many of them it happened.</summary>
    public long Events { get; }

    /// <summary>How well the probabilities tell the outcomes apart.</summary>
    public Estimate<AreaUnderCurve> Curve { get; }

    /// <summary>The mean squared distance of the probabilities from the outcomes; 0 is perfect.</summary>
    /// <remarks>G. W. Brier, Verification of forecasts expressed in terms of probability, Monthly Weather Review 78 (1950), 1-3.</remarks>
    public PointEstimate BrierScore { get; }

    /// <summary>The part of the Brier score of the plain rate that the probabilities save: 1 is perfect, 0 is no better than giving everybody the rate of
    /// these rows.</summary>
    public double BrierSkill { get; }

    /// <summary>The mean negative logarithm of the probability that was given to what happened.</summary>
    public double LogLoss { get; }

    /// <summary>Groups of about one tenth by probability, lowest first. Equal probabilities are in one group, so that there can be fewer.</summary>
    public IReadOnlyList<CalibrationGroup> Table { get; }

    /// <summary>The test whether the groups have the rates that they should have; refused where a group expects less than one row of an outcome.</summary>
    /// <remarks>
    /// D. W. Hosmer and S. Lemeshow, Goodness of fit tests for the multiple logistic regression model, Communications in Statistics A 9 (1980), 1043-1069. With
    /// many rows it finds errors that do not matter: then read <see cref="Calibration"/> and the table.
    /// </remarks>
    public Estimate<SignificanceTest> HosmerLemeshow { get; }

    /// <summary>Whether the probabilities are too bold, too timid, too high or too low.</summary>
    public Estimate<CalibrationLine> Calibration { get; }

    /// <summary>How many more of the events are among those with high probabilities than by chance.</summary>
    public LiftTable Lift { get; }

    /// <summary>Judges probabilities by what happened.</summary>
    /// <param name="outcomes">Whether it happened, row by row.</param>
    /// <param name="probabilities">The probability that was given to each row, from 0 to 1.</param>
    /// <param name="sameRows">Whether a model gave them to the rows that it was fitted to. The test of Hosmer and Lemeshow then has two degrees of freedom
    /// fewer.</param>
    /// <param name="level">The level of the intervals.</param>
    /// <returns>The quality, or a refusal: fewer than ten rows of an outcome, or a probability outside 0 to 1.</returns>
    /// <exception cref="ArgumentException">The columns differ in length.</exception>
    public static Estimate<ScoreQuality> Of(IReadOnlyList<bool> outcomes, IReadOnlyList<double> probabilities, bool sameRows = false, double level = 0.95)
    {
        ArgumentNullException.ThrowIfNull(outcomes);
        ArgumentNullException.ThrowIfNull(probabilities);
        Checks.Level(level);
        Checks.SameLength(outcomes.Count, probabilities.Count, nameof(probabilities));
        for (var row = 0; row < probabilities.Count; row++)
        {
            if (probabilities[row] is not (>= 0 and <= 1))
            {
                return Checks.Invalid($"Row {row} has a probability of {probabilities[row]}. Probabilities are from 0 to 1.");
            }
        }

        var events = outcomes.Count(one => one);
        return Math.Min(events, outcomes.Count - events) < AreaUnderCurve.FewestOfEach
            ? Checks.TooFew($"It happened in {events} of {outcomes.Count} rows, and {AreaUnderCurve.FewestOfEach} of each outcome are needed. Wait for data.")
            : new ScoreQuality([.. outcomes], [.. probabilities], sameRows, level);
    }

    private static (double Mean, double Error) MeanAndError(double[] values)
    {
        var (mean, squares) = (0d, 0d);
        for (var i = 0; i < values.Length; i++)
        {
            var step = values[i] - mean;
            mean += step / (i + 1);
            squares += step * (values[i] - mean);
        }

        return (mean, Math.Sqrt(squares / (values.Length - 1) / values.Length));
    }

    private static CalibrationGroup[] TableOf(bool[] outcomes, double[] probabilities, double level)
    {
        var sorted = (double[])probabilities.Clone();
        Array.Sort(sorted);
        double[] bounds = [.. Enumerable.Range(1, Groups).Select(i => i == Groups ? sorted[^1] : Quantiles.OfSorted(sorted, (double)i / Groups)).Distinct()];
        var (rows, events, sums) = (new long[bounds.Length], new long[bounds.Length], new double[bounds.Length]);
        for (var row = 0; row < outcomes.Length; row++)
        {
            // The group whose upper bound is the first that is not below the probability.
            var at = Array.BinarySearch(bounds, probabilities[row]);
            at = at < 0 ? ~at : at;
            rows[at]++;
            events[at] += outcomes[row] ? 1 : 0;
            sums[at] += probabilities[row];
        }

        return [.. Enumerable.Range(0, bounds.Length).Where(i => rows[i] > 0).Select(i => new CalibrationGroup(rows[i], events[i], sums[i], level))];
    }

    private static Estimate<SignificanceTest> TestOf(IReadOnlyList<CalibrationGroup> table, bool sameRows)
    {
        var df = table.Count - (sameRows ? 2 : 0);
        if (df < 1 || table.Count < 3)
        {
            return Checks.TooFew($"The probabilities make {table.Count} groups, and the test of Hosmer and Lemeshow needs 3. Read the table.");
        }

        var statistic = 0d;
        foreach (var group in table)
        {
            var (expected, rest) = (group.Expected * group.Rows, (1 - group.Expected) * group.Rows);
            if (Math.Min(expected, rest) < 1)
            {
                return Checks.TooFew(
                    $"A group of {group.Rows} rows expects {Math.Min(expected, rest):G3} of an outcome, and the test needs 1. Read the calibration line.");
            }

            statistic += (group.Events - expected) * (group.Events - expected) / (expected * (1 - group.Expected));
        }

        return new SignificanceTest("Hosmer-Lemeshow test", statistic, ChiSquare.Survival(statistic, df), df);
    }
}

/// <summary>Rows with about the same probability.</summary>
public sealed record CalibrationGroup
{
    internal CalibrationGroup(long rows, long events, double sum, double level) =>
        (Rows, Events, Expected, Observed) = (rows, events, sum / rows, Proportions.Estimate(events, rows, level).OrThrow());

    /// <summary>How many rows there are.</summary>
    public long Rows { get; }

    /// <summary>In how many of them it happened.</summary>
    public long Events { get; }

    /// <summary>The mean of the probabilities.</summary>
    public double Expected { get; }

    /// <summary>The part in which it happened. Probabilities are good where the interval holds <see cref="Expected"/>.</summary>
    public PointEstimate Observed { get; }
}

/// <summary>The regression of outcomes on the log odds of probabilities.</summary>
/// <remarks>D. R. Cox, Two further applications of a model for binary regression, Biometrika 45 (1958), 562-565.</remarks>
public sealed record CalibrationLine
{
    private CalibrationLine(PointEstimate slope, PointEstimate intercept) => (Slope, Intercept) = (slope, intercept);

    /// <summary>1 if the probabilities are as far apart as the outcomes; below 1 they are too bold, above 1 too timid.</summary>
    public PointEstimate Slope { get; }

    /// <summary>The log odds that are missing where a probability says one half; 0 if none are and the slope is 1.</summary>
    public PointEstimate Intercept { get; }

    internal static Estimate<CalibrationLine> Of(bool[] outcomes, double[] probabilities, double level)
    {
        var matrix = new DesignMatrix(outcomes.Length, 1);
        for (var row = 0; row < outcomes.Length; row++)
        {
            var p = Math.Clamp(probabilities[row], 1e-12, 1 - 1e-12);
            matrix.Row(row)[0] = Math.Log(p / (1 - p));
        }

        var model = LogisticModel.FitMatrix(outcomes, ["log odds"], matrix, 0, level);
        return model.HasValue ? new CalibrationLine(model.Value.Coefficients["log odds"], model.Value.Intercept) : model.Refusal;
    }
}
