using System.Xml.Linq;

namespace Referrals.Packages.Tests;

/// <summary>What the tests read out of the repository itself.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>The projects that become packages.</summary>
    public static IReadOnlyList<string> Packages { get; } =
        [
        .. Directory.GetDirectories(Path.Combine(Root, "src")).Where(static folder => File.Exists(Path.Combine(folder, "PACKAGE.md")))
            .Select(Path.GetFileName).Order(StringComparer.Ordinal)!,
    ];

    /// <summary>The version that the repository pins for a package of others.</summary>
    public static string VersionOf(string package) =>
        XDocument.Load(Path.Combine(Root, "Directory.Packages.props"))
            .Descendants("PackageVersion")
            .Single(element => element.Attribute("Include")?.Value == package)
            .Attribute("Version")!.Value;

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Referrals.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("Run the tests from a checkout of the repository.");
        }

        return folder.FullName;
    }
}
