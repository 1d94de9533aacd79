using NodaTime;
using Referrals.Codes;
using Referrals.QrCodes;
using Referrals.Sharing;

namespace Referrals.Tests.Documentation.Snippets;

/// <summary>The code of docs/sharing.md.</summary>
public sealed class SharingDocTests
{
    private readonly CodeFormat _format = CodeFormat.Create(c => c.Length(8).WithCheckCharacter());
    private readonly ReferralCode _code = CodeGenerator.Next(
        CodeFormat.Create(c => c.Length(8).WithCheckCharacter()), Referrals.Pipeline.CryptographicRandomness.Instance);

    [Fact]
    public void Links_are_built_and_read()
    {
        var code = _code;
        var format = _format;
        var url = $"https://shop.example/r/{code}?utm_medium=sms";

        var template = LinkTemplate.Parse("https://shop.example/r/{code}").WithUtm(campaign: "spring");

        var link = template.Build(code, ShareChannels.WhatsApp);
        // https://shop.example/r/K7M2XQ9TP?utm_source=referral&utm_medium=whatsapp&utm_campaign=spring

        var reading = template.Read(url);
        var parsed = format.Parse(reading.CodeText);

        Assert.Equal($"https://shop.example/r/{code}?utm_source=referral&utm_medium=whatsapp&utm_campaign=spring", link);
        Assert.Equal(code, parsed.Code);
    }

    [Fact]
    public void Landing_pages_come_from_a_list()
    {
        var code = _code;
        var template = LinkTemplate.Parse("https://shop.example/r/{code}");

        var pages = LandingPages.Of("https://shop.example/welcome")
            .WithPage("shoes", "https://shop.example/sale/shoes")
            .WithPagesUnder("https://shop.example/products/");

        var url = template.Build(code, ShareChannels.Email, landing: "shoes");
        var page = pages.Resolve(template.Read(url).Landing);

        Assert.Equal("https://shop.example/sale/shoes", page);
        Assert.Equal("https://shop.example/welcome", pages.Resolve("https://elsewhere.example/"));
    }

    [Fact]
    public void Links_are_signed_and_verified()
    {
        var code = _code;
        var template = LinkTemplate.Parse("https://shop.example/r/{code}");
        var key = new byte[32];
        var now = Instant.FromUtc(2026, 3, 1, 12, 0);
        var expiry = now + Duration.FromDays(30);

        var signer = LinkSigner.Create("2026a", key);                        // 32 secret bytes
        var link = signer.Build(template, code, expiry, ShareChannels.Email);

        var verdict = signer.Verify(template.Read(link), now);               // Valid, Expired, Forged, UnknownKey, NotSigned

        Assert.Equal(SignatureStatus.Valid, verdict);
        Assert.Equal(SignatureStatus.Expired, signer.Verify(template.Read(link), expiry));
    }

    [Fact]
    public void Messages_are_rendered_for_a_channel_and_a_culture()
    {
        var code = _code;
        var format = _format;
        var link = $"https://shop.example/r/{code}";

        var messages = ShareMessages.Create(m => m
            .Add(ShareChannels.Copy, "en", "{referrer} gives you {reward} at {program}: {link}")
            .Add(ShareChannels.Copy, "de", "{referrer} schenkt dir {reward} bei {program}: {link}")
            .Add(ShareChannels.Email, "en", "Hi,\n\n{reward} for you: {link}\n\n{referrer}", subject: "{reward} from {referrer}"));

        var values = new ShareValues("Anna", "Example Shop", "10 €", format.Format(code), link);
        var message = messages.Render(ShareChannels.WhatsApp, "de-AT", values);
        // message.Text          the German text: de-AT falls back to de, then to the fallback culture
        // message.IntentLink    https://wa.me/?text=...

        Assert.StartsWith("Anna schenkt dir 10 €", message.Text, StringComparison.Ordinal);
        Assert.StartsWith("https://wa.me/?text=", message.IntentLink, StringComparison.Ordinal);
    }

    [Fact]
    public void Links_become_qr_codes()
    {
        var code = _code;
        var template = LinkTemplate.Parse("https://shop.example/r/{code}?utm_medium={channel}");

        var qr = ReferralQrCode.Of(template.Build(code, ShareChannels.Qr), QrResilience.Quartile);
        string svg = qr.ToSvg(title: "Scan for 10 € off");
        byte[] png = qr.ToPng(pixelsPerModule: 8, QrColors.Of("#1a237e", "#ffffff"));

        Assert.Contains("Scan for 10 € off", svg, StringComparison.Ordinal);
        Assert.NotEmpty(png);
    }
}
