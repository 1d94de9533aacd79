using System.Xml.Linq;

namespace Referrals.Packages.Tests;

[Collection(PackedPackagesCollection.Name)]
public sealed class PackageContentTests(PackedPackages packed)
{
    /// <summary>What each package may depend on, and nothing else. A new dependency needs a reason.</summary>
    private static readonly Dictionary<string, string[]> Dependencies = new(StringComparer.Ordinal)
    {
        ["Referrals"] =
        [
            "Microsoft.Extensions.DependencyInjection.Abstractions",
            "Microsoft.Extensions.Diagnostics.HealthChecks.Abstractions",
            "Microsoft.Extensions.Hosting.Abstractions",
            "Microsoft.Extensions.Logging.Abstractions",
            "Microsoft.Extensions.Options",
            "NodaTime",
        ],
        ["Referrals.AI"] = ["Microsoft.Extensions.AI.Abstractions", "Referrals"],
        ["Referrals.AspNetCore"] = ["Referrals", "Referrals.QrCodes"],
        ["Referrals.AspNetCore.Dashboard"] = ["Referrals"],
        ["Referrals.Crm"] = ["Referrals"],
        ["Referrals.Crm.EntityFrameworkCore"] = ["Microsoft.EntityFrameworkCore.Relational", "Referrals.Crm"],
        ["Referrals.EntityFrameworkCore"] = ["Microsoft.EntityFrameworkCore.Relational", "Referrals"],
        ["Referrals.Exports"] = ["Referrals"],
        ["Referrals.Imports"] = ["Referrals", "Sylvan.Data.Csv"],
        ["Referrals.Insights"] = [],
        ["Referrals.Mcp"] = ["ModelContextProtocol", "Referrals.AI"],
        ["Referrals.Messages"] = ["Referrals"],
        ["Referrals.Messages.EntityFrameworkCore"] = ["Microsoft.EntityFrameworkCore.Relational", "Referrals.Messages"],
        ["Referrals.QrCodes"] = ["QRCoder"],
        ["Referrals.Testing"] = ["Referrals"],
        ["Referrals.Webhooks"] = ["Referrals"],
        ["Referrals.Webhooks.EntityFrameworkCore"] = ["Microsoft.EntityFrameworkCore.Relational", "Referrals.Webhooks"],
    };

    public static TheoryData<string> Packages => [.. Repository.Packages];

    [Theory]
    [MemberData(nameof(Packages))]
    public void Package_holds_the_library_its_docs_and_its_readme_and_nothing_else(string package)
    {
        using var file = PackageFile.Open(packed, package);

        Assert.Equal(
            new[] { "README.md", $"{package}.nuspec", $"lib/net10.0/{package}.dll", $"lib/net10.0/{package}.xml" }
                .Concat(package == "Referrals" ? ["analyzers/dotnet/cs/Referrals.Analyzers.dll"] : Array.Empty<string>())
                .Order(StringComparer.Ordinal),
            file.Files);
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void Specification_says_who_what_and_under_which_licence(string package)
    {
        using var file = PackageFile.Open(packed, package);
        var metadata = file.Metadata(package);

        Assert.Equal(package, metadata.Element("id")?.Value);
        Assert.Equal("MIT", metadata.Element("license")?.Value);
        Assert.Equal("expression", metadata.Element("license")?.Attribute("type")?.Value);
        Assert.Equal("README.md", metadata.Element("readme")?.Value);
        Assert.EndsWith(".", metadata.Element("description")?.Value, StringComparison.Ordinal);
        Assert.NotEmpty(metadata.Element("tags")!.Value);
    }

    /// <summary>A plain copy of the sources has no history to name.</summary>
    [Theory]
    [MemberData(nameof(Packages))]
    public void Specification_names_the_commit(string package)
    {
        using var file = PackageFile.Open(packed, package);
        var repository = file.Metadata(package).Element("repository");

        if (Path.Exists(Path.Combine(Repository.Root, ".git")))
        {
            Assert.Equal("git", repository?.Attribute("type")?.Value);
            Assert.Matches("^[0-9a-f]{40}$", repository?.Attribute("commit")?.Value);
        }

        Assert.DoesNotContain(Repository.Root, repository?.ToString() ?? "", StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void Dependencies_are_exactly_the_agreed_ones(string package)
    {
        using var file = PackageFile.Open(packed, package);
        var groups = file.Metadata(package).Element("dependencies")!.Elements("group").ToArray();

        var group = Assert.Single(groups);
        Assert.Equal("net10.0", group.Attribute("targetFramework")?.Value);
        Assert.Equal(
            Dependencies.GetValueOrDefault(package, []),
            group.Elements("dependency").Select(Id).Order(StringComparer.Ordinal));
        Assert.All(group.Elements("dependency"), dependency => Assert.Equal(
            Repository.Packages.Contains(Id(dependency)) ? packed.Version : Repository.VersionOf(Id(dependency)),
            dependency.Attribute("version")?.Value));
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void Readme_begins_with_the_package_and_shows_code(string package)
    {
        using var file = PackageFile.Open(packed, package);
        var readme = file.Text("README.md");

        Assert.StartsWith($"# {package}\n", readme, StringComparison.Ordinal);
        Assert.Contains("```csharp", readme, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void Docs_are_written_for_members(string package)
    {
        using var file = PackageFile.Open(packed, package);
        var docs = XDocument.Parse(file.Text($"lib/net10.0/{package}.xml"));

        Assert.NotEmpty(docs.Descendants("member"));
        Assert.All(docs.Descendants("member"), member => Assert.NotEmpty(member.Elements()));
    }

    private static string Id(XElement dependency) => dependency.Attribute("id")!.Value;
}
