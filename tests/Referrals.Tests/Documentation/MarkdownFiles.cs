namespace Referrals.Tests.Documentation;

/// <summary>The Markdown files and the compiled C# files of the repository.</summary>
internal static class MarkdownFiles
{
    private static readonly string[] Generated = ["bin", "obj", "artifacts", "TestResults", "BenchmarkDotNet.Artifacts", ".git"];

    /// <summary>Everything that people read.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Files("*.md", "")];

    /// <summary>Code that every build compiles and every test run or CI run executes.</summary>
    public static IReadOnlyList<string> CompiledCode { get; } = [.. Files("*.cs", "samples"), .. Files("*.cs", "tests"), .. Files("*.cs", "benchmarks")];

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
