using System.Globalization;
using System.Text.RegularExpressions;

namespace Referrals.Packages.Tests;

/// <summary>All packages of the repository, packed once under a version that nobody else has, in a folder that is deleted afterwards.</summary>
public sealed partial class PackedPackages : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("referrals-packages-").FullName;

    /// <summary>Below the root, so that the paths of generated sources are made independent of the machine too.</summary>
    private readonly string _artifacts = Path.Combine(Repository.Root, "artifacts", $"packages-{Environment.ProcessId}");

    public PackedPackages()
    {
        Version = string.Create(CultureInfo.InvariantCulture, $"0.1.0-test.{DateTime.UtcNow.Ticks}");
        Source = Path.Combine(_folder, "packages");
        foreach (var package in Repository.Packages)
        {
            _ = Dotnet.Run(
                Repository.Root,
                "pack",
                Path.Combine("src", package),
                "--configuration",
                "Release",
                "--artifacts-path",
                _artifacts,
                "--output",
                Source,
                $"-p:Version={Version}",
                "-p:ContinuousIntegrationBuild=true");
        }
    }

    /// <summary>The version of all packages.</summary>
    public string Version { get; }

    /// <summary>The folder with the packages.</summary>
    public string Source { get; }

    /// <summary>An empty folder in which NuGet finds the packed packages beside its usual sources.</summary>
    public string NewProjectFolder(string name)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;
        File.WriteAllText(
            Path.Combine(folder, "nuget.config"),
            $"""
            <configuration>
              <packageSources>
                <add key="packed" value="{Source}" />
              </packageSources>
            </configuration>
            """);
        return folder;
    }

    public void Dispose()
    {
        DeleteFromTheSharedCache();
        Directory.Delete(_folder, recursive: true);
        Directory.Delete(_artifacts, recursive: true);
    }

    /// <summary>NuGet unpacks what it restores into one folder per user; the test's version must not stay there.</summary>
    private void DeleteFromTheSharedCache()
    {
        var cache = CacheLine().Match(Dotnet.Run(_folder, "nuget", "locals", "global-packages", "--list")).Groups[1].Value.Trim();
        foreach (var package in Repository.Packages)
        {
            var unpacked = Path.Combine(cache, package.ToLowerInvariant(), Version);
            if (cache.Length > 0 && Directory.Exists(unpacked))
            {
                Directory.Delete(unpacked, recursive: true);
            }
        }
    }

    [GeneratedRegex("global-packages:(.*)")]
    private static partial Regex CacheLine();
}
