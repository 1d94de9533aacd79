namespace Referrals.Tests.Vocabulary.Amounts;

/// <summary>
/// The table of java.math.RoundingMode's documentation (HALF_UP, HALF_EVEN, DOWN and UP, which are the names there for
/// half away from zero, half to even, down and up), continued by a few values with more digits.
/// </summary>
public sealed class RoundingModeTests
{
    [Theory]
    [InlineData("5.5", 6, 6, 5, 6)]
    [InlineData("2.5", 3, 2, 2, 3)]
    [InlineData("1.6", 2, 2, 1, 2)]
    [InlineData("1.1", 1, 1, 1, 2)]
    [InlineData("1.0", 1, 1, 1, 1)]
    [InlineData("-1.0", -1, -1, -1, -1)]
    [InlineData("-1.1", -1, -1, -1, -2)]
    [InlineData("-1.6", -2, -2, -1, -2)]
    [InlineData("-2.5", -3, -2, -2, -3)]
    [InlineData("-5.5", -6, -6, -5, -6)]
    [InlineData("0.5", 1, 0, 0, 1)]
    [InlineData("-0.5", -1, 0, 0, -1)]
    [InlineData("2.5000000000000000000000001", 3, 3, 2, 3)]
    [InlineData("2.4999999999999999999999999", 2, 2, 2, 3)]
    [InlineData("0.0000000000000000000000001", 0, 0, 0, 1)]
    public void Modes_round_as_published(string value, int halfAway, int halfEven, int down, int up)
    {
        Assert.Equal(halfAway, Yen(value, RoundingMode.HalfAwayFromZero));
        Assert.Equal(halfEven, Yen(value, RoundingMode.HalfToEven));
        Assert.Equal(down, Yen(value, RoundingMode.Down));
        Assert.Equal(up, Yen(value, RoundingMode.Up));
    }

    [Fact]
    public void Default_mode_is_the_one_that_people_expect() => Assert.Equal(RoundingMode.HalfAwayFromZero, default);

    [Fact]
    public void Unknown_mode_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Amount.Rounded(1, Unit.Money("EUR"), (RoundingMode)99));

    private static long Yen(string value, RoundingMode mode) =>
        Amount.Rounded(decimal.Parse(value, System.Globalization.CultureInfo.InvariantCulture), Unit.Money("JPY"), mode).MinorUnits;
}
