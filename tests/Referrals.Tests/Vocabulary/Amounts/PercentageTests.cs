using FsCheck;
using FsCheck.Fluent;
using Referrals.Tests.Architecture;

namespace Referrals.Tests.Vocabulary.Amounts;

public sealed class PercentageTests : ValueContract<Percentage>
{
    /// <summary>Default is 0 %.</summary>
    protected override Action<Percentage>? RefusedUse => null;

    protected override bool HasTextForm => false;

    protected override IReadOnlyList<Percentage> Samples() =>
    [
        Percentage.Of(0),
        Percentage.Of(0.000001m),
        Percentage.Of(12.5m),
        Percentage.Of(100m / 3),
        Percentage.Of(100),
        Percentage.Of(10_000),
    ];

    [Fact]
    public void Default_is_nothing_of_an_amount() =>
        Assert.Equal(Amount.Zero(Unit.Money("EUR")), default(Percentage).Of(Amount.Of(100, "EUR"), RoundingMode.HalfAwayFromZero));

    [Theory]
    [InlineData(-0.01)]
    [InlineData(10_000.01)]
    public void Percent_outside_the_range_is_refused(double percent) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Percentage.Of((decimal)percent));

    [Fact]
    public void Trailing_zeros_make_no_other_percentage()
    {
        Assert.Equal(Percentage.Of(12.5m), Percentage.Of(12.500m));
        Assert.Equal("12.5 %", Percentage.Of(12.500m).ToString());
    }

    /// <summary>15 % of 0.10 is 1.5 cents, of 0.30 is 4.5 cents: both halves, one up and one to even.</summary>
    [Theory]
    [InlineData("0.10 EUR", RoundingMode.HalfAwayFromZero, "0.02 EUR")]
    [InlineData("0.30 EUR", RoundingMode.HalfAwayFromZero, "0.05 EUR")]
    [InlineData("0.30 EUR", RoundingMode.HalfToEven, "0.04 EUR")]
    [InlineData("0.30 EUR", RoundingMode.Down, "0.04 EUR")]
    [InlineData("-0.30 EUR", RoundingMode.HalfAwayFromZero, "-0.05 EUR")]
    [InlineData("-0.30 EUR", RoundingMode.Down, "-0.04 EUR")]
    [InlineData("-0.30 EUR", RoundingMode.Up, "-0.05 EUR")]
    [InlineData("30 JPY", RoundingMode.HalfAwayFromZero, "5 JPY")]
    [InlineData("0.030 KWD", RoundingMode.HalfAwayFromZero, "0.005 KWD")]
    public void Share_is_rounded_to_the_smallest_part_by_the_named_mode(string whole, RoundingMode mode, string part) =>
        Assert.Equal(Amount.Parse(part), Percentage.Of(15).Of(Amount.Parse(whole), mode));

    /// <summary>Integer arithmetic as the second opinion: the cut share of n cents is n * p / 10,000 for p basis points.</summary>
    [Fact]
    public void Cut_share_agrees_with_integer_division() =>
        Prop.ForAll(
            Gen.Choose(0, int.MaxValue).ToArbitrary(),
            Gen.Choose(0, 1_000_000).ToArbitrary(),
            static (int minor, int basisPoints) =>
            {
                var whole = Amount.FromMinorUnits(minor, Unit.Money("EUR"));
                var share = Percentage.Of(basisPoints / 100m).Of(whole, RoundingMode.Down);
                return share.MinorUnits == (long)minor * basisPoints / 10_000;
            }).QuickCheckThrowOnFailure();
}
