using System.Reflection;
using System.Text;
using Referrals.Explanations;
using Referrals.Operations;

namespace Referrals.Tests.Explanations;

/// <summary>The documented list of codes is made from the code, and every code has words.</summary>
public sealed class CodeListTests
{
    private static readonly string File = TestTree.PathOf("docs", "decision-codes.md");

    /// <summary>Every constant of a class of codes of the core, by reflection: a new one cannot be forgotten.</summary>
    private static IEnumerable<string> Constants => typeof(ReferralDecider).Assembly.GetTypes()
        .Where(type => type.Name.EndsWith("Codes", StringComparison.Ordinal) && type is { IsAbstract: true, IsSealed: true })
        .Where(type => type != typeof(AuditCodes) && type != typeof(ProgramCodes) && type != typeof(AnalysisCodes))
        .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
        .Where(constant => constant.IsLiteral)
        .Select(constant => (string)constant.GetRawConstantValue()!);

    [Fact]
    public void Every_code_has_words() =>
        Assert.DoesNotContain(Constants, code => CheckText.Phrase(code, ReferralTexts.English) == code && code is not "condition.all");

    /// <summary>No code is left without a word about what participants read, and none has words that no decision uses.</summary>
    [Fact]
    public void Words_and_codes_are_the_same() =>
        Assert.Equal(Constants.Except(["condition.all"]).Order(StringComparer.Ordinal), CheckText.Codes);

    /// <summary>
    /// Participants read sentences of their own: never an operator's phrase, a word of the model, an id or a time. What a referrer reads of a
    /// friend holds no value that was found, but counts and what is the referrer's own.
    /// </summary>
    [Fact]
    public void Participants_never_read_an_operators_words()
    {
        var phrases = CheckText.Codes.Select(static code => CheckText.Phrase(code, ReferralTexts.English)).Where(static phrase => phrase.Contains(' ', StringComparison.Ordinal)).ToArray();
        foreach (var code in CheckText.Codes)
        {
            foreach (var text in new[] { CheckText.Participant(code, Side.Referee, ReferralTexts.English), CheckText.Participant(code, Side.Referrer, ReferralTexts.English) }.OfType<string>())
            {
                Assert.Matches("^[A-Z].*[.]$", text);
                Assert.DoesNotContain(phrases, phrase => text.Contains(phrase, StringComparison.OrdinalIgnoreCase));
                Assert.DoesNotMatch(
                    "(?i)conversion|touch|guard|referee|referrer|idempot|input|visitor|signal|segment|decision|operator|application|attribut|journal|ledger", text);
            }

            if (CheckText.Participant(code, Side.Referrer, ReferralTexts.English) is { } read && read.Contains("{0}", StringComparison.Ordinal))
            {
                Assert.Contains(code, OwnValues);
            }
        }
    }

    /// <summary>Counts that a rule asks for, and what the reader's own account holds.</summary>
    private static readonly string[] OwnValues =
    [
        ConditionCodes.Measure, RewardCodes.NoMilestone, RewardCodes.BelowTiers, DecisionCodes.RedemptionTooMuch, DecisionCodes.PayoutAfterCutOff,
        DecisionCodes.PayoutOnHold, DecisionCodes.PayoutTooMuch, DecisionCodes.PayoutBelowMinimum, DecisionCodes.RedemptionCancelled,
        DecisionCodes.ShortfallRecovered, DecisionCodes.ManualRewardGranted, DecisionCodes.ManualRewardWaits,
    ];

    [Fact]
    public void Evidence_of_guards_is_told_to_nobody() => Assert.All(
        CheckText.Codes.Where(static code => code.StartsWith("guard.same_", StringComparison.Ordinal)
            || code.StartsWith("guard.shared_", StringComparison.Ordinal)
            || code is GuardCodes.BannedReferrer or GuardCodes.Score or GuardCodes.Custom),
        static code => Assert.Null(CheckText.Participant(code, Side.Referee, ReferralTexts.English) ?? CheckText.Participant(code, Side.Referrer, ReferralTexts.English)));

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
            them, and none is ever used again for another meaning. The words beside them are for people and may be improved. The last two columns
            hold what `ToParticipantText` says: to the referee, or to whoever acted, and to the referrer. A code without an entry there tells
            that side nothing.

            | code | what it says | what the referee reads | what the referrer reads |
            |---|---|---|---|

            """.ReplaceLineEndings("\n"));
        foreach (var code in CheckText.Codes)
        {
            _ = text.Append("| `").Append(code).Append("` | ").Append(CheckText.Phrase(code, ReferralTexts.English))
                .Append(" | ").Append(Told(code, Side.Referee)).Append(" | ").Append(Told(code, Side.Referrer)).Append(" |\n");
        }

        return text.ToString();
    }

    /// <summary>What a participant reads, with the places named for a reader of the list.</summary>
    private static string? Told(string code, Side side) => CheckText.Participant(code, side, ReferralTexts.English)?
        .Replace("{1}{1##st|nd|rd|th}", "{required}th", StringComparison.Ordinal)
        .Replace("{2}{2##st|nd|rd|th}", "{number}th", StringComparison.Ordinal)
        .Replace("{0}", "{found}", StringComparison.Ordinal)
        .Replace("{1}", "{required}", StringComparison.Ordinal)
        .Replace("{2}", "{number}", StringComparison.Ordinal);
}
