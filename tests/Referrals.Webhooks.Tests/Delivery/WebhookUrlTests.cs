using Referrals.Webhooks.Delivery;

namespace Referrals.Webhooks.Tests.Delivery;

public sealed class WebhookUrlTests
{
    [Theory]
    [InlineData("https://example.com/hooks", null)]
    [InlineData("https://example.com:8443/hooks?tenant=1", null)]
    [InlineData("https://bücher.example/hooks", null)]
    [InlineData("https://8.8.8.8/hooks", null)]
    [InlineData("http://example.com/hooks", "webhook.not_https")]
    [InlineData("ftp://example.com/hooks", "webhook.url")]
    [InlineData("file:///etc/passwd", "webhook.url")]
    [InlineData("gopher://example.com/", "webhook.url")]
    [InlineData("javascript:alert(1)", "webhook.url")]
    [InlineData("//example.com/hooks", "webhook.url")]
    [InlineData("/hooks", "webhook.url")]
    [InlineData("", "webhook.url")]
    [InlineData(" https://example.com", "webhook.url")]
    [InlineData("https://example.com/a b", "webhook.url")]
    [InlineData("https://example.com/\r\nX-Injected: 1", "webhook.url")]
    [InlineData("https://user:secret@example.com/", "webhook.url")]
    [InlineData("https://example.com@10.0.0.1/", "webhook.url")]
    [InlineData("https://example.com\\@10.0.0.1/", "webhook.url")]
    [InlineData("https://example.com/#fragment", "webhook.url")]
    [InlineData("https://example.com:0/", "webhook.url")]
    [InlineData("https://example.com:99999/", "webhook.url")]
    [InlineData("https://localhost/", "webhook.private_address")]
    [InlineData("https://LOCALHOST./", "webhook.private_address")]
    [InlineData("https://intranet/", "webhook.private_address")]
    [InlineData("https://printer.local/", "webhook.private_address")]
    [InlineData("https://metadata.google.internal/", "webhook.private_address")]
    [InlineData("https://127.0.0.1/", "webhook.private_address")]
    [InlineData("https://127.1/", "webhook.private_address")]
    [InlineData("https://2130706433/", "webhook.private_address")]
    [InlineData("https://0x7f000001/", "webhook.private_address")]
    [InlineData("https://0177.0.0.1/", "webhook.private_address")]
    [InlineData("https://169.254.169.254/latest/meta-data", "webhook.private_address")]
    [InlineData("https://[::1]/", "webhook.private_address")]
    [InlineData("https://[::ffff:10.0.0.1]/", "webhook.private_address")]
    [InlineData("https://[fd00::1]/", "webhook.private_address")]
    [InlineData("https://１２７.０.０.１/", "webhook.private_address")]
    public void Url_is_judged_by_its_text(string url, string? code) =>
        Assert.Equal(code, WebhookUrl.Objection(url, new WebhookOptions())?.Code);

    [Fact]
    public void Development_may_use_this_machine_and_no_encryption()
    {
        var options = new WebhookOptions { AllowHttp = true, AllowPrivateNetworks = true };

        Assert.Null(WebhookUrl.Objection("http://localhost:5000/hooks", options));
        Assert.NotNull(WebhookUrl.Objection("ftp://localhost/hooks", options));
    }

    /// <summary>A refusal may be logged or shown, and a password must not be.</summary>
    [Fact]
    public void Refusal_does_not_repeat_a_password() =>
        Assert.DoesNotContain("secret", WebhookUrl.Objection("https://user:secret@example.com/", new WebhookOptions())!.Message, StringComparison.Ordinal);

    [Fact]
    public void Url_beyond_2000_characters_is_refused_without_repeating_it()
    {
        var refusal = WebhookUrl.Objection("https://example.com/" + new string('x', 2_000), new WebhookOptions())!;

        Assert.Equal("webhook.url", refusal.Code);
        Assert.Equal("The URL has 2020 characters; write one of 1 to 2000, such as https://example.com/webhooks.", refusal.Message);
    }

    [Theory]
    [InlineData("referrals.conversion.rewarded", "referrals.conversion.rewarded", true)]
    [InlineData("referrals.conversion.rewarded", "referrals.conversion.rewarded_late", false)]
    [InlineData("referrals.conversion.*", "referrals.conversion.rewarded", true)]
    [InlineData("referrals.conversion.*", "referrals.conversions.rewarded", false)]
    [InlineData("referrals.conversion.*", "referrals.conversion.", false)]
    [InlineData("referrals.*", "referrals.conversion.rewarded", true)]
    [InlineData("*", "referrals.conversion.rewarded", true)]
    public void Patterns_of_types_fit(string pattern, string type, bool fits) =>
        Assert.Equal(fits, new WebhookSettings { Url = "https://example.com", Types = [pattern] }.Wants(ProgramId.From("spring"), type));

    [Theory]
    [InlineData("")]
    [InlineData("referrals.*.rewarded")]
    [InlineData("referrals.con*")]
    [InlineData("referrals..x")]
    [InlineData("referrals conversion")]
    [InlineData("referrals.conversion\n")]
    public void Patterns_of_another_form_are_refused(string pattern) =>
        Assert.Equal("webhook.type", new WebhookSettings { Url = "https://example.com", Types = [pattern] }.Objection(new WebhookOptions())?.Code);

    [Fact]
    public void Programs_narrow_what_is_sent()
    {
        var settings = new WebhookSettings { Url = "https://example.com", Programs = [ProgramId.From("spring")] };

        Assert.True(settings.Wants(ProgramId.From("spring"), "referrals.code.issued"));
        Assert.False(settings.Wants(ProgramId.From("autumn"), "referrals.code.issued"));
    }
}
