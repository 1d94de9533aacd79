using Referrals.Insights.Numerics;
using Referrals.Insights.Survival;
using static Referrals.Insights.Tests.Vectors;

namespace Referrals.Insights.Tests.Survival;

/// <summary>Against R's package survival (data/survival.R), on the remission times of Freireich et al. (1963).</summary>
public sealed class SurvivalTests
{
    private static readonly double[] Time = Column("r_remission.csv", "time");
    private static readonly bool[] Left = [.. Column("r_remission.csv", "event").Select(one => one == 1)];
    private static readonly double[] Drug = Column("r_remission.csv", "drug");
    private static readonly double[] Expected = Column("r_survival.csv", "value");

    [Fact]
    public void Curve_is_that_of_r()
    {
        var curve = Treated();
        var rows = Read("r_km.csv");
        Assert.Equal(rows.Count, curve.Points.Count);
        Assert.All(rows.Zip(curve.Points), pair =>
        {
            var (row, point) = pair;
            Assert.Equal((row["time"], (long)row["risk"], (long)row["events"]), (point.Time, point.AtRisk, point.Events));
            Close(row["survival"], point.Survival, 1e-12);
            Close(row["se"], point.StandardError, 1e-12);
            Close(row["low"], point.Interval.Low, 1e-10);
            Close(row["high"], point.Interval.High, 1e-10);
        });
        Assert.Equal(1, curve.At(5.9));
        Assert.Equal(curve.Points[0].Survival, curve.At(6));
    }

    [Fact]
    public void Mean_and_median_are_those_of_r()
    {
        var mean = Treated().RestrictedMean(30);
        Close(Expected[0], mean.Value, 1e-12);
        Close(Expected[1], mean.StandardError, 1e-9);
        var median = Treated().Median.OrThrow();
        Assert.Equal((Expected[2], Expected[3], (double?)null), (median.Value, median.Low, median.High));
        Assert.Equal(RefusalCode.Undefined, Treated().Quantile(0.9).Refusal!.Code);
    }

    [Fact]
    public void Log_rank_test_is_that_of_r()
    {
        var test = LogRank.Compare(Time, Left, [.. Drug.Select(one => one == 1 ? "drug" : "placebo")]).OrThrow();
        Close(Expected[4], test.Test.Statistic, 1e-11);
        Close(Expected[5], test.Groups[1].Expected, 1e-11);
        Close(Expected[6], test.Groups[0].Expected, 1e-11);
        Assert.Equal((21, 9), (test.Groups[0].Subjects, test.Groups[0].Observed));
    }

    [Fact]
    public void Hazard_ratios_with_ties_are_those_of_r()
    {
        var one = CoxModel.Fit(Time, Left, ["drug"], [Drug]).OrThrow();
        Close(Expected[7], one.Coefficients["drug"].Value, 1e-5);
        Close(Expected[8], one.Coefficients["drug"].StandardError, 1e-5);
        Close(Expected[9], one.LogLikelihood, 1e-9);
        Close(Math.Exp(Expected[7]), one.HazardRatios["drug"].Value, 1e-5);

        var two = CoxModel.Fit(Time, Left, ["drug", "age"], [Drug, Column("r_remission.csv", "age")]).OrThrow();
        Close(Expected[10], two.Coefficients["drug"].Value, 1e-4);
        Close(Expected[11], two.Coefficients["age"].Value, 1e-4);
        Close(Expected[12], two.Coefficients["drug"].StandardError, 1e-4);
        Close(Expected[13], two.Coefficients["age"].StandardError, 1e-4);
    }

    /// <summary>One group, no ties: the log-rank test of two groups and the score test of Cox's model agree, so their verdicts do.</summary>
    [Fact]
    public void Referred_customers_who_stay_longer_are_found()
    {
        var random = new SeededRandom(8);
        double[] referred = [.. Enumerable.Range(0, 2000).Select(_ => random.NextDouble() < 0.4 ? 1d : 0)];
        double[] lifetimes = [.. referred.Select(one => -Math.Log(1 - random.NextDouble()) * (one == 1 ? 200 : 100))];
        double[] observed = [.. lifetimes.Select(life => Math.Min(life, 20 + (300 * random.NextDouble())))];
        bool[] left = [.. lifetimes.Zip(observed, (life, seen) => life <= seen)];
        var ratio = CoxModel.Fit(observed, left, ["referred"], [referred]).OrThrow().HazardRatios["referred"];

        Assert.True(ratio.Interval.Contains(0.5), $"{ratio}");
        Assert.True(ratio.Interval.High < 0.7);
        Assert.True(LogRank.Compare(observed, left, [.. referred.Select(one => $"{one}")]).OrThrow().Test.PValue < 1e-6);
    }

    [Fact]
    public void What_cannot_be_estimated_is_refused_with_its_reason()
    {
        Assert.Equal(RefusalCode.TooFewObservations, SurvivalCurve.Of([], []).Refusal!.Code);
        Assert.Equal(RefusalCode.TooFewObservations, SurvivalCurve.Of([3, 4], [false, false]).Refusal!.Code);
        Assert.Equal(RefusalCode.InvalidData, SurvivalCurve.Of([0, 4], [true, true]).Refusal!.Code);
        Assert.Equal(RefusalCode.TooFewObservations, LogRank.Compare([1, 2], [true, true], ["a", "a"]).Refusal!.Code);
        Assert.Equal(RefusalCode.NoVariation, CoxModel.Fit(Time, Left, ["constant"], [[.. Time.Select(_ => 1d)]]).Refusal!.Code);
        Assert.Equal(RefusalCode.NotConverged, CoxModel.Fit(Time, Left, ["drug", "again"], [Drug, Drug]).Refusal!.Code);
        Assert.Equal(RefusalCode.TooFewObservations, CoxModel.Fit([1, 2, 3], [true, false, true], ["x"], [[1, 2, 3]]).Refusal!.Code);

        // Whoever has a 1 leaves first, always: R reports a coefficient of about 20 as converged.
        double[] times = [.. Enumerable.Range(1, 60).Select(i => (double)i)];
        var separated = CoxModel.Fit(times, [.. times.Select(time => time <= 30)], ["early"], [[.. times.Select(time => time <= 30 ? 1d : 0)]]);
        Assert.Equal(RefusalCode.Separated, separated.Refusal?.Code);
    }

    private static SurvivalCurve Treated() => SurvivalCurve.Of(
        [.. Time.Where((_, i) => Drug[i] == 1)],
        [.. Left.Where((_, i) => Drug[i] == 1)]).OrThrow();
}
