using FsCheck;
using FsCheck.Fluent;

namespace Referrals.Tests.Vocabulary.People;

/// <summary>The published rules: RFC 5233 (plus signs), Gmail's help (dots, googlemail.com), RFC 3490 (IDNA), RFC 5321 (lengths).</summary>
public sealed class EmailTextTests
{
    [Theory]
    [InlineData("bob@example.com", "bob@example.com")]
    [InlineData("  Bob.Smith@Example.COM ", "bob.smith@example.com")]
    [InlineData("ken+sieve@example.org", "ken@example.org")]
    [InlineData("a+b+c@example.org", "a@example.org")]
    [InlineData("+tag@example.org", "+tag@example.org")]
    [InlineData("Bob.Smith+offers@gmail.com", "bobsmith@gmail.com")]
    [InlineData("b.o.b.s.m.i.t.h@googlemail.com", "bobsmith@gmail.com")]
    [InlineData("bob.smith@gmail.com.", "bobsmith@gmail.com")]
    [InlineData("bob.smith@gmail.co", "bob.smith@gmail.co")]
    [InlineData("bob.smith@mail.gmail.com", "bob.smith@mail.gmail.com")]
    [InlineData("bob.smith@notgmail.com", "bob.smith@notgmail.com")]
    [InlineData("bob@BÜCHER.example", "bob@xn--bcher-kva.example")]
    [InlineData("bob@xn--bcher-kva.example", "bob@xn--bcher-kva.example")]
    [InlineData("bob@bu\u0308cher.example", "bob@xn--bcher-kva.example")]
    [InlineData("bob@例え。テスト", "bob@xn--r8jz45g.xn--zckzah")]
    [InlineData("ＢＯＢ＠ｅｘａｍｐｌｅ．ｃｏｍ", "bob@example.com")]
    [InlineData("jose\u0301@example.com", "josé@example.com")]
    [InlineData("o'hara!#$%&*=?^_`{|}~@example.com", "o'hara!#$%&*=?^_`{|}~@example.com")]
    public void Address_takes_its_one_form(string text, string expected)
    {
        Assert.True(EmailText.TryNormalize(text, out var normalized));
        Assert.Equal(expected, normalized);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("bob")]
    [InlineData("@example.com")]
    [InlineData("bob@")]
    [InlineData("bob@localhost")]
    [InlineData("bob@exa mple.com")]
    [InlineData("bob smith@example.com")]
    [InlineData("\"bob smith\"@example.com")]
    [InlineData("bob(comment)@example.com")]
    [InlineData("bob@[192.0.2.1]")]
    [InlineData("bob@example..com")]
    [InlineData("bob@-example.com")]
    [InlineData("...@gmail.com")]
    [InlineData("bob\ud800@example.com")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123x@example.com")]
    public void What_is_no_address_is_not_read(string? text) => Assert.False(EmailText.TryNormalize(text, out _));

    [Fact]
    public void Normal_form_stays_as_it_is() => Prop.ForAll(Addresses().ToArbitrary(), address =>
    {
        if (EmailText.TryNormalize(address, out var once))
        {
            Assert.True(EmailText.TryNormalize(once, out var twice));
            Assert.Equal(once, twice);
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(3_000));

    /// <summary>Addresses of letters that have traps in them: dots, plus signs, composed and full-width letters, upper-case ones of every kind.</summary>
    internal static Gen<string> Addresses() =>
        from local in Gen.Elements("a", "B", ".", "+", "é", "e\u0301", "İ", "ß", "ſ", "Ａ", "ﬁ", "Ω", "5", "-", "\"", " ").ListOf().Select(string.Concat)
        from domain in Gen.Elements("gmail.com", "GoogleMail.com", "example.org", "bücher.example", "ＥＸ.example.", "straße.example", "x", "a..b")
        select $"{local}@{domain}";
}
