using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using Referrals.Sharing;

namespace Referrals.Tests.Decisions;

/// <summary>For every refusal the code and the docs say whether it is final.</summary>
public sealed partial class FinalityTests
{
    private static readonly string Page = TestTree.PathOf("docs", "repetition.md");

    /// <summary>The codes whose documentation begins with "Refused", and those that deciders refuse with: both are read from the source.</summary>
    private static IEnumerable<string> Refused
    {
        get
        {
            var codes = typeof(DecisionCodes).GetFields(BindingFlags.Static | BindingFlags.Public)
                .ToDictionary(constant => constant.Name, constant => (string)constant.GetRawConstantValue()!);
            var documented = DocumentedRefusal().Matches(File.ReadAllText(TestTree.PathOf("src", "Referrals", "Decisions", "DecisionCodes.cs")));
            var decided = Directory.EnumerateFiles(TestTree.PathOf("src", "Referrals", "Decisions"), "*.cs", SearchOption.AllDirectories)
                .SelectMany(file => DecidedRefusal().Matches(File.ReadAllText(file)));
            return documented.Concat(decided).Select(match => codes[match.Groups[1].Value])
                .Concat([DecisionCodes.CodeReplaced, SharingCodes.LinkOfUnknownHost, SharingCodes.LinkWithoutCode]).Distinct();
        }
    }

    [Fact]
    public void Every_refusal_says_whether_it_is_final() =>
        Assert.Equal(Refused.Order(StringComparer.Ordinal), Finality.All.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void Documented_table_is_what_the_code_says() =>
        Assert.Contains(Table(), File.ReadAllText(Page).ReplaceLineEndings("\n"), StringComparison.Ordinal);

    private static string Table()
    {
        var text = new StringBuilder("| refusal | told again | because |\n|---|---|---|\n");
        foreach (var (code, (isFinal, because)) in Finality.All.OrderBy(static one => one.Key, StringComparer.Ordinal))
        {
            _ = text.Append("| `").Append(code).Append("` | ").Append(isFinal ? "stays so" : "is decided again").Append(" | ").Append(because).Append(" |\n");
        }

        return text.ToString();
    }

    [GeneratedRegex("<summary>Refused:.*?public const string (\\w+) =", RegexOptions.Singleline)]
    private static partial Regex DocumentedRefusal();

    [GeneratedRegex("\\b(?:Refuse|Failed)\\(\\s*DecisionCodes\\.(\\w+)")]
    private static partial Regex DecidedRefusal();
}
