using System.Text.RegularExpressions;
using Referrals.Tests.Architecture;

namespace Referrals.Tests.Documentation;

public sealed partial class DocumentationTests
{
    /// <summary>
    /// Every C# fence is a verbatim excerpt of a file that the build compiles: of a sample or of a test. So no snippet can
    /// rot. A line <c>// ...</c> stands for code left out; indentation does not count.
    /// </summary>
    [Fact]
    public void Every_snippet_is_an_excerpt_of_compiled_code()
    {
        var compiled = MarkdownFiles.CompiledCode.Select(File.ReadAllLines).ToArray();
        Findings.None(
            from fence in MarkdownFiles.All.SelectMany(CodeFence.ReadFrom)
            where fence.Language is "csharp" or "cs" or "c#"
            from stretch in fence.Stretches
            where !compiled.Any(code => Holds(code, stretch))
            select $"{fence.File}:{fence.Line}: \"{stretch[0].Trim()}\" and {stretch.Count - 1} more lines",
            "Put the code into samples/Quickstart or into a test, and copy it from there.");
    }

    [Fact]
    public void Every_fence_names_its_language()
    {
        Findings.None(
            from fence in MarkdownFiles.All.SelectMany(CodeFence.ReadFrom)
            where fence.Language.Length == 0
            select $"{fence.File}:{fence.Line}",
            "Write csharp, json, sh, sql, mermaid or text behind the fence.");
    }

    [Fact]
    public void Every_link_inside_the_repository_leads_somewhere()
    {
        Findings.None(
            from file in MarkdownFiles.All
            from Match link in InlineLink().Matches(File.ReadAllText(file))
            let target = link.Groups[1].Value.Split('#')[0]
            where target.Length > 0 && !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith("mailto:", StringComparison.Ordinal)
            where !Path.Exists(Path.Combine(Path.GetDirectoryName(file)!, target))
            select $"{Path.GetRelativePath(TestTree.Root, file)} leads to {target}",
            "Correct the link, or add what it leads to.");
    }

    [Theory]
    [InlineData("var total = 1 + 1;", true)]
    [InlineData("    var total = 1 + 1;\n    total++;", true)]
    [InlineData("var total = 1 + 1;\n// ...\nreturn total;", true)]
    [InlineData("var total = 1 + 2;", false)]
    [InlineData("total++;\nvar total = 1 + 1;", false)]
    public void Excerpt_is_found_by_its_lines(string snippet, bool found)
    {
        string[] code = ["{", "        var total = 1 + 1;", "        total++;", "        return total;", "}"];
        var fence = new CodeFence("x.md", 1, "csharp", snippet.Split('\n'));

        Assert.Equal(found, fence.Stretches.All(stretch => Holds(code, stretch)));
    }

    private static bool Holds(string[] code, IReadOnlyList<string> stretch)
    {
        var first = stretch[0].Trim();
        for (var start = 0; start <= code.Length - stretch.Count; start++)
        {
            if (code[start].Trim() == first && CodeFence.Outdented(code[start..(start + stretch.Count)]).SequenceEqual(stretch))
            {
                return true;
            }
        }

        return false;
    }

    [GeneratedRegex(@"\[[^\]\n]*\]\(([^)\s]+)\)")]
    private static partial Regex InlineLink();
}
