using FsCheck;
using FsCheck.Fluent;

namespace Referrals.Tests.Vocabulary.People;

/// <summary>Numbers out of ITU-T E.164, Ofcom's and the North American plan's ranges for drama, and the ARCEP's for France.</summary>
public sealed class PhoneTextTests
{
    private static readonly PhoneCountry France = PhoneCountry.Of("33", "0");

    [Theory]
    [InlineData("+33 6 39 98 12 34", "+33639981234")]
    [InlineData("0033 6 39 98 12 34", "+33639981234")]
    [InlineData("06.39.98.12.34", "+33639981234")]
    [InlineData("6 39 98 12 34", "+33639981234")]
    [InlineData("+44 (0)20 7946 0958", "+442079460958")]
    [InlineData("+44 20 7946-0958", "+442079460958")]
    [InlineData("+1 (212) 555-0123", "+12125550123")]
    [InlineData("+1/212/555/0123", "+12125550123")]
    [InlineData("+39 06 6982", "+39066982")]
    [InlineData("+683 4002", "+6834002")]
    [InlineData("＋３３ ６ ３９ ９８ １２ ３４", "+33639981234")]
    [InlineData("+٣٣ ٦٣٩٩٨١٢٣٤", "+33639981234")]
    [InlineData("+33\u00a06\u201139981234", "+33639981234")]
    public void Number_takes_the_form_of_E164(string text, string expected)
    {
        Assert.True(PhoneText.TryNormalize(text, France, out var number));
        Assert.Equal(expected, number);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("+")]
    [InlineData("+33 12")]
    [InlineData("+0 639 981 234")]
    [InlineData("+1234567890123456")]
    [InlineData("+33 639 98 12 34 ext. 5")]
    [InlineData("call me")]
    [InlineData("+33+639981234")]
    [InlineData("+1 212 555 012")]
    [InlineData("+1 112 555 0123")]
    [InlineData("+1 212 155 0123")]
    public void What_is_no_number_is_not_read(string? text) => Assert.False(PhoneText.TryNormalize(text, France, out _));

    [Theory]
    [InlineData("1", "1", "(212) 555-0123", "+12125550123")]
    [InlineData("1", "1", "1 212 555 0123", "+12125550123")]
    [InlineData("7", "8", "8 (912) 345-67-89", "+79123456789")]
    [InlineData("36", "06", "06 1 234 5678", "+3612345678")]
    [InlineData("39", "", "06 698 12345", "+390669812345")]
    [InlineData("34", "", "612 345 678", "+34612345678")]
    public void Number_without_a_country_is_of_the_declared_one(string callingCode, string trunk, string text, string expected)
    {
        Assert.True(PhoneText.TryNormalize(text, PhoneCountry.Of(callingCode, trunk), out var number));
        Assert.Equal(expected, number);
    }

    [Fact]
    public void Number_without_a_country_is_not_guessed() => Assert.False(PhoneText.TryNormalize("06 39 98 12 34", null, out _));

    [Theory]
    [InlineData("", "0", "callingCode")]
    [InlineData("+33", "0", "callingCode")]
    [InlineData("033", "0", "callingCode")]
    [InlineData("1234", "0", "callingCode")]
    [InlineData("33", "000", "trunkPrefix")]
    [InlineData("33", "a", "trunkPrefix")]
    public void Country_that_is_none_is_refused(string callingCode, string trunk, string parameter) =>
        Assert.Equal(parameter, Assert.Throws<ArgumentException>(() => PhoneCountry.Of(callingCode, trunk)).ParamName);

    [Fact]
    public void Normal_form_stays_as_it_is() => Prop.ForAll(Numbers().ToArbitrary(), text =>
    {
        if (PhoneText.TryNormalize(text, France, out var once))
        {
            Assert.True(PhoneText.TryNormalize(once, France, out var twice));
            Assert.Equal(once, twice);
            Assert.True(PhoneText.TryNormalize(once, null, out var abroad));
            Assert.Equal(once, abroad);
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(3_000));

    private static Gen<string> Numbers() =>
        from start in Gen.Elements("+", "00", "0", "", "+33", "+1", "(0)")
        from rest in Gen.Elements("0", "1", "2", "7", "9", " ", "-", "(0)", "٣", "x").ListOf().Select(string.Concat)
        select start + rest;
}
