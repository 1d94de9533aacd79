using FsCheck;
using FsCheck.Fluent;

namespace Referrals.Tests.Vocabulary.Amounts;

public sealed class AmountSplitTests
{
    private static readonly Unit Eur = Unit.Money("EUR");

    [Theory]
    [InlineData(100, new double[] { 1, 1, 1 }, new long[] { 34, 33, 33 })]
    [InlineData(-100, new double[] { 1, 1, 1 }, new long[] { -34, -33, -33 })]
    [InlineData(10, new double[] { 0.7, 0.2, 0.1 }, new long[] { 7, 2, 1 })]
    [InlineData(11, new double[] { 0.4, 0.2, 0.4 }, new long[] { 5, 2, 4 })]
    [InlineData(1, new double[] { 0, 1, 1 }, new long[] { 0, 1, 0 })]
    [InlineData(5, new double[] { 3 }, new long[] { 5 })]
    [InlineData(0, new double[] { 1, 2 }, new long[] { 0, 0 })]
    [InlineData(long.MinValue, new double[] { 1 }, new long[] { long.MinValue })]
    [InlineData(long.MaxValue, new double[] { 1e-300, 1e300 }, new long[] { 0, long.MaxValue })]
    public void Parts_go_by_the_largest_remainder(long whole, double[] weights, long[] expected) => Assert.Equal(
        expected, AmountSplit.ByWeights(Amount.FromMinorUnits(whole, Eur), weights).Select(part => part.MinorUnits));

    [Fact]
    public void Parts_add_up_and_lie_within_one_of_their_share() => Prop.ForAll(
        (from minor in Gen.Choose(-2_000_000_000, 2_000_000_000)
         from weights in Gen.Choose(0, 1_000_000).Select(n => n / 997d).NonEmptyListOf()
         where weights.Sum() > 0
         select (minor, weights.ToArray())).ToArbitrary(),
        sample =>
        {
            var (minor, weights) = sample;
            var parts = AmountSplit.ByWeights(Amount.FromMinorUnits(minor, Eur), weights);
            Assert.Equal(minor, parts.Sum(part => part.MinorUnits));
            Assert.All(parts.Zip(weights), pair => Assert.InRange(
                Math.Abs(pair.First.MinorUnits - (minor * pair.Second / weights.Sum())), 0, 1 + 1e-6));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Refund_takes_back_the_same_parts() => Prop.ForAll(
        (from minor in Gen.Choose(0, 100_000) from weights in Gen.Choose(1, 50).NonEmptyListOf() select (minor, weights)).ToArbitrary(),
        sample =>
        {
            var weights = sample.weights.Select(weight => (double)weight).ToArray();
            var given = AmountSplit.ByWeights(Amount.FromMinorUnits(sample.minor, Eur), weights);
            var taken = AmountSplit.ByWeights(Amount.FromMinorUnits(-sample.minor, Eur), weights);
            Assert.All(given.Zip(taken), pair => Assert.Equal(0, pair.First.MinorUnits + pair.Second.MinorUnits));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Useless_weights_are_refused()
    {
        var whole = Amount.Of(1, "EUR");
        Assert.Throws<ArgumentException>(() => AmountSplit.ByWeights(whole, []));
        Assert.Throws<ArgumentException>(() => AmountSplit.ByWeights(whole, [0, 0]));
        Assert.Throws<ArgumentException>(() => AmountSplit.ByWeights(whole, [1, -1]));
        Assert.Throws<ArgumentException>(() => AmountSplit.ByWeights(whole, [double.NaN]));
        Assert.Throws<ArgumentException>(() => AmountSplit.ByWeights(whole, [double.PositiveInfinity, 1]));
        Assert.Throws<ArgumentException>(() => AmountSplit.ByWeights(default, [1]));
    }
}
