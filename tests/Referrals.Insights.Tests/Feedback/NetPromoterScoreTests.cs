using Referrals.Insights.Feedback;
using Referrals.Insights.Numerics;

namespace Referrals.Insights.Tests.Feedback;

public sealed class NetPromoterScoreTests
{
    [Fact]
    public void Score_is_promoters_less_detractors()
    {
        var score = NetPromoterScore.Of([10, 10, 9, 9, 9, 8, 7, 6, 3, 0]).OrThrow();
        Assert.Equal((5, 2, 3, 10), (score.Promoters, score.Passives, score.Detractors, score.Answers));
        Assert.Equal(20, score.Score.Value, 12);
        Assert.Equal(100 * Math.Sqrt((0.8 - 0.04) / 10), score.Score.StandardError, 12);
    }

    /// <summary>By hand from Agresti and Min (2005): half an answer to each of the four cells, then Wald.</summary>
    [Fact]
    public void Interval_is_the_adjusted_one_and_never_empty()
    {
        var all = NetPromoterScore.Of([.. Enumerable.Repeat(10, 10)]).OrThrow().Score;
        var (d, v) = (10 / 12d, ((11 / 12d) - (100 / 144d)) / 12);
        Assert.Equal(100 * (d - (1.959963984540054 * Math.Sqrt(v))), all.Interval.Low, 9);
        Assert.Equal(100, all.Interval.High, 9);
    }

    [Fact]
    public void Intervals_hold_the_truth_nineteen_times_in_twenty()
    {
        var random = new SeededRandom(21);
        const int runs = 3000;
        var (covered, coveredDifference) = (0, 0);
        for (var run = 0; run < runs; run++)
        {
            var (first, second) = (Draw(0.45, 0.25, 40), Draw(0.3, 0.3, 60));
            covered += first.Score.Interval.Contains(20) ? 1 : 0;
            coveredDifference += first.Minus(second).Interval.Contains(20) ? 1 : 0;
        }

        Assert.InRange(covered / (double)runs, 0.935, 0.975);
        Assert.InRange(coveredDifference / (double)runs, 0.935, 0.975);

        NetPromoterScore Draw(double promoters, double detractors, int answers) => NetPromoterScore.Of([.. Enumerable.Range(0, answers).Select(_ =>
            random.NextDouble() is var u && u < promoters ? 9 : u < promoters + detractors ? 2 : 7)]).OrThrow();
    }

    [Fact]
    public void Few_or_wrong_answers_are_refused()
    {
        Assert.Equal(RefusalCode.TooFewObservations, NetPromoterScore.Of([9, 10]).Refusal!.Code);
        Assert.Equal(RefusalCode.InvalidData, NetPromoterScore.Of([.. Enumerable.Repeat(9, 20), 11]).Refusal!.Code);
    }
}
