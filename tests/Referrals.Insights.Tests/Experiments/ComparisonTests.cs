using Referrals.Insights.Experiments;
using Referrals.Insights.Numerics;
using static Referrals.Insights.Tests.Vectors;

namespace Referrals.Insights.Tests.Experiments;

/// <summary>Against R 4.2 (data/experiments.R), mpmath and published examples (data/README.md).</summary>
public sealed class ComparisonTests
{
    [Fact]
    public void Tests_and_intervals_of_proportions_are_those_of_r()
    {
        var undefined = 0;
        Assert.All(Read("r_proportions.csv"), row =>
        {
            var comparison = Proportions.Compare((long)row["x1"], (long)row["n1"], (long)row["x2"], (long)row["n2"]).OrThrow();
            Close(row["p_fisher"], comparison.Test(ProportionTest.FisherExact).OrThrow().PValue, 1e-9, "Fisher");
            Close(row["p_pooled"], comparison.Test().OrThrow().PValue, 1e-10, "pooled");
            Close(row["p_yates"], comparison.Test(ProportionTest.Yates).OrThrow().PValue, 1e-10, "Yates");
            Close(row["p_g"], comparison.Test(ProportionTest.LikelihoodRatio).OrThrow().PValue, 1e-8, "G");
            Inside(row["wilson1_lo"], row["wilson1_hi"], Proportions.Estimate((long)row["x1"], (long)row["n1"]));
            Inside(row["wilson2_lo"], row["wilson2_hi"], Proportions.Estimate((long)row["x2"], (long)row["n2"]));
            undefined += comparison.Lift.HasValue ? 0 : 1;
        });
        Assert.Equal(1, undefined);

        static void Inside(double low, double high, Estimate<PointEstimate> estimate)
        {
            var interval = estimate.OrThrow().Interval;
            Assert.Equal(low, interval.Low, 1e-12);
            Assert.Equal(high, interval.High, 1e-12);
        }
    }

    [Fact]
    public void Two_proportions_agree_with_the_sample_of_r() => Assert.All(Read("two_proportions_sample.csv"), row =>
    {
        var comparison = Proportions.Compare((long)row["x1"], (long)row["n1"], (long)row["x2"], (long)row["n2"]).OrThrow();
        Close(row["z_pooled"], comparison.Test().OrThrow().Statistic, 1e-13);
        Close(row["chisq_yates"], comparison.Test(ProportionTest.Yates).OrThrow().Statistic, 1e-12);
        Close(row["G"], comparison.Test(ProportionTest.LikelihoodRatio).OrThrow().Statistic, 1e-11);
        Close(row["se_unpooled"], comparison.Difference.StandardError, 1e-12);
    });

    /// <summary>R. G. Newcombe (1998), table II, example (a): 56 of 70 and 48 of 80.</summary>
    [Fact]
    public void Interval_of_a_difference_is_that_of_newcombe()
    {
        var difference = Proportions.Compare(48, 80, 56, 70).OrThrow().Difference;
        Assert.Equal(0.2, difference.Value, 12);
        Assert.Equal(0.0524, difference.Interval.Low, 4);
        Assert.Equal(0.3339, difference.Interval.High, 4);
    }

    [Fact]
    public void Empty_and_full_cells_are_undefined_with_a_reason()
    {
        var none = Proportions.Compare(0, 100, 0, 120).OrThrow();
        Assert.Equal(RefusalCode.NoVariation, none.Test().Refusal!.Code);
        Assert.Equal(1, none.Test(ProportionTest.FisherExact).OrThrow().PValue, 12);
        Assert.Equal(RefusalCode.Undefined, none.Lift.Refusal!.Code);
        Assert.Equal(0, none.Difference.Value);
        Assert.True(none.Difference.Interval.Low < 0 && none.Difference.Interval.High > 0);
        Assert.Equal(RefusalCode.TooFewObservations, Proportions.Compare(0, 0, 1, 2).Refusal!.Code);
        Assert.Equal(RefusalCode.InvalidData, Proportions.Compare(3, 2, 1, 2).Refusal!.Code);
    }

