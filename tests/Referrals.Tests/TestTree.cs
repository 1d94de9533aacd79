namespace Referrals.Tests;

/// <summary>Where the sources are on this machine, for tests that read or write files beside them.</summary>
/// <remarks>
/// A deterministic build in CI records source paths as <c>/_/tests/...</c>, so the root is found from the test binary
/// upwards, by the solution file, and the recorded path only serves for the part below it.
/// </remarks>
internal static class TestTree
{
    private static readonly Lazy<string> LazyRoot = new(FindRoot);

    /// <summary>The root of the repository.</summary>
    public static string Root => LazyRoot.Value;

    /// <summary>The folder of a source file, given its path as the compiler recorded it.</summary>
    public static string FolderOf(string sourceFile)
    {
        var parts = sourceFile.Replace('\\', '/').Split('/');
        var tests = Array.LastIndexOf(parts, "tests");
        return tests < 0
            ? throw new ArgumentException($"'{sourceFile}' is not below a folder named tests.", nameof(sourceFile))
            : Path.Combine([Root, .. parts[tests..^1]]);
    }

    /// <summary>A path below the root of the repository.</summary>
    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Referrals.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException(
            $"There is no Referrals.sln above {AppContext.BaseDirectory}. Run the tests from a checkout of the repository.");
    }
}
