using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Xml.Linq;

namespace Referrals.QrCodes.Tests;

public class ReferralQrCodeTests
{
    private const string Link = "https://shop.example/r/K7M2XQ9TD?utm_medium=qr";

    /// <summary>The three squares in the corners of any QR code: 7 modules, dark, light, dark.</summary>
    [Theory]
    [InlineData(QrResilience.Low)]
    [InlineData(QrResilience.Medium)]
    [InlineData(QrResilience.Quartile)]
    [InlineData(QrResilience.High)]
    public void It_is_a_QR_code(QrResilience resilience)
    {
        var modules = FromSvg(ReferralQrCode.Of(Link, resilience).ToSvg());
        var size = modules.GetLength(0);

        Assert.Equal(1, (size - 8) % 4);
        foreach (var (top, left) in new[] { (4, 4), (4, size - 11), (size - 11, 4) })
        {
            for (var row = 0; row < 7; row++)
            {
                for (var column = 0; column < 7; column++)
                {
                    var ring = Math.Max(Math.Abs(row - 3), Math.Abs(column - 3));
                    Assert.Equal(ring != 2, modules[top + row, left + column]);
                }
            }
        }

        for (var i = 0; i < size; i++)
        {
            Assert.False(modules[3, i] || modules[i, 3] || modules[size - 4, i] || modules[i, size - 4]);
        }
    }

    [Fact]
    public void Svg_and_png_show_the_same_modules()
    {
        var code = ReferralQrCode.Of(Link);
        var svg = FromSvg(code.ToSvg());
        var png = FromPng(code.ToPng(pixelsPerModule: 3), pixelsPerModule: 3);

        Assert.Equal(code.Size, svg.GetLength(0));
        Assert.Equal(svg, png);
    }

    [Fact]
    public void The_same_link_gives_the_same_bytes()
    {
        Assert.Equal(ReferralQrCode.Of(Link).ToSvg(), ReferralQrCode.Of(Link).ToSvg());
        var code = ReferralQrCode.Of(Link);
        Assert.Equal(code.ToPng(), code.ToPng());
        Assert.NotEqual(ReferralQrCode.Of(Link).ToSvg(), ReferralQrCode.Of(Link + "x").ToSvg());
    }

    [Fact]
    public void Colours_and_title_are_written()
    {
        var svg = XElement.Parse(ReferralQrCode.Of(Link).ToSvg(QrColors.Of("#1a237e", "#fff8e1"), "Anna's <code>"));

        Assert.Equal(["#fff8e1", "#1a237e"], svg.Elements().Where(e => e.Name.LocalName == "path").Select(e => e.Attribute("fill")!.Value));
        Assert.Equal("Anna's <code>", svg.Elements().Single(e => e.Name.LocalName == "title").Value);
    }

    [Fact]
    public void More_resilience_makes_a_larger_code() =>
        Assert.True(ReferralQrCode.Of(Link, QrResilience.High).Size > ReferralQrCode.Of(Link, QrResilience.Low).Size);

    [Fact]
    public void Links_too_long_and_sizes_that_cannot_be_are_refused()
    {
        Assert.Throws<ArgumentException>(() => ReferralQrCode.Of(" "));
        Assert.Throws<ArgumentException>(() => ReferralQrCode.Of(new string('a', ReferralQrCode.MaxLength + 1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => ReferralQrCode.Of(Link, (QrResilience)9));
        Assert.Throws<ArgumentOutOfRangeException>(() => ReferralQrCode.Of(Link).ToPng(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => ReferralQrCode.Of(Link).ToPng(101));
        Assert.True(ReferralQrCode.Of(new string('a', ReferralQrCode.MaxLength), QrResilience.High).Size > 0);
    }

    private static bool[,] FromSvg(string text)
    {
        var svg = XElement.Parse(text);
        var size = int.Parse(svg.Attribute("viewBox")!.Value.Split(' ')[2], CultureInfo.InvariantCulture);
        var modules = new bool[size, size];
        var path = svg.Elements().Last().Attribute("d")!.Value;
        foreach (var run in path.Split('M', StringSplitOptions.RemoveEmptyEntries))
        {
            var numbers = run.Split([' ', 'h', 'v', 'H', 'z'], StringSplitOptions.RemoveEmptyEntries)
                .Select(number => int.Parse(number, CultureInfo.InvariantCulture)).ToArray();
            for (var i = 0; i < numbers[2]; i++)
            {
                modules[numbers[1], numbers[0] + i] = true;
            }
        }

        return modules;
    }

    /// <summary>Reads just the PNGs in question: a palette, one bit for each pixel, no filter.</summary>
    private static bool[,] FromPng(byte[] png, int pixelsPerModule)
    {
        Assert.Equal([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], png[..8]);
        var width = 0;
        var dark = 0;
        var packed = new MemoryStream();
        for (var at = 8; at < png.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
            var kind = System.Text.Encoding.ASCII.GetString(png, at + 4, 4);
            var body = png.AsSpan(at + 8, length);
            if (kind == "IHDR")
            {
                width = BinaryPrimitives.ReadInt32BigEndian(body);
                Assert.Equal([1, 3], body.Slice(8, 2).ToArray());
            }
            else if (kind == "PLTE")
            {
                dark = body[0] == 0 ? 0 : 1;
                Assert.Equal([0, 0, 0, 255, 255, 255], body.ToArray().Order().Select(value => (int)value));
            }
            else if (kind == "IDAT")
            {
                packed.Write(body);
            }

            at += 12 + length;
        }

        packed.Position = 0;
        using var unpacked = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionMode.Decompress))
        {
            zlib.CopyTo(unpacked);
        }

        var pixels = unpacked.ToArray();
        var stride = 1 + (width + 7) / 8;
        var size = width / pixelsPerModule;
        var modules = new bool[size, size];
        for (var row = 0; row < size; row++)
        {
            for (var column = 0; column < size; column++)
            {
                var x = column * pixelsPerModule + 1;
                var y = row * pixelsPerModule + 1;
                modules[row, column] = ((pixels[y * stride + 1 + x / 8] >> (7 - x % 8)) & 1) == dark;
            }
        }

        return modules;
    }
}
