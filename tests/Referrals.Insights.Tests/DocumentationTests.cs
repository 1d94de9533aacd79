using Referrals.Insights.Experiments;

namespace Referrals.Insights.Tests;

/// <summary>What <c>docs/insights.md</c> shows beside the excerpts of the sample.</summary>
public sealed class DocumentationTests
{
    [Fact]
    public void Refusal_says_what_is_missing()
    {
        var estimate = Proportions.Estimate(successes: 0, trials: 0);
        var words = estimate.HasValue ? estimate.Value.ToString() : estimate.Refusal.Message;

        Assert.Equal("A proportion needs at least 1 trial, and there are 0. Wait for data.", words);
    }

    [Fact]
    public void Methods_differ_on_the_same_counts()
    {
        var comparison = Proportions.Compare(120, 1000, 150, 1000).OrThrow();
        double[] found = [.. Enum.GetValues<ProportionTest>().Select(test => Math.Round(comparison.Test(test).OrThrow().PValue, 4))];

        Assert.Equal([0.0496, 0.0577, 0.0576, 0.0494], found);
    }
}
