using System.Reflection;
using System.Text;
using Referrals.Explanations;

namespace Referrals.Tests.Explanations;

/// <summary>The documented list of codes is made from the code, and every code has words.</summary>
public sealed class CodeListTests
{
    private static readonly string File = TestTree.PathOf("docs", "decision-codes.md");

    /// <summary>Every constant of a class of codes of the core, by reflection: a new one cannot be forgotten.</summary>
    private static IEnumerable<string> Constants => typeof(ReferralDecider).Assembly.GetTypes()
        .Where(type => type.Name.EndsWith("Codes", StringComparison.Ordinal) && type is { IsAbstract: true, IsSealed: true })
        .Where(type => type.Namespace is "Referrals.Deciding" or "Referrals.Attribution" or "Referrals.Sharing" or "Referrals.Rewards"
            || type.Namespace!.StartsWith("Referrals.Qualification", StringComparison.Ordinal))
        .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
        .Where(constant => constant.IsLiteral)
        .Select(constant => (string)constant.GetRawConstantValue()!);

    [Fact]
    public void Every_code_has_words() =>
        Assert.DoesNotContain(Constants, code => CheckText.Phrase(code) == code && code is not "condition.all");

    [Fact]
    public void No_code_has_two_meanings() =>
        Assert.Empty(Constants.GroupBy(code => code).Where(codes => codes.Count() > 1).Select(codes => codes.Key));

    [Fact]
    public void Documented_list_is_what_the_code_says()
    {
        Approvals.Verify(List());
        Assert.Equal(List().TrimEnd(), System.IO.File.ReadAllText(File).ReplaceLineEndings("\n").TrimEnd());
    }

    private static string List()
    {
        var text = new StringBuilder("""
            # Codes of decisions and checks

            Every decision has a code, and so has every check in its explanation. Codes are stable: hosts may store them and branch on
            them, and none is ever used again for another meaning. The words beside them are for people and may be improved. In the
            third column stands what the customer reads; a code without an entry there tells the customer nothing.

            | code | what it says | what the customer reads |
            |---|---|---|

            """.ReplaceLineEndings("\n"));
        foreach (var code in CheckText.Codes)
        {
            _ = text.Append("| `").Append(code).Append("` | ").Append(CheckText.Phrase(code))
                .Append(" | ").Append(CheckText.Participant(code)).Append(" |\n");
        }

        return text.ToString();
    }
}
