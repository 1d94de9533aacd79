using System.Globalization;
using System.Security;
using System.Text;
using QRCoder;

namespace Referrals.QrCodes;

/// <summary>A QR code of a referral link.</summary>
/// <example><code>
/// var qr = ReferralQrCode.Of(template.Build(code, ShareChannels.Qr));
/// string svg = qr.ToSvg();
/// </code></example>
/// <remarks>Immutable, for any number of threads. The same link gives the same bytes each time.</remarks>
public sealed class ReferralQrCode
{
    /// <summary>The longest link: 500 characters. A longer one makes a code that phones find hard to read.</summary>
    public const int MaxLength = 500;

    /// <summary>The light border that scanners need, in modules on each side (ISO/IEC 18004).</summary>
    private const int Border = 4;

    private readonly QRCodeData _data;

    private ReferralQrCode(QRCodeData data) => _data = data;

    /// <summary>How many modules, the little squares, each side has, border included.</summary>
    public int Size => _data.ModuleMatrix.Count;

    /// <summary>The QR code of a link.</summary>
    /// <param name="link">The link, of 1 to 500 characters; a short one makes a code that is easy to read.</param>
    /// <param name="resilience">How much of the code can be lost.</param>
    /// <exception cref="ArgumentException">The link is empty or too long.</exception>
    public static ReferralQrCode Of(string link, QrResilience resilience = QrResilience.Medium)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(link);
        if (link.Length > MaxLength)
        {
            throw new ArgumentException(
                $"A QR code holds a link of up to {MaxLength} characters, and this has {link.Length}.", nameof(link));
        }

        var level = resilience switch
        {
            QrResilience.Low => QRCodeGenerator.ECCLevel.L,
            QrResilience.Medium => QRCodeGenerator.ECCLevel.M,
            QrResilience.Quartile => QRCodeGenerator.ECCLevel.Q,
            QrResilience.High => QRCodeGenerator.ECCLevel.H,
            _ => throw new ArgumentOutOfRangeException(nameof(resilience), resilience, "There is no such resilience."),
        };
        return new ReferralQrCode(QRCodeGenerator.GenerateQrCode(link, level));
    }

    /// <summary>The code as an SVG that fits any size: a ground and one path, which is as small as it gets.</summary>
    /// <param name="colors">The colours; <c>null</c> for black on white.</param>
    /// <param name="title">What screen readers say; <c>null</c> for nothing.</param>
    public string ToSvg(QrColors? colors = null, string? title = null)
    {
        colors ??= QrColors.BlackOnWhite;
        var svg = new StringBuilder(1_024);
        _ = svg.Append(
            CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Size} {Size}\" shape-rendering=\"crispEdges\"");
        _ = title is null
            ? svg.Append('>')
            : svg.Append(CultureInfo.InvariantCulture, $" role=\"img\"><title>{SecurityElement.Escape(title)}</title>");
        _ = svg.Append(CultureInfo.InvariantCulture, $"<path fill=\"{colors.Light}\" d=\"M0 0h{Size}v{Size}H0z\"/>")
            .Append(CultureInfo.InvariantCulture, $"<path fill=\"{colors.Dark}\" d=\"");
        AppendModules(svg);
        return svg.Append("\"/></svg>").ToString();
    }

    /// <summary>The code as a PNG with a palette of two colours.</summary>
    /// <param name="pixelsPerModule">How many pixels each side of a module has: 1 to 100. Default 8, for a code of 200
    /// to 400 pixels.</param>
    /// <param name="colors">The colours; <c>null</c> for black on white.</param>
    public byte[] ToPng(int pixelsPerModule = 8, QrColors? colors = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(pixelsPerModule);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(pixelsPerModule, 100);
        colors ??= QrColors.BlackOnWhite;

        // Not disposed: that would clear the modules, which are ours, and it holds nothing else.
        return new PngByteQRCode(_data).GetGraphic(
            pixelsPerModule, QrColors.Bytes(colors.Dark), QrColors.Bytes(colors.Light), drawQuietZones: true);
    }

    /// <summary>Whether a module is dark; the border counts.</summary>
    internal bool IsDark(int row, int column) => _data.ModuleMatrix[row][column];

    /// <summary>Each run of dark modules in a row is one rectangle.</summary>
    private void AppendModules(StringBuilder svg)
    {
        for (var row = Border; row < Size - Border; row++)
        {
            for (var column = Border; column < Size - Border; column++)
            {
                var start = column;
                while (IsDark(row, column))
                {
                    column++;
                }

                if (column > start)
                {
                    _ = svg.Append(CultureInfo.InvariantCulture, $"M{start} {row}h{column - start}v1H{start}z");
                }
            }
        }
    }
}
