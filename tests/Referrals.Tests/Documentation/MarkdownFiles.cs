namespace Referrals.Tests.Documentation;

/// <summary>The Markdown files and the compiled C# files of the repository.</summary>
internal static class MarkdownFiles
{
    private static readonly string[] Generated = ["bin", "obj", "artifacts", "TestResults", "BenchmarkDotNet.Artifacts", ".git"];

    /// <summary>Everything that people read.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Files("*.md", "")];

    /// <summary>Code that every build compiles, and the public API as it is printed from the compiled packages.</summary>
    public static IReadOnlyList<string> CompiledCode { get; } =
    [
        .. Files("*.cs", "samples"),
        .. Files("*.cs", "tests"),
        .. Files("*.cs", "benchmarks"),
        .. Files("PublicApiTests.Public_api_is_approved.*.verified.txt", "tests"),
    ];

    private static IEnumerable<string> Files(string pattern, string folder)
    {
        var root = TestTree.PathOf(folder);
        return !Directory.Exists(root)
            ? []
            : Directory.EnumerateFiles(root, pattern, SearchOption.AllDirectories)
                .Where(path => !Path.GetRelativePath(TestTree.Root, path).Split(Path.DirectorySeparatorChar).Intersect(Generated).Any())
                .Order(StringComparer.Ordinal);
    }
}