    [Fact]
    public void Welch_is_that_of_r()
    {
        var row = Read("r_welch.csv")[0];
        var first = SampleSummary.Of([12.1, 9.8, 14.2, 11.0, 10.5, 13.3, 8.7]).OrThrow();
        var second = SampleSummary.Of([15.2, 13.1, 22.4, 9.9, 17.0]).OrThrow();
        var comparison = Means.Compare(first, second).OrThrow();
        Close(row["difference"], comparison.Difference.Value, 1e-13);
        Close(row["t"], comparison.Test.Statistic, 1e-13);
        Close(row["df"], comparison.Test.DegreesOfFreedom!.Value, 1e-13);
        Close(row["p"], comparison.Test.PValue, 1e-12);
        Close(row["lo"], comparison.Difference.Interval.Low, 1e-11);
        Close(row["hi"], comparison.Difference.Interval.High, 1e-11);
        Assert.Equal(RefusalCode.TooFewObservations, SampleSummary.Of([1]).Refusal!.Code);
        Assert.Equal(RefusalCode.InvalidData, SampleSummary.Of([1, double.NaN]).Refusal!.Code);
        var flat = SampleSummary.Of([1, 1]).OrThrow();
        Assert.Equal(RefusalCode.NoVariation, Means.Compare(flat, flat).Refusal!.Code);
    }

    [Fact]
    public void Sample_sizes_for_proportions_are_those_of_r()
    {
        Assert.All(Read("r_power_proportions.csv"), row =>
        {
            var plan = SampleSize.ForProportions(row["p1"], row["p2"], row["power"], row["alpha"]).OrThrow();
            Close(row["n"], plan.Exact, 1e-9);
            Close(row["power"], SampleSize.PowerForProportions(row["p1"], row["p2"], row["n"], row["alpha"]), 1e-9);
        });
        Assert.Equal(31_234, SampleSize.ForProportions(0.05, 0.055).OrThrow().UnitsPerVariant);
    }

    /// <summary>R solves the noncentral t distribution; the correction comes within a unit of it.</summary>
    [Fact]
    public void Sample_sizes_for_means_come_within_one_unit_of_r() => Assert.All(Read("r_power_means.csv"), row =>
        Assert.Equal(row["n"], SampleSize.ForMeans(row["sd"], row["delta"], row["power"], row["alpha"]).OrThrow().Exact, 0.6));

    [Fact]
    public void Detectable_proportion_is_the_inverse_of_the_sample_size()
    {
        var found = SampleSize.DetectableProportion(0.05, SampleSize.ForProportions(0.05, 0.055).OrThrow().Exact).OrThrow();
        Assert.Equal(0.055, found.Target, 9);
        Assert.Equal(0.1, found.Lift, 7);
        Assert.Equal(RefusalCode.TooFewObservations, SampleSize.DetectableProportion(0.5, 2).Refusal!.Code);
        Assert.Equal(RefusalCode.Undefined, SampleSize.ForProportions(0.1, 0.1).Refusal!.Code);
    }

    [Fact]
    public void Looking_at_any_time_costs_units()
    {
        var once = SampleSize.ForProportions(0.05, 0.06).OrThrow();
        var any = SampleSize.ForProportions(0.05, 0.06, looks: Looks.AnyTime).OrThrow();
        Assert.InRange((double)any.UnitsPerVariant / once.UnitsPerVariant, 1.3, 2.5);
        Assert.Equal(once.UnitsPerVariant * 2 / 1000d, once.Days(1000), 9);
    }

    [Fact]
    public void Corrections_are_those_of_r()
    {
        var rows = Read("r_p_adjust.csv");
        double[] p = [.. rows.Select(row => row["p"])];
        Assert.All(MultipleComparisons.Correct(p).Zip(rows), pair => Assert.Equal(pair.Second["holm"], pair.First, 12));
        Assert.All(MultipleComparisons.Correct(p, Correction.BenjaminiHochberg).Zip(rows), pair => Assert.Equal(pair.Second["bh"], pair.First, 12));
        Assert.Equal(p, MultipleComparisons.Correct(p, Correction.None));
    }

