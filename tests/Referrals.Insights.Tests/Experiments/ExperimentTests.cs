using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Referrals.Insights.Experiments;
using Referrals.Insights.Numerics;

namespace Referrals.Insights.Tests.Experiments;

public sealed class ExperimentTests
{
    private static readonly Experiment RewardSize = Experiment.Create("reward-size", ["10-eur", "15-eur"]);

    [Fact]
    public void Assignments_of_100_000_ids_are_uniform_and_independent_between_experiments()
    {
        var other = Experiment.Create("message", ["short", "long"]);
        var counts = new double[2, 2];
        for (var i = 0; i < 100_000; i++)
        {
            var id = $"customer-{i}";
            counts[RewardSize.Assign(id).Index, other.Assign(id).Index]++;
        }

        var statistic = 0d;
        foreach (var count in counts)
        {
            statistic += (count - 25_000) * (count - 25_000) / 25_000;
        }

        // Three degrees of freedom test both at once: equal parts, and no dependence. The ids are fixed, so this cannot fail by chance.
        Assert.True(ChiSquare.Survival(statistic, 3) > 0.01, $"chi-square {statistic}");
    }

    [Theory]
    [InlineData("en-US")]
    [InlineData("tr-TR")]
    [InlineData("ar-SA")]
    [InlineData("fa-IR")]
    public void Assignments_do_not_depend_on_the_culture(string culture)
    {
        var before = CultureInfo.CurrentCulture;
        var expected = Enumerable.Range(0, 500).Select(i => RewardSize.Assign($"Ilka-{i}").Index).ToArray();
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            Assert.Equal(expected, Enumerable.Range(0, 500).Select(i => RewardSize.Assign($"Ilka-{i}").Index));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Raising_the_coverage_moves_nobody_to_another_variant() => Prop.ForAll(
        ArbMap.Default.ArbFor<NonEmptyString>(),
        Gen.Choose(0, 100).Two().ToArbitrary(),
        (id, percents) =>
        {
            if (id.Get.Any(char.IsSurrogate))
            {
                return true;
            }

            var (low, high) = (Math.Min(percents.Item1, percents.Item2) / 100d, Math.Max(percents.Item1, percents.Item2) / 100d);
            var before = RewardSize.Covering(low).Assign(id.Get);
            var after = RewardSize.Covering(high).Assign(id.Get);
            return before.Reason == AssignmentReason.OutsideCoverage || before == after;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Coverage_and_weights_give_the_parts_that_they_say()
    {
        var experiment = Experiment.Create("spring", [ExperimentVariant.Of("control", 3), ExperimentVariant.Of("new", 1)]).Covering(0.4);
        var assigned = Enumerable.Range(0, 50_000).Select(i => experiment.Assign($"u{i}").Index).ToArray();

        var taking = assigned.Where(index => index >= 0).ToArray();
        Assert.InRange(taking.Length / 50_000d, 0.39, 0.41);
        Assert.InRange(taking.Count(index => index == 1) / (double)taking.Length, 0.24, 0.26);
    }

    [Fact]
    public void Experiments_in_disjoint_parts_of_a_namespace_share_nobody()
    {
        var first = RewardSize.InNamespace("checkout", 0, 0.4);
        var second = Experiment.Create("message", ["a", "b"]).InNamespace("checkout", 0.4, 1);
        var both = Enumerable.Range(0, 20_000).Select(i => (First: first.Assign($"u{i}").Reason, Second: second.Assign($"u{i}").Reason)).ToArray();

        Assert.DoesNotContain(both, pair => pair is (AssignmentReason.Assigned, AssignmentReason.Assigned));
        Assert.All(both, pair => Assert.True(pair.First == AssignmentReason.Assigned || pair.Second == AssignmentReason.Assigned));
        Assert.InRange(both.Count(pair => pair.First == AssignmentReason.Assigned) / 20_000d, 0.38, 0.42);
    }

    [Fact]
    public void Friends_in_a_group_get_the_variant_of_the_referrer()
    {
        var grouped = RewardSize.AssignedBy(AssignmentUnit.Group);
        for (var i = 0; i < 200; i++)
        {
            var referrer = grouped.Assign($"referrer-{i}");
            Assert.Equal(referrer, grouped.Assign($"friend-of-{i}", group: $"referrer-{i}"));
        }
    }

    [Fact]
    public void Mistakes_are_refused_with_a_way_out()
    {
        Assert.Throws<ArgumentException>(() => Experiment.Create("x", ["only"]));
        Assert.Throws<ArgumentException>(() => Experiment.Create("x", ["same", "same"]));
        Assert.Throws<ArgumentException>(() => Experiment.Create("x", [ExperimentVariant.Of("a", 0), ExperimentVariant.Of("b", 0)]));
        Assert.Throws<ArgumentOutOfRangeException>(() => RewardSize.Covering(1.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => RewardSize.Covering(double.NaN));
        Assert.Throws<ArgumentException>(() => RewardSize.InNamespace("n", 0.5, 0.4));
        Assert.Throws<ArgumentException>(() => RewardSize.Assign(""));
        Assert.ThrowsAny<ArgumentException>(() => RewardSize.Assign("\ud800"));
    }
}
