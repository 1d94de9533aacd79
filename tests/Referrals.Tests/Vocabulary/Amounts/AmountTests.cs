using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using Referrals.Tests.Architecture;

namespace Referrals.Tests.Vocabulary.Amounts;

public sealed class AmountTests : ValueContract<Amount>
{
    private static readonly Unit[] Units = [Unit.Money("EUR"), Unit.Money("JPY"), Unit.Money("KWD"), Unit.Of("points"), Unit.Of("gb", 6)];

    protected override Action<Amount>? RefusedUse => amount => _ = amount + amount;

    protected override IReadOnlyList<Amount> Samples() =>
        [Amount.Of(-3m, "EUR"), Amount.Of(-0.01m, "EUR"), Amount.Of(0, "EUR"), Amount.Of(49.90m, "EUR"), Amount.Of(1_000_000, "EUR")];

    [Theory]
    [InlineData("49.9", "EUR", 4990)]
    [InlineData("49.90", "EUR", 4990)]
    [InlineData("49.9000", "EUR", 4990)]
    [InlineData("500", "JPY", 500)]
    [InlineData("1.234", "KWD", 1234)]
    [InlineData("-0.01", "USD", -1)]
    [InlineData("250", "points", 250)]
    [InlineData("1.5", "gb/3", 1500)]
    public void Value_is_held_as_whole_smallest_parts(string value, string unit, long minor) =>
        Assert.Equal(minor, Amount.Of(Number(value), unit).MinorUnits);

    [Theory]
    [InlineData("49.905", "EUR")]
    [InlineData("0.5", "JPY")]
    [InlineData("1.2345", "KWD")]
    [InlineData("0.5", "points")]
    [InlineData("79228162514264337593543950335", "JPY")]
    public void Value_finer_than_the_unit_or_too_large_is_refused_and_not_rounded(string value, string unit)
    {
        var failure = Assert.Throws<ArgumentException>(() => Amount.Of(Number(value), unit));

        Assert.Contains($"{value} {unit}", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Amount.Rounded", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("49.90 EUR", "49.90 EUR")]
    [InlineData("49.9 EUR", "49.90 EUR")]
    [InlineData("-0.5 USD", "-0.50 USD")]
    [InlineData("007 JPY", "7 JPY")]
    [InlineData("1.5 gb/3", "1.500 gb/3")]
    public void Text_is_number_blank_unit(string text, string canonical) => Assert.Equal(canonical, Amount.Parse(text).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("EUR")]
    [InlineData("5")]
    [InlineData("5EUR")]
    [InlineData("5  EUR")]
    [InlineData(" 5 EUR")]
    [InlineData("5 EUR ")]
    [InlineData("5,00 EUR")]
    [InlineData("1,000.00 EUR")]
    [InlineData("5.001 EUR")]
    [InlineData("1e3 EUR")]
    [InlineData("0x10 EUR")]
    [InlineData("NaN EUR")]
    [InlineData("5 eur")]
    [InlineData("99999999999999999999 EUR")]
    [InlineData("99999999999999999999999999999999999 EUR")]
    public void Text_of_another_form_is_refused(string text)
    {
        Assert.False(Amount.TryParse(text, out var amount));
        Assert.True(amount.IsDefault);
        _ = Assert.Throws<FormatException>(() => Amount.Parse(text));
    }

    [Fact]
    public void Different_units_never_mix()
    {
        var (euro, dollar) = (Amount.Of(1, "EUR"), Amount.Of(1, "USD"));
        Action[] mixtures =
        [
            () => _ = euro + dollar,
            () => _ = euro - dollar,
            () => _ = euro < dollar,
            () => _ = euro >= dollar,
            () => _ = euro.CompareTo(dollar),
            () => _ = euro + default(Amount),
            () => _ = default(Amount) + euro,
        ];

        Assert.All(mixtures, mixture => Assert.Throws<InvalidOperationException>(mixture));
        Assert.NotEqual(euro, dollar);
        Assert.NotEqual(Amount.Zero(euro.Unit), Amount.Zero(dollar.Unit));
    }

    [Fact]
    public void Message_about_different_units_names_both()
    {
        var failure = Assert.Throws<InvalidOperationException>(() => Amount.Of(1, "EUR") + Amount.Of(1, "points"));

        Assert.Contains("'EUR' and 'points'", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Result_beyond_the_range_is_an_overflow_and_no_other_number()
    {
        var unit = Unit.Money("EUR");
        var (largest, smallest) = (Amount.FromMinorUnits(long.MaxValue, unit), Amount.FromMinorUnits(long.MinValue, unit));
        var cent = Amount.FromMinorUnits(1, unit);

        _ = Assert.Throws<OverflowException>(() => largest + cent);
        _ = Assert.Throws<OverflowException>(() => smallest - cent);
        _ = Assert.Throws<OverflowException>(() => -smallest);
        _ = Assert.Throws<OverflowException>(() => Amount.Rounded(decimal.MaxValue, unit, RoundingMode.Down));
        _ = Assert.Throws<OverflowException>(() => Amount.Rounded(92_233_720_368_547_758.08m, unit, RoundingMode.Down));
    }

    [Fact]
    public void Text_of_any_amount_is_read_back() =>
        Prop.ForAll(Amounts(), static amount => Amount.Parse(amount.ToString()) == amount).QuickCheckThrowOnFailure();

    [Fact]
    public void Value_of_any_amount_makes_the_same_amount() =>
        Prop.ForAll(Amounts(), static amount => Amount.Of(amount.Value, amount.Unit) == amount).QuickCheckThrowOnFailure();

    [Fact]
    public void Sums_agree_with_integers_of_any_size() =>
        Prop.ForAll(Amounts(), ArbMap.Default.ArbFor<long>(), static (left, number) =>
        {
            var right = Amount.FromMinorUnits(number, left.Unit);
            var exact = new BigInteger(left.MinorUnits) + number;
            return exact < long.MinValue || exact > long.MaxValue
                ? Overflows(() => left + right)
                : (left + right).MinorUnits == exact && left + right == right + left && left + right - right == left;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Rounding_moves_by_less_than_one_smallest_part_and_keeps_exact_values() =>
        Prop.ForAll(
            Gen.Choose(-1_000_000_000, 1_000_000_000).ToArbitrary(),
            Gen.Elements(Enum.GetValues<RoundingMode>()).ToArbitrary(),
            static (int tenThousandths, RoundingMode mode) =>
            {
                var value = tenThousandths / 10_000m;
                var rounded = Amount.Rounded(value, Unit.Money("EUR"), mode);
                var distance = Math.Abs(rounded.Value - value);
                return distance < 0.01m && (value * 100 != decimal.Truncate(value * 100) || distance == 0);
            }).QuickCheckThrowOnFailure();

    private static Arbitrary<Amount> Amounts() =>
        (from minor in Gen.OneOf(
            ArbMap.Default.GeneratorFor<long>(),
            Gen.Choose(-1_000_000, 1_000_000).Select(static small => (long)small),
            Gen.Elements(0L, 1L, -1L, long.MaxValue, long.MinValue))
         from unit in Gen.Elements(Units)
         select Amount.FromMinorUnits(minor, unit)).ToArbitrary();

    private static bool Overflows(Func<Amount> work)
    {
        try
        {
            _ = work();
            return false;
        }
        catch (OverflowException)
        {
            return true;
        }
    }

    private static decimal Number(string text) => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
