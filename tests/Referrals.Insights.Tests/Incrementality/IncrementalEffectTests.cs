using Referrals.Insights.Incrementality;
using Referrals.Insights.Numerics;
using static Referrals.Insights.Tests.Vectors;

namespace Referrals.Insights.Tests.Incrementality;

public sealed class IncrementalEffectTests
{
    /// <summary>The numbers by hand: means of 12 and 10, so that 100 customers bring 200 more, of 1,200 in all.</summary>
    [Fact]
    public void Return_counts_only_what_would_not_have_come_anyhow()
    {
        double[] program = [.. Enumerable.Range(0, 100).Select(i => i % 2 == 0 ? 11d : 13)];
        double[] heldOut = [.. Enumerable.Range(0, 50).Select(i => i % 2 == 0 ? 9d : 11)];
        var effect = IncrementalEffect.OfHoldOut(program, heldOut, cost: 160).OrThrow();

        Assert.Equal(2, effect.PerCustomer.Value, 12);
        Assert.Equal(200, effect.Total.Value, 9);
        Assert.Equal(0.25, effect.Return.OrThrow().Value, 12);
        Assert.Equal((1200 - 160) / 160d, effect.NaiveReturn!.Value, 12);
        Close(Math.Sqrt((100 / 99d / 100) + (50 / 49d / 50)), effect.PerCustomer.StandardError, 1e-12);
        Close(effect.PerCustomer.Interval.Low * 100 / 160 - 1, effect.Return.OrThrow().Interval.Low, 1e-12);
        Assert.Equal(RefusalCode.Undefined, IncrementalEffect.OfHoldOut(program, heldOut).OrThrow().Return.Refusal!.Code);
        Assert.Equal(RefusalCode.TooFewObservations, IncrementalEffect.OfHoldOut([1, 2], heldOut).Refusal!.Code);
    }

    [Fact]
    public void Difference_in_differences_finds_the_effect_behind_a_common_trend()
    {
        var (earlier, before, after, program) = Panel(effect: 3, own: 0, seed: 4);
        var found = DifferenceInDifferences.Of(before, after, program, earlier).OrThrow();

        Assert.True(found.Effect.PerCustomer.Interval.Contains(3), $"{found.Effect.PerCustomer}");
        Assert.True(found.Effect.Test.PValue < 0.001);
        Assert.False(found.IsDoubtful);
        Assert.Null(DifferenceInDifferences.Of(before, after, program).OrThrow().EarlierDifference);
    }

    /// <summary>The sides drift apart without any program: the estimate is wrong, and the check says so.</summary>
    [Fact]
    public void Sides_that_drifted_apart_before_are_flagged()
    {
        var (earlier, before, after, program) = Panel(effect: 0, own: 3, seed: 5);
        var found = DifferenceInDifferences.Of(before, after, program, earlier).OrThrow();

        Assert.False(found.Effect.PerCustomer.Interval.Contains(0));
        Assert.True(found.IsDoubtful);
    }

    private static (double[] Earlier, double[] Before, double[] After, bool[] Program) Panel(double effect, double own, ulong seed)
    {
        var random = new SeededRandom(seed);
        bool[] program = [.. Enumerable.Range(0, 300).Select(unit => unit % 3 == 0)];
        double[] level = [.. program.Select(has => (has ? 30 : 20) + (10 * random.NextNormal()))];
        double[] Period(double trend, double drift, double gain) => [.. program.Zip(level, (has, start) =>
            start + trend + (has ? drift + gain : 0) + (3 * random.NextNormal()))];
        return (Period(0, 0, 0), Period(5, own, 0), Period(12, 2 * own, effect), program);
    }
}
