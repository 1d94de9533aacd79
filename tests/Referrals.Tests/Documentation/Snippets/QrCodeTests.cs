using Referrals.Codes;
using Referrals.QrCodes;
using Referrals.Sharing;

namespace Referrals.Tests.Documentation.Snippets;

/// <summary>What the package's readme shows: the QR code of a link.</summary>
public sealed class QrCodeTests
{
    [Fact]
    public void Link_becomes_a_drawing_and_a_picture()
    {
        var template = LinkTemplate.Parse("https://shop.example/r/{code}?utm_medium={channel}");
        var code = ReferralCode.From("K7M2XQ9TD");

        var link = template.Build(code, ShareChannels.Qr);
        var qr = ReferralQrCode.Of(link);

        string svg = qr.ToSvg();
        byte[] png = qr.ToPng(pixelsPerModule: 8);

        Assert.StartsWith("<svg", svg, StringComparison.Ordinal);
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], png[..4]);
    }
}
