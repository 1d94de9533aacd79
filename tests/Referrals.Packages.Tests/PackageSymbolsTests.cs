using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;

namespace Referrals.Packages.Tests;

[Collection(PackedPackagesCollection.Name)]
public sealed class PackageSymbolsTests(PackedPackages packed)
{
    /// <summary>Kinds of custom debug information, as the specification of the portable PDB format names them.</summary>
    private static readonly Guid SourceLink = new("CC110556-A091-4D38-9FEC-25AB9A351A6A");
    private static readonly Guid EmbeddedSource = new("0E8A571B-6926-466E-B4AD-8AB04611F5FE");

    public static TheoryData<string> Packages => [.. Repository.Packages];

    [Theory]
    [MemberData(nameof(Packages))]
    public void Symbols_come_in_a_package_of_their_own(string package)
    {
        using var file = PackageFile.Open(packed, package, "snupkg");

        Assert.Equal([$"{package}.nuspec", $"lib/net10.0/{package}.pdb"], file.Files.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void Symbols_belong_to_the_library_beside_them(string package)
    {
        using var library = PackageFile.Open(packed, package);
        using var symbols = PackageFile.Open(packed, package, "snupkg");
        using var pe = new PEReader(library.Bytes($"lib/net10.0/{package}.dll"));
        using var pdb = MetadataReaderProvider.FromPortablePdbStream(symbols.Bytes($"lib/net10.0/{package}.pdb"));

        var codeView = pe.ReadCodeViewDebugDirectoryData(pe.ReadDebugDirectory().Single(entry => entry.Type == DebugDirectoryEntryType.CodeView));
        var id = new BlobContentId(pdb.GetMetadataReader().DebugMetadataHeader!.Id);

        Assert.Equal(codeView.Guid, id.Guid);
        Assert.Contains(pe.ReadDebugDirectory(), entry => entry.Type == DebugDirectoryEntryType.Reproducible);
    }

    /// <summary>A debugger finds each source by Source Link, where the repository has a known host, or in the symbols themselves.</summary>
    [Theory]
    [MemberData(nameof(Packages))]
    public void Every_source_is_found_from_the_symbols_and_no_path_of_a_machine(string package)
    {
        using var symbols = PackageFile.Open(packed, package, "snupkg");
        using var pdb = MetadataReaderProvider.FromPortablePdbStream(symbols.Bytes($"lib/net10.0/{package}.pdb"));
        var reader = pdb.GetMetadataReader();
        var linked = HasSourceLink(reader);

        foreach (var handle in reader.Documents)
        {
            var name = reader.GetString(reader.GetDocument(handle).Name);
            Assert.StartsWith("/_", name, StringComparison.Ordinal);
            Assert.True(linked || HasKind(reader, handle, EmbeddedSource), $"{name} cannot be found by a debugger.");
        }
    }

    private static bool HasSourceLink(MetadataReader reader) =>
        reader.GetCustomDebugInformation(EntityHandle.ModuleDefinition)
            .Select(reader.GetCustomDebugInformation)
            .Where(information => reader.GetGuid(information.Kind) == SourceLink)
            .Any(information => Encoding.UTF8.GetString(reader.GetBlobBytes(information.Value)).Contains("documents", StringComparison.Ordinal));

    private static bool HasKind(MetadataReader reader, EntityHandle handle, Guid kind) =>
        reader.GetCustomDebugInformation(handle)
            .Select(reader.GetCustomDebugInformation)
            .Any(information => reader.GetGuid(information.Kind) == kind);
}
