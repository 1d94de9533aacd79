using System.IO.Compression;
using System.Xml.Linq;

namespace Referrals.Packages.Tests;

/// <summary>An opened <c>nupkg</c> or <c>snupkg</c>.</summary>
internal sealed class PackageFile : IDisposable
{
    private readonly ZipArchive _archive;

    private PackageFile(ZipArchive archive) => _archive = archive;

    /// <summary>The files that somebody put in, without those of the container format.</summary>
    public IEnumerable<string> Files => _archive.Entries
        .Select(entry => entry.FullName)
        .Where(name => !name.StartsWith("_rels/", StringComparison.Ordinal)
            && !name.StartsWith("package/", StringComparison.Ordinal)
            && name != "[Content_Types].xml")
        .Order(StringComparer.Ordinal);

    public static PackageFile Open(PackedPackages packed, string package, string ending = "nupkg") =>
        new(ZipFile.OpenRead(Path.Combine(packed.Source, $"{package}.{packed.Version}.{ending}")));

    public string Text(string name)
    {
        using var reader = new StreamReader(_archive.GetEntry(name)!.Open());
        return reader.ReadToEnd();
    }

    public MemoryStream Bytes(string name)
    {
        using var stream = _archive.GetEntry(name)!.Open();
        var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        bytes.Position = 0;
        return bytes;
    }

    /// <summary>The metadata element of the specification; its names without their namespace.</summary>
    public XElement Metadata(string package)
    {
        var document = XDocument.Parse(Text(package + ".nuspec"));
        foreach (var element in document.Descendants())
        {
            element.Name = element.Name.LocalName;
        }

        return document.Root!.Element("metadata")!;
    }

    public void Dispose() => _archive.Dispose();
}
