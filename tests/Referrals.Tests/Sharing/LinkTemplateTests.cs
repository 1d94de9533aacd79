using System.Text.Json;
using Referrals.Codes;
using Referrals.Sharing;

namespace Referrals.Tests.Sharing;

public class LinkTemplateTests
{
    private static readonly ReferralCode Code = ReferralCode.From("K7M2XQ9TD");

    [Theory]
    [InlineData("https://shop.example/r/{code}", "https://shop.example/r/K7M2XQ9TD")]
    [InlineData("https://shop.example?ref={code}", "https://shop.example?ref=K7M2XQ9TD")]
    [InlineData("https://shop.example:8443/a/{code}/b?x=%20y&m={channel}", "https://shop.example:8443/a/K7M2XQ9TD/b?x=%20y&m=email")]
    [InlineData("shop://invite/{code}", "shop://invite/K7M2XQ9TD")]
    public void A_link_is_built_and_read_back(string text, string link)
    {
        var template = LinkTemplate.Parse(text);

        Assert.Equal(link, template.Build(Code, ShareChannels.Email));
        Assert.Equal("K7M2XQ9TD", template.Read(link).CodeText);
        Assert.Equal(text, template.ToString());
        Assert.Equal(template, LinkTemplate.Parse(text));
        Assert.Equal(template, JsonSerializer.Deserialize<LinkTemplate>(JsonSerializer.Serialize(template)));
    }

    [Fact]
    public void The_channel_is_read_back_and_may_be_unknown()
    {
        var template = LinkTemplate.Parse("https://shop.example/r/{code}?utm_source=referral&utm_medium={channel}");

        var shared = template.Build(Code, ShareChannels.WhatsApp);
        var unknown = template.Build(Code);

        Assert.Equal("https://shop.example/r/K7M2XQ9TD?utm_source=referral&utm_medium=whatsapp", shared);
        Assert.Equal(ShareChannels.WhatsApp, template.Read(shared).Channel);
        Assert.Equal("https://shop.example/r/K7M2XQ9TD?utm_source=referral", unknown);
        Assert.True(template.Read(unknown).Channel.IsDefault);
        Assert.Throws<ArgumentException>(() => template.Build(default));
    }

    [Theory]
    [InlineData("http://shop.example/r/K7M2XQ9TD")]
    [InlineData("HTTPS://WWW.Shop.Example/R/K7M2XQ9TD/")]
    [InlineData("shop.example/r/K7M2XQ9TD")]
    [InlineData("  https://shop.example/r/K7M2XQ9TD?fbclid=abc&utm_medium=sms#top ")]
    [InlineData("https://shop.example/r/K7M%32XQ9TD")]
    [InlineData("https://l.facebook.com/l.php?u=https%3A%2F%2Fshop.example%2Fr%2FK7M2XQ9TD%3Ffbclid%3Dx&h=AT0")]
    [InlineData("https://a.example/?q=https%3A%2F%2Fb.example%2F%3Fu%3Dhttps%253A%252F%252Fshop.example%252Fr%252FK7M2XQ9TD")]
    public void A_link_is_read_whatever_happened_to_it(string url) =>
        Assert.Equal("K7M2XQ9TD", LinkTemplate.Parse("https://shop.example/r/{code}").Read(url).CodeText);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("K7M2XQ9TD")]
    [InlineData("https://other.example/r/K7M2XQ9TD")]
    [InlineData("https://shop.example.evil.example/r/K7M2XQ9TD")]
    [InlineData("https://shop.example@evil.example/r/K7M2XQ9TD")]
    [InlineData("https://shop.example/r/")]
    [InlineData("https://shop.example/r/K7M2XQ9TD/more")]
    [InlineData("https://shop.example/x/K7M2XQ9TD")]
    [InlineData("javascript://shop.example/r/K7M2XQ9TD")]
    [InlineData("://shop.example/r/K7M2XQ9TD")]
    public void What_is_no_link_of_this_site_has_no_code(string? url) =>
        Assert.False(LinkTemplate.Parse("https://shop.example/r/{code}").Read(url).HasCode);

    [Theory]
    [InlineData("")]
    [InlineData("shop.example/{code}")]
    [InlineData("https://shop.example/r")]
    [InlineData("https://shop.example/{code}/{code}")]
    [InlineData("https://shop.example/{code}?ref={code}")]
    [InlineData("https://shop.example/?ref=a{code}")]
    [InlineData("https://{code}.example/")]
    [InlineData("https://shop.example/{code}#top")]
    [InlineData("https://shop.example/{code}/{channel}")]
    [InlineData("https://shop.example/{code}?a={b}")]
    [InlineData("https://shop.example/{code}?a=b c")]
    [InlineData("https://me@shop.example/{code}")]
    [InlineData("javascript://shop.example/{code}")]
    public void A_text_that_is_no_template_is_refused_with_a_reason(string text)
    {
        Assert.False(LinkTemplate.TryParse(text, out _));
        Assert.Contains("is not a valid link template: ", Assert.Throws<FormatException>(() => LinkTemplate.Parse(text)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_code_in_a_parameter_is_read_on_any_page()
    {
        var template = LinkTemplate.Parse("https://shop.example/?ref={code}");

        Assert.Equal("K7M2XQ9TD", template.Read("https://shop.example/shoes/42?color=red&REF=K7M2XQ9TD").CodeText);
        Assert.Equal("K7M 2XQ", template.Read("https://shop.example/?ref=K7M+2XQ").CodeText);
        Assert.False(template.Read("https://shop.example/?ref=").HasCode);
    }

    [Fact]
    public void A_megabyte_has_no_code() =>
        Assert.False(LinkTemplate.Parse("https://shop.example/r/{code}").Read("https://shop.example/r/" + new string('A', 1_000_000)).HasCode);
}
