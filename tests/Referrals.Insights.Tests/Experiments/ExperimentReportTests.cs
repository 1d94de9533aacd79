using Referrals.Insights.Experiments;
using Referrals.Insights.Numerics;
using static Referrals.Insights.Tests.Vectors;

namespace Referrals.Insights.Tests.Experiments;

public sealed class ExperimentReportTests
{
    private static readonly string[] Two = ["control", "new"];

    /// <summary>The promise of the default: somebody who looks twenty times has no more than the declared rate of false alarms.</summary>
    [Theory]
    [InlineData(MetricKind.Proportion, 2000)]
    [InlineData(MetricKind.Mean, 500)]
    public void Experiments_without_an_effect_and_twenty_looks_raise_at_most_six_percent_false_alarms(MetricKind kind, int experiments)
    {
        const int contrast = 200;
        const int looks = 20;
        const int unitsPerLook = 100;
        var alarms = 0;
        var fixedAlarms = 0;
        Parallel.For(0, experiments, run =>
        {
            var random = new SeededRandom((ulong)((experiments * 1_000_003L) + run));
            var assigned = new int[looks * unitsPerLook];
            var values = new double[assigned.Length];
            for (var i = 0; i < assigned.Length; i++)
            {
                assigned[i] = random.NextIndex(2);
                values[i] = kind == MetricKind.Proportion ? random.NextDouble() < 0.1 ? 1 : 0
                    : random.NextDouble() < 0.3 ? Math.Exp(3 + (0.8 * random.NextNormal())) : 0;
            }

            var (alarm, fixedAlarm) = (false, false);
            for (var look = 1; look <= looks; look++)
            {
                var units = look * unitsPerLook;
                var data = ExperimentData.Of(Two, [1, 1], assigned[..units]);
                var metric = kind == MetricKind.Proportion
                    ? Metric.Proportion("converted", Array.ConvertAll(values[..units], value => value > 0))
                    : Metric.Mean("revenue", values[..units]);
                var action = ExperimentReport.Create(data, [metric]).Recommendation.Action;
                alarm |= action is ExperimentAction.UseVariant or ExperimentAction.KeepControl;
                if (run < contrast)
                {
                    var once = ExperimentReport.Create(data, [metric], new ExperimentAnalysisOptions { Looks = Looks.Once });
                    fixedAlarm |= once.Metrics[0].Comparisons is [{ RawPValue: < 0.05 }];
                }
            }

            _ = alarm ? Interlocked.Increment(ref alarms) : 0;
            _ = fixedAlarm ? Interlocked.Increment(ref fixedAlarms) : 0;
        });

        Assert.True(alarms <= 0.06 * experiments, $"{alarms} false alarms");

        // Proof that the test can fail: the usual test, looked at as often, does.
        Assert.True(fixedAlarms > 0.15 * contrast, $"{fixedAlarms} false alarms of the usual test");
    }

