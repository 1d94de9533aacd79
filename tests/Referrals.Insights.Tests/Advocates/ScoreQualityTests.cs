using FsCheck;
using FsCheck.Fluent;
using Referrals.Insights.Advocates;
using Referrals.Insights.Numerics;
using static Referrals.Insights.Tests.Vectors;

namespace Referrals.Insights.Tests.Advocates;

/// <summary>Against R's package pROC 1.18.0, whose own example the data of aneurysms is, and against R's <c>glm</c> (data/advocates.R).</summary>
public sealed class ScoreQualityTests
{
    private static readonly Dictionary<string, double> Expected = File.ReadAllLines(PathOf("r_scores.csv")).Skip(1).Select(line => line.Split(','))
        .ToDictionary(row => row[0], row => double.Parse(row[1], System.Globalization.CultureInfo.InvariantCulture));

    private static readonly bool[] Poor = [.. Column("r_asah.csv", "poor").Select(one => one == 1)];
    private static readonly bool[] Low = [.. Column("r_birthwt.csv", "low").Select(one => one == 1)];
    private static readonly double[] Fitted = Column("r_birthwt_fitted.csv", "p");

    [Fact]
    public void Areas_are_those_that_proc_publishes()
    {
        // pROC's documentation: 0.7314 (0.6301 to 0.8326) for S100B; its tests: 0.6119580 (0.5012450 to 0.7226710) for NDKA.
        var first = AreaUnderCurve.Of(Poor, Column("r_asah.csv", "s100b")).OrThrow().Area;
        Assert.Equal((0.7314, 0.6301, 0.8326), (Math.Round(first.Value, 4), Math.Round(first.Interval.Low, 4), Math.Round(first.Interval.High, 4)));
        var second = AreaUnderCurve.Of(Poor, Column("r_asah.csv", "ndka")).OrThrow().Area;
        double[] rounded = [Math.Round(second.Value, 9), Math.Round(second.Interval.Low, 9), Math.Round(second.Interval.High, 9)];
        Assert.Equal([0.611957995, 0.501244999, 0.722670990], rounded);

        // With many ties.
        var third = AreaUnderCurve.Of(Poor, Column("r_asah.csv", "wfns")).OrThrow().Area;
        Close(Expected["wfns"], third.Value, 1e-12);
        Close(Expected["wfns_low"], third.Interval.Low, 1e-11);
    }

    [Fact]
    public void Differences_of_paired_areas_are_those_of_proc()
    {
        AreaUnderCurve Of(string column) => AreaUnderCurve.Of(Poor, Column("r_asah.csv", column)).OrThrow();
        var difference = Of("s100b").Minus(Of("ndka")).OrThrow();
        Close(Expected["z_s100b_ndka"], difference.Value / difference.StandardError, 1e-11);
        Close(Expected["d_low"], difference.Interval.Low, 1e-10);
        Close(Expected["d_high"], difference.Interval.High, 1e-10);
        var other = Of("wfns").Minus(Of("s100b")).OrThrow();
        Close(Expected["z_wfns_s100b"], other.Value / other.StandardError, 1e-11);
        Assert.Equal(RefusalCode.NoVariation, Of("wfns").Minus(Of("wfns")).Refusal?.Code);
        Assert.Throws<ArgumentException>(() => Of("wfns").Minus(AreaUnderCurve.Of(Low, Fitted).OrThrow()));
    }

    [Fact]
    public void Scores_of_probabilities_are_those_of_r()
    {
        var quality = ScoreQuality.Of(Low, Fitted, sameRows: true).OrThrow();
        Close(Expected["brier"], quality.BrierScore.Value, 1e-11);
        Close(Expected["logloss"], quality.LogLoss, 1e-11);
        Close(Expected["auc"], quality.Curve.OrThrow().Area.Value, 1e-11);
        Close(Expected["auc_high"], quality.Curve.OrThrow().Area.Interval.High, 1e-10);
        var test = quality.HosmerLemeshow.OrThrow();
        Close(Expected["hl"], test.Statistic, 1e-10);
        Close(Expected["hl_p"], test.PValue, 1e-10);
        Assert.Equal(8, test.DegreesOfFreedom);

        // A maximum of the likelihood is calibrated on its own rows.
        var line = quality.Calibration.OrThrow();
        Close(1, line.Slope.Value, 1e-9);
        Assert.InRange(line.Intercept.Value, -1e-9, 1e-9);

        var wrong = ScoreQuality.Of(Low, [.. Fitted.Select(p => Math.Pow(p, 1.5))]).OrThrow();
        // R takes the weights of its last step but one for the errors.
        Close(Expected["slope"], wrong.Calibration.OrThrow().Slope.Value, 1e-9);
        Close(Expected["slope_se"], wrong.Calibration.OrThrow().Slope.StandardError, 1e-6);
        Close(Expected["line"], wrong.Calibration.OrThrow().Intercept.Value, 1e-9);
        Close(Expected["line_se"], wrong.Calibration.OrThrow().Intercept.StandardError, 1e-6);
        Assert.Equal(RefusalCode.TooFewObservations, wrong.HosmerLemeshow.Refusal?.Code);

        // Probabilities of other rows lose no degrees of freedom.
        Assert.Equal(10, ScoreQuality.Of(Low, Fitted).OrThrow().HosmerLemeshow.OrThrow().DegreesOfFreedom);
    }