    [Fact]
    public void Sample_ratio_is_that_of_r_and_flags_a_mismatch()
    {
        var row = Read("r_srm.csv")[0];
        var even = SampleRatio.Check([5000, 5150, 4950], [1, 1, 1]).OrThrow();
        Close(row["statistic"], even.Test.Statistic, 1e-12);
        Close(row["p"], even.Test.PValue, 1e-12);
        Assert.False(even.IsMismatch);
        Assert.True(SampleRatio.Check([5000, 5400], [1, 1]).OrThrow().IsMismatch);

        // A variant with a weight of 0 counts neither in the sum nor in the degrees of freedom, and must have no units.
        Assert.Equal(1, SampleRatio.Check([500, 520, 0], [1, 1, 0]).OrThrow().Test.DegreesOfFreedom);
        Assert.True(SampleRatio.Check([500, 520, 1], [1, 1, 0]).OrThrow().IsMismatch);
        Assert.Equal(RefusalCode.TooFewObservations, SampleRatio.Check([4, 3], [1, 1]).Refusal!.Code);
    }

    [Fact]
    public void Posterior_is_the_closed_form_by_mpmath() => Assert.All(Read("bayes.csv"), row =>
    {
        var posterior = BayesianComparison.OfProportions((long)row["x1"], (long)row["n1"], (long)row["x2"], (long)row["n2"]).OrThrow();
        Close(row["p_better"], posterior.ProbabilityBetter, 1e-10, "probability");
        Close(row["loss2"], posterior.ExpectedLossOfSecond, 1e-8, "loss of the second");
        Close(row["loss1"], posterior.ExpectedLossOfFirst, 1e-8, "loss of the first");
    });

    [Fact]
    public void Posterior_of_large_samples_is_close_to_the_normal_one()
    {
        var exact = BayesianComparison.OfProportions(5012, 100_000, 5187, 99_870).OrThrow();
        var comparison = Proportions.Compare(5012, 100_000, 5187, 99_870).OrThrow();
        var normal = BayesianComparison.OfDifference(comparison.Difference.Value, comparison.Difference.StandardError);
        Assert.Equal(exact.ProbabilityBetter, normal.ProbabilityBetter, 3);
        Close(exact.ExpectedLossOfSecond, normal.ExpectedLossOfSecond, 0.02);
    }

    [Fact]
    public void Always_valid_formulas_are_those_of_the_papers_by_mpmath() => Assert.All(Read("always_valid.csv"), row =>
    {
        var level = 1 - row["alpha"];
        var interval = AlwaysValid.Interval(row["difference"], row["se"], (long)row["n"], level, row["expected"]);
        Close(row["low"], interval.Low, 1e-12);
        Close(row["high"], interval.High, 1e-12);
        Close(row["p"], AlwaysValid.PValue(row["difference"], row["se"], (long)row["n"], level, row["expected"]), 1e-11);
        var mixture = AlwaysValid.MixtureTest(row["p1"], row["p2"], (long)row["m"], row["tau2"], level).OrThrow();
        Close(row["msprt_p"], mixture.Test.PValue, 1e-11);
        Close(row["msprt_half"], 0.5 * (mixture.Interval.High - mixture.Interval.Low), 1e-11);
    });

    [Fact]
    public void Always_valid_p_value_is_below_alpha_exactly_when_the_interval_excludes_zero()
    {
        var random = new SeededRandom(3);
        for (var i = 0; i < 2000; i++)
        {
            var (difference, error, units) = (random.NextNormal() * 4, 0.2 + random.NextDouble(), 50 + random.NextIndex(20_000));
            var p = AlwaysValid.PValue(difference, error, units);
            Assert.Equal(p < 0.05, !AlwaysValid.Interval(difference, error, units).Contains(0));
        }
    }
}