    [Fact]
    public void Real_effect_is_found_and_the_variant_recommended()
    {
        var (data, metrics) = Simulated(units: 8000, effect: 0.05);
        var report = ExperimentReport.Create(data, metrics);

        Assert.Equal(ExperimentAction.UseVariant, report.Recommendation.Action);
        Assert.Equal("new", report.Recommendation.Variant);
        Assert.True(report.Metrics[0].Comparisons[0].ProbabilityBetter > 0.99);
        Assert.Contains("false alarm is at most 5", report.Recommendation.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Lower_is_better_turns_the_verdict_round()
    {
        var (data, metrics) = Simulated(units: 8000, effect: 0.05);
        var report = ExperimentReport.Create(data, [metrics[0].LowerIsBetter()]);

        Assert.Equal(VariantVerdict.Worse, report.Metrics[0].Comparisons[0].Verdict);
        Assert.Equal(ExperimentAction.KeepControl, report.Recommendation.Action);
        Assert.True(report.Metrics[0].Comparisons[0].ProbabilityBetter < 0.01);
    }

    [Fact]
    public void Differences_too_small_to_matter_end_the_experiment()
    {
        var (data, metrics) = Simulated(units: 20_000, effect: 0);
        var report = ExperimentReport.Create(data, [metrics[0].WorthHaving(0.03)]);

        Assert.Equal(VariantVerdict.NoRelevantDifference, report.Metrics[0].Comparisons[0].Verdict);
        Assert.Equal(ExperimentAction.KeepControl, report.Recommendation.Action);
    }

    [Fact]
    public void Mismatched_parts_stop_the_reading()
    {
        var assigned = Enumerable.Range(0, 4000).Select(i => i % 20 < 9 ? 0 : 1).ToArray();
        var data = ExperimentData.Of(Two, [1, 1], assigned);
        var report = ExperimentReport.Create(data, [Metric.Proportion("converted", [.. assigned.Select((v, i) => v == 1 && i % 3 == 0)])]);

        Assert.Equal(ExperimentAction.FixAssignment, report.Recommendation.Action);
    }

    [Fact]
    public void Too_little_data_is_a_refusal_with_the_limit()
    {
        var data = ExperimentData.Of(Two, [1, 1], [.. Enumerable.Range(0, 40).Select(i => i % 2)]);
        var report = ExperimentReport.Create(data, [Metric.Mean("revenue", [.. Enumerable.Range(0, 40).Select(i => (double)i)])]);

        Assert.Equal(ExperimentAction.KeepRunning, report.Recommendation.Action);
        Assert.Equal(RefusalCode.TooFewObservations, report.Metrics[0].Refusal!.Code);
        Assert.Contains("20 units, and 50 are needed", report.Recommendation.Text, StringComparison.Ordinal);
    }

    /// <summary>The slope, the means and the errors are those of R's linear model (data/experiments.R).</summary>
    [Fact]
    public void Adjustment_is_the_regression_of_r()
    {
        var rows = Read("r_cuped_data.csv");
        var expected = Read("r_cuped.csv")[0];
        var data = ExperimentData.Of(Two, [1, 1], [.. rows.Select(row => (int)row["variant"])]);
        var plain = Metric.Mean("revenue", [.. rows.Select(row => row["after"])]);
        var (_, adjusted) = MetricSummary.Of(data, plain.AdjustedBy([.. rows.Select(row => row["before"])]));

        Close(expected["mean0"], adjusted[0].Value, 1e-12);
        Close(expected["mean1"], adjusted[1].Value, 1e-12);
        Close(expected["se0"], adjusted[0].StandardError, 1e-12);
        Close(expected["se1"], adjusted[1].StandardError, 1e-12);
        Assert.True(adjusted[0].StandardError < 0.6 * MetricSummary.Of(data, plain).Values[0].StandardError);
    }

    /// <summary>The delta method against the spread of simulated ratios.</summary>
    [Fact]
    public void Standard_error_of_a_ratio_is_the_spread_of_repeated_experiments()
    {
        var random = new SeededRandom(11);
        var ratios = new double[400];
        var errors = new double[400];
        for (var run = 0; run < ratios.Length; run++)
        {
            var visits = Enumerable.Range(0, 300).Select(_ => 1d + random.NextIndex(6)).ToArray();
            double[] orders = [.. visits.Select(count => Enumerable.Range(0, (int)count).Count(_ => random.NextDouble() < 0.2) * 1d)];
            var data = ExperimentData.Of(Two, [1, 1], [.. Enumerable.Range(0, 300).Select(i => i % 2)]);
            var (_, values) = MetricSummary.Of(data, Metric.Ratio("orders per visit", orders, visits));
            (ratios[run], errors[run]) = (values[0].Value, values[0].StandardError);
        }

        Close(Math.Sqrt(SampleSummary.Of(ratios).OrThrow().Variance), errors.Average(), 0.08);
    }

    [Fact]
    public void Capping_uses_the_quantile_of_all_variants_and_refuses_to_leave_nothing()
    {
        double[] values = [.. Enumerable.Range(1, 200).Select(i => (double)i)];
        var data = ExperimentData.Of(Two, [1, 1], [.. Enumerable.Range(0, 200).Select(i => i % 2)]);
        var (_, capped) = MetricSummary.Of(data, Metric.Mean("revenue", values).Winsorized(0.9));

        // R: mean(pmin(seq(1, 199, 2), quantile(1:200, 0.9)))
        var cap = 1 + (0.9 * 199);
        Close(Enumerable.Range(0, 100).Average(i => Math.Min((2 * i) + 1, cap)), capped[0].Value, 1e-13);

        double[] sparse = [.. Enumerable.Range(0, 200).Select(i => i < 3 ? 50d : 0)];
        Assert.Equal(RefusalCode.NoVariation, MetricSummary.Of(data, Metric.Mean("revenue", sparse).Winsorized(0.9)).Refusal!.Code);
    }

    [Fact]
    public void Several_variants_are_corrected_together()
    {
        var random = new SeededRandom(5);
        var assigned = Enumerable.Range(0, 12_000).Select(_ => random.NextIndex(4)).ToArray();
        bool[] converted = [.. assigned.Select(index => random.NextDouble() < (index == 3 ? 0.16 : 0.1))];
        var data = ExperimentData.Of(["control", "a", "b", "c"], [1, 1, 1, 1], assigned);
        var report = ExperimentReport.Create(data, [Metric.Proportion("converted", converted)]);

        Assert.Equal("c", report.Recommendation.Variant);
        Assert.All(report.Metrics[0].Comparisons, one => Assert.True(one.PValue >= one.RawPValue));
        Assert.Equal(1 - (0.05 / 3), report.Metrics[0].Comparisons[0].Difference.Interval.Level, 12);
    }

    [Fact]
    public void Report_reads_as_approved()
    {
        var (data, metrics) = Simulated(units: 8000, effect: 0.03);
        Approvals.Verify(ExperimentReport.Create(data, metrics).ToText());
    }

    [Fact]
    public void Friends_in_different_variants_are_counted()
    {
        var spill = ReferralSpillover.Of([0, 0, 1, -1], [0, 1, 1, 0]);
        Assert.Equal((3, 1), (spill.Pairs, spill.PairsApart));
        Assert.True(spill.IsPossible);
        Assert.Equal(1d / 3, spill.Part!.Value, 12);
        Assert.Null(ReferralSpillover.Of([], []).Part);
    }

    [Fact]
    public void Columns_of_other_lengths_and_unknown_variants_are_refused()
    {
        var data = ExperimentData.Of(Two, [1, 1], [.. Enumerable.Range(0, 200).Select(i => i % 2)]);
        Assert.Throws<ArgumentException>(() => ExperimentReport.Create(data, [Metric.Mean("revenue", [1, 2, 3])]));
        Assert.Throws<ArgumentException>(() => ExperimentReport.Create(data, []));
        Assert.Throws<ArgumentException>(() => ExperimentData.Of(Two, [1, 1], [0, 2]));
        Assert.Throws<ArgumentException>(() => ExperimentData.Of(Experiment.Create("x", Two), ["control", "other"]));
        Assert.Throws<InvalidOperationException>(() => Metric.Proportion("x", [true]).Winsorized(0.9));
    }

    private static (ExperimentData Data, Metric[] Metrics) Simulated(int units, double effect)
    {
        var random = new SeededRandom(42);
        var experiment = Experiment.Create("reward-size", Two);
        string[] assigned = [.. Enumerable.Range(0, units).Select(i => experiment.Assign($"customer-{i}").Variant!)];
        bool[] referred = [.. assigned.Select(variant => random.NextDouble() < (variant == "new" ? 0.1 + effect : 0.1))];
        double[] before = [.. assigned.Select(_ => 20 * random.NextGamma(1.5))];
        double[] revenue = [.. before.Select(value => Math.Max(0, (0.7 * value) + (8 * random.NextNormal())))];
        return (ExperimentData.Of(experiment, assigned),
        [
            Metric.Proportion("referred somebody", referred),
            Metric.Mean("revenue", revenue).Winsorized(0.99).AdjustedBy(before),
        ]);
    }
}
