using Referrals.Tests.Architecture;

namespace Referrals.Tests.Vocabulary.Amounts;

public sealed class UnitTests : ValueContract<Unit>
{
    protected override Action<Unit>? RefusedUse => unit => _ = unit.Code;

    protected override IReadOnlyList<Unit> Samples() =>
        [Unit.Money("EUR"), Unit.Money("USD"), Unit.Of("points"), Unit.Of("gb"), Unit.Of("gb", 3), Unit.Of("free-months")];

    /// <summary>Minor digits as ISO 4217's list one states them (column "minor unit"), some of each kind.</summary>
    [Theory]
    [InlineData("JPY", 0)]
    [InlineData("KRW", 0)]
    [InlineData("CLP", 0)]
    [InlineData("ISK", 0)]
    [InlineData("VND", 0)]
    [InlineData("UGX", 0)]
    [InlineData("XOF", 0)]
    [InlineData("USD", 2)]
    [InlineData("EUR", 2)]
    [InlineData("GBP", 2)]
    [InlineData("CHF", 2)]
    [InlineData("HUF", 2)]
    [InlineData("MGA", 2)]
    [InlineData("MRU", 2)]
    [InlineData("KWD", 3)]
    [InlineData("BHD", 3)]
    [InlineData("TND", 3)]
    [InlineData("JOD", 3)]
    [InlineData("OMR", 3)]
    [InlineData("IQD", 3)]
    [InlineData("LYD", 3)]
    [InlineData("CLF", 4)]
    [InlineData("UYW", 4)]
    public void Money_has_the_minor_digits_of_iso_4217(string code, int digits)
    {
        var unit = Unit.Money(code);

        Assert.Equal(digits, unit.Digits);
        Assert.True(unit.IsMoney);
        Assert.Equal(code, unit.ToString());
    }

    [Theory]
    [InlineData("eur")]
    [InlineData("Eur")]
    [InlineData("EURO")]
    [InlineData("XXX")]
    [InlineData("XAU")]
    [InlineData("DEZ")]
    [InlineData("")]
    public void Mistyped_currency_is_an_error_and_no_new_unit(string code)
    {
        var failure = Assert.Throws<ArgumentException>(() => Unit.Money(code));

        Assert.Contains($"'{code}'", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("p")]
    [InlineData("1gb")]
    [InlineData("Points")]
    [InlineData("free months")]
    [InlineData("gb/0")]
    [InlineData("gb/7")]
    [InlineData("gb/")]
    [InlineData("gb/03")]
    [InlineData("gb/3/3")]
    [InlineData("EUR/2")]
    [InlineData("eur")]
    [InlineData("usd/2")]
    [InlineData("a23456789012345678901234567890123")]
    public void Text_that_is_neither_form_is_refused(string text)
    {
        Assert.False(Unit.TryParse(text, out _));
        var failure = Assert.Throws<FormatException>(() => Unit.Parse(text));
        Assert.Contains($"'{text}'", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Same_name_with_other_digits_is_another_unit() => Assert.NotEqual(Unit.Of("gb"), Unit.Of("gb", 3));

    [Fact]
    public void Currency_in_lower_case_is_no_name_of_a_unit()
    {
        var failure = Assert.Throws<ArgumentException>(() => Unit.Of("eur"));

        Assert.Contains("capital letters", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(7)]
    public void Digits_outside_the_range_are_refused(int digits) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Unit.Of("gb", digits));
}