    [Fact]
    public void Lift_counts_the_events_of_each_tenth()
    {
        // 100 rows: all 12 events among the 20 with the highest scores, 8 of them in the first tenth.
        double[] scores = [.. Enumerable.Range(0, 100).Select(i => 100d - i)];
        bool[] happened = [.. Enumerable.Range(0, 100).Select(i => i < 8 || i is >= 12 and < 16)];
        var lift = ScoreQuality.Of(happened, [.. scores.Select(x => x / 101)]).OrThrow().Lift;
        Assert.Equal([8, 4, 0, 0, 0, 0, 0, 0, 0, 0], lift.Tenths.Select(tenth => tenth.Events));
        Close(8d / 12 * 10, lift.Tenths[0].Lift.Value, 1e-12);
        Close(1, lift.Tenths[1].CumulativePart, 1e-12);

        // Equal scores say nothing: chance, split evenly.
        var flat = ScoreQuality.Of(happened, [.. scores.Select(_ => 0.5)]).OrThrow().Lift;
        Assert.All(flat.Tenths, tenth => Close(1, tenth.Lift.Value, 1e-12));

        // 8 events against 1.2 that chance gives on average.
        var ratio = lift.Over(flat).OrThrow();
        Close(8 / 1.2, ratio.Value, 1e-12);
        Assert.Equal(RefusalCode.NoVariation, lift.Over(lift).Refusal?.Code);
    }

    [Fact]
    public void Interval_of_the_area_holds_the_truth_at_its_level()
    {
        // Two normal distributions one deviation apart have an area of Phi(1 / sqrt 2).
        var (random, truth, held) = (new SeededRandom(17), Normal.Cdf(1 / Math.Sqrt(2)), 0);
        for (var run = 0; run < 1000; run++)
        {
            bool[] happened = [.. Enumerable.Range(0, 150).Select(i => i < 50)];
            double[] scores = [.. happened.Select(one => random.NextNormal() + (one ? 1 : 0))];
            held += AreaUnderCurve.Of(happened, scores).OrThrow().Area.Interval.Contains(truth) ? 1 : 0;
        }

        Assert.InRange(held, 930, 970);
    }

    [Fact]
    public void Order_of_rows_and_rising_functions_of_scores_do_not_matter()
    {
        var first = ScoreQuality.Of(Low, Fitted).OrThrow();
        Prop.ForAll(Gen.Choose(0, 1 << 30).ToArbitrary(), seed =>
        {
            var random = new SeededRandom((ulong)seed);
            int[] order = [.. Enumerable.Range(0, Low.Length).OrderBy(_ => random.NextDouble())];
            var again = ScoreQuality.Of([.. order.Select(row => Low[row])], [.. order.Select(row => Fitted[row])]).OrThrow();
            Close(first.Curve.OrThrow().Area.StandardError, again.Curve.OrThrow().Area.StandardError, 1e-10);
            Close(first.HosmerLemeshow.OrThrow().Statistic, again.HosmerLemeshow.OrThrow().Statistic, 1e-9);
            Close(first.BrierScore.StandardError, again.BrierScore.StandardError, 1e-10);
            Assert.Equal(first.Lift.Tenths.Select(tenth => Math.Round(tenth.Events, 9)), again.Lift.Tenths.Select(tenth => Math.Round(tenth.Events, 9)));

            var moved = AreaUnderCurve.Of(Low, [.. Fitted.Select(p => Math.Log(p) * 1000)]).OrThrow();
            Assert.Equal(first.Curve.OrThrow().Area, moved.Area);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void What_cannot_be_judged_is_refused_with_its_reason()
    {
        Assert.Equal(RefusalCode.TooFewObservations, AreaUnderCurve.Of([true, false], [1, 2]).Refusal?.Code);
        Assert.Equal(RefusalCode.TooFewObservations, ScoreQuality.Of([true, false], [0.1, 0.2]).Refusal?.Code);
        Assert.Equal(RefusalCode.InvalidData, ScoreQuality.Of(Low, [.. Fitted.Select(p => p + 1)]).Refusal?.Code);
        Assert.Equal(RefusalCode.InvalidData, AreaUnderCurve.Of(Low, [.. Fitted.Select(_ => double.NaN)]).Refusal?.Code);

        // A score that knows the outcome is not praised with an area of 1 without an error.
        var knowing = ScoreQuality.Of(Low, [.. Low.Select(one => one ? 0.9 : 0.1)]).OrThrow();
        Assert.Equal(RefusalCode.Separated, knowing.Curve.Refusal?.Code);
        Assert.Equal(RefusalCode.Separated, knowing.Calibration.Refusal?.Code);
    }
}
