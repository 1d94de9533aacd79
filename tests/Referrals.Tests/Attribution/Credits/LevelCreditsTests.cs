using FsCheck;
using FsCheck.Fluent;
using Referrals.Attribution;

namespace Referrals.Tests.Attribution.Credits;

public sealed class LevelCreditsTests
{
    [Fact]
    public void Balloon_challenge_pays_2000_1000_500()
    {
        // DARPA Network Challenge 2009: 4,000 a balloon, ratio 1/2.
        var parts = LevelCredits.Of(Amount.Of(4_000, "USD"), levels: 3, ratio: 0.5m);
        Assert.Equal([Amount.Of(2_000, "USD"), Amount.Of(1_000, "USD"), Amount.Of(500, "USD")], parts);
    }

    [Fact]
    public void Ratio_zero_pays_the_nearest_only() => Assert.Equal([1m, 0m, 0m], LevelCredits.Of(3, 0));

    [Fact]
    public void Parts_never_exceed_the_budget_and_fall_with_distance() => Prop.ForAll(
        (from minor in Gen.Choose(0, 1_000_000) from levels in Gen.Choose(1, 32) from percent in Gen.Choose(0, 99) select (minor, levels, percent)).ToArbitrary(),
        sample =>
        {
            var parts = LevelCredits.Of(Amount.FromMinorUnits(sample.minor, Unit.Money("EUR")), sample.levels, sample.percent / 100m);
            Assert.InRange(parts.Sum(part => part.MinorUnits), 0, sample.minor);
            Assert.All(parts.Zip(parts.Skip(1)), pair => Assert.True(pair.First >= pair.Second));
            Assert.True(LevelCredits.Of(sample.levels, sample.percent / 100m).Sum() <= 1);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Parameters_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => LevelCredits.Of(0, 0.5m));
        Assert.Throws<ArgumentOutOfRangeException>(() => LevelCredits.Of(33, 0.5m));
        Assert.Throws<ArgumentOutOfRangeException>(() => LevelCredits.Of(1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => LevelCredits.Of(1, -0.1m));
        Assert.Throws<ArgumentOutOfRangeException>(() => LevelCredits.Of(Amount.Of(-1, "EUR"), 1, 0.5m));
    }
}
