using System.Text.Json;
using Referrals.Codes;

namespace Referrals.Tests.Codes;

public class ReferralCodeTests
{
    [Theory]
    [InlineData("A")]
    [InlineData("K7M2XQ9TD")]
    [InlineData("0123456789")]
    [InlineData("ABCDEFGHIJK")]
    [InlineData("ABCDEFGHIJKLMNOPQRST")]
    [InlineData("UVWXYZ00000000000000")]
    public void Text_comes_back_as_it_was(string text)
    {
        var code = ReferralCode.From(text);

        Assert.Equal(text, code.Value);
        Assert.Equal(text, code.ToString());
        Assert.Equal(text.Length, code.Length);
        Assert.Equal(code, ReferralCode.From(text));
        Assert.Equal(code.GetHashCode(), ReferralCode.From(text).GetHashCode());
        Assert.Equal(code, JsonSerializer.Deserialize<ReferralCode>(JsonSerializer.Serialize(code)));
        Assert.Equal($"\"{text}\"", JsonSerializer.Serialize(code));
    }

    [Theory]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("AB-CD")]
    [InlineData("ABCDEFGHIJKLMNOPQRSTU")]
    [InlineData("ÄBC")]
    [InlineData(" ABC")]
    public void Text_that_is_not_canonical_is_refused(string text)
    {
        Assert.False(ReferralCode.TryFrom(text, out var code));
        Assert.True(code.IsDefault);
        Assert.Throws<ArgumentException>(() => ReferralCode.From(text));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<ReferralCode>($"\"{text}\""));
    }

    [Fact]
    public void Codes_that_differ_in_one_place_are_different()
    {
        var codes = Enumerable.Range(0, 20).Select(i => new string('A', i) + 'B' + new string('A', 19 - i))
            .Concat(Enumerable.Range(1, 20).Select(length => new string('A', length)))
            .Select(ReferralCode.From)
            .ToArray();

        Assert.Equal(40, codes.Distinct().Count());
    }

    [Fact]
    public void Default_is_no_code()
    {
        Assert.True(default(ReferralCode).IsDefault);
        Assert.Equal(0, default(ReferralCode).Length);
        Assert.Equal(string.Empty, default(ReferralCode).ToString());
        Assert.Throws<InvalidOperationException>(() => default(ReferralCode).Value);
        Assert.Throws<ArgumentNullException>(() => ReferralCode.From(null!));
    }

    [Fact]
    public void A_destination_too_small_gets_nothing()
    {
        Span<char> small = stackalloc char[3];
        Span<char> enough = stackalloc char[4];

        Assert.False(ReferralCode.From("ABCD").TryFormat(small, out var none));
        Assert.Equal(0, none);
        Assert.True(ReferralCode.From("ABCD").TryFormat(enough, out var written));
        Assert.Equal("ABCD", enough[..written].ToString());
    }
}
