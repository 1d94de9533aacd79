using System.Globalization;

namespace Referrals.QrCodes;

/// <summary>The two colours of a QR code: dark modules on a light ground, far enough apart for any camera.</summary>
/// <remarks>Immutable; equality is by value.</remarks>
public sealed record QrColors
{
    /// <summary>
    /// The least contrast as WCAG 2 defines it. Scanners need the ground to reflect well; 3 to 1 is what the worst of
    /// them manage in good light.
    /// </summary>
    public const double MinContrast = 3;

    private QrColors(string dark, string light)
    {
        Dark = dark;
        Light = light;
    }

    /// <summary>Black on white.</summary>
    public static QrColors BlackOnWhite { get; } = new("#000000", "#ffffff");

    /// <summary>The colour of the modules, as <c>#rrggbb</c>.</summary>
    public string Dark { get; }

    /// <summary>The colour of the ground, as <c>#rrggbb</c>.</summary>
    public string Light { get; }

    /// <summary>Two colours of the application's own.</summary>
    /// <param name="dark">The modules, as <c>#rrggbb</c>.</param>
    /// <param name="light">The ground, as <c>#rrggbb</c>; lighter than the modules.</param>
    /// <exception cref="ArgumentException">A text is no colour, or the contrast is less than 3 to 1.</exception>
    public static QrColors Of(string dark, string light)
    {
        ArgumentNullException.ThrowIfNull(dark);
        ArgumentNullException.ThrowIfNull(light);
        var contrast = (Luminance(light) + 0.05) / (Luminance(dark) + 0.05);
        return contrast >= MinContrast
            ? new QrColors(dark.ToLowerInvariant(), light.ToLowerInvariant())
            : throw new ArgumentException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{dark} on {light} has a contrast of {contrast:0.0} to 1 and takes at least {MinContrast}, "
                    + $"dark modules on a light ground."),
                nameof(light));
    }

    internal static byte[] Bytes(string color) => Convert.FromHexString(color.AsSpan(1));

    /// <summary>Relative luminance of WCAG 2.</summary>
    private static double Luminance(string color)
    {
        if (color.Length != 7 || color[0] != '#' || !color.Skip(1).All(char.IsAsciiHexDigit))
        {
            throw new ArgumentException($"'{color}' is not a valid colour; write it as #rrggbb.", nameof(color));
        }

        var channels = Bytes(color).Select(value => value / 255.0)
            .Select(value => value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4)).ToArray();
        return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2];
    }
}
