using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Referrals.Explanations;

/// <summary>
/// Why a decision came out as it did: every check with what was found and what was required. It is stored with the decision, so
/// "why did this person get 7.50?" can be answered from the decision alone, years later.
/// </summary>
public sealed record Explanation
{
    /// <summary>The program that decided.</summary>
    public required ProgramId Program { get; init; }

    /// <summary>The version of it.</summary>
    public required int ProgramVersion { get; init; }

    /// <summary>The decision's code.</summary>
    public required string Code { get; init; }

    /// <summary>The checks, in the order in which they were made.</summary>
    public required IReadOnlyList<Check> Checks { get; init => field = value.ToValueList(); }

    /// <summary>The explanation for the operator, in English.</summary>
    public override string ToString() => ToText(ReferralTexts.English);

    /// <summary>The explanation for the operator: everything, a line a check, indented as the checks are nested.</summary>
    /// <param name="culture">
    /// Whose language and formats it is in: German, French and Spanish are built in, everything else is English. <c>null</c> for English with the
    /// formats of the invariant culture.
    /// </param>
    public string ToText(CultureInfo? culture = null) => ToText(ReferralTexts.For(culture ?? CultureInfo.InvariantCulture));

    /// <summary>The explanation for the operator in the words of a language, which may be the application's own.</summary>
    public string ToText(ReferralTexts texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return ExplanationText.ForOperator(this, texts);
    }

    /// <summary>The explanation for one side: a referrer reads about the referrer's own reward, a referee about the referee's.</summary>
    /// <remarks>It holds what happened and what would have been enough: no ids, no evidence of guards, nothing about others.</remarks>
    /// <param name="reader">
    /// Who reads: the referee, who is also whoever acted where no conversion is concerned, or the referrer, who reads nothing that gives away when,
    /// what or for how much a friend bought.
    /// </param>
    /// <param name="culture">Whose language and formats it is in, as for <see cref="ToText(CultureInfo?)"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The side is not one of the two.</exception>
    public string ToParticipantText(Side reader = Side.Referee, CultureInfo? culture = null) =>
        ToParticipantText(reader, ReferralTexts.For(culture ?? CultureInfo.InvariantCulture));

    /// <summary>The explanation for one side in the words of a language, which may be the application's own.</summary>
    /// <param name="reader">Who reads. A referrer reads nothing that gives away when, what or for how much a friend bought.</param>
    /// <param name="texts">The language.</param>
    /// <exception cref="ArgumentOutOfRangeException">The side is not one of the two.</exception>
    public string ToParticipantText(Side reader, ReferralTexts texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return Enum.IsDefined(reader)
            ? ExplanationText.ForParticipant(this, reader, texts)
            : throw new ArgumentOutOfRangeException(nameof(reader), reader, "Not a valid side: use Side.Referrer or Side.Referee.");
    }

    /// <summary>
    /// The explanation as JSON, as it is stored: the checks with their codes, verdicts and typed values, and no words of any language. A value is a
    /// number; a text; an object that says what it is (<c>{"amount":"36.06 USD"}</c>); or an array of a key and the values that belong to it.
    /// </summary>
    public string ToJson() => JsonSerializer.Serialize(this, ExplanationJsonContext.Default.Explanation);
}

/// <summary>The source-generated JSON of an explanation alone.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(Explanation))]
internal sealed partial class ExplanationJsonContext : JsonSerializerContext;

/// <summary>Writes explanations for people.</summary>
internal static class ExplanationText
{
    internal static string ForOperator(Explanation explanation, ReferralTexts texts)
    {
        var writer = new PhraseWriter(texts, Side.Referee, zone: null);
        var text = new StringBuilder()
            .Append(WordPattern.Fill(
                texts.Text("line.head"),
                place => place switch
                {
                    0 => CheckText.Phrase(explanation.Code, texts),
                    1 => explanation.Code,
                    2 => explanation.Program.ToString(),
                    _ => writer.Write(explanation.ProgramVersion),
                },
                static (_, _) => 0,
                readsFriend: true));
        foreach (var check in explanation.Checks)
        {
            Append(text, check, depth: 1, writer, texts);
        }

        return text.ToString();
    }

    /// <summary>Only what the reader can see or do something about: the outcome on the reader's side, then the innermost reasons, each once.</summary>
    internal static string ForParticipant(Explanation explanation, Side reader, ReferralTexts texts)
    {
        var checks = explanation.Checks.Where(check => check.Side is null || check.Side == reader).ToArray();
        var sentences = new List<string> { Outcome(explanation, checks, reader, texts) };

        // A rule that grants something to one of several who share a reward has no reason to tell.
        var granted = checks.Where(static check => check is { Rule: not null, Verdict: Verdict.Passed }).Select(static check => check.Rule).ToHashSet();
        var told = checks.Where(check => !check.Held && !granted.Contains(check.Rule ?? string.Empty)).Select(static check => check.Told).ToArray();

        // That a rule asks for another event matters to nobody whom another rule rewards, or refuses for a reason of its own.
        var telling = Array.FindAll(told, static check => check.Code != "condition.event");
        foreach (var check in telling.Length > 0 || granted.Count > 0 ? telling : told)
        {
            if (CheckText.Participant(check, reader, texts) is { } sentence && !sentences.Contains(sentence))
            {
                sentences.Add(sentence);
            }
        }

        return string.Join(' ', sentences);
    }

    /// <summary>What became of the input for the reader: what it earned or cost the other side is not told.</summary>
    private static string Outcome(Explanation explanation, Check[] checks, Side reader, ReferralTexts texts)
    {
        var code = explanation.Code;
        if (explanation.Checks.Any(static check => check.Side is not null))
        {
            var own = Array.FindAll(checks, static check => check.Side is not null);
            switch (code)
            {
                case Rewarded or NotRewarded when own.Length == 0:
                case "refund.reversed" or "refund.kept" when own.Length == 0:
                    return CheckText.Recorded(texts);
                case Rewarded or NotRewarded:
                    var earned = Array.Exists(own, static check => check.Verdict == Verdict.Passed);
                    code = !earned ? NotRewarded : Array.Exists(checks, static check => check.Code == RewardWaits) ? RewardWaits : Rewarded;
                    break;
                case "refund.reversed" when !Array.Exists(own, static check => check.Code is "refund.reversed" or "reward.mark_lost"):
                    code = own[0].Code;
                    break;
                default:
                    break;
            }
        }

        var outcome = Array.Find(checks, check => string.Equals(check.Code, code, StringComparison.Ordinal));
        return (outcome is null ? CheckText.Participant(code, reader, texts) : CheckText.Participant(outcome, reader, texts)) ?? CheckText.Recorded(texts);
    }

    private const string Rewarded = "conversion.rewarded";
    private const string NotRewarded = "conversion.not_rewarded";
    private const string RewardWaits = "conversion.reward_waits";

    internal static string Of(Check check)
    {
        var text = new StringBuilder();
        Append(text, check, depth: 0, PhraseWriter.English, ReferralTexts.English);
        return text.ToString().TrimStart('\n');
    }

    private static void Append(StringBuilder text, Check check, int depth, PhraseWriter writer, ReferralTexts texts)
    {
        if (IsTransparent(check))
        {
            foreach (var child in check.Children)
            {
                Append(text, child, depth, writer, texts);
            }

            return;
        }

        _ = text.Append('\n').Append(' ', depth * 2).Append(Mark(check.Verdict)).Append(' ').Append(CheckText.Line(check, writer, texts));
        foreach (var child in check.Children)
        {
            Append(text, child, depth + 1, writer, texts);
        }
    }

    /// <summary>"All of these" around one condition or none says nothing of its own.</summary>
    private static bool IsTransparent(Check check) => check.Code == "condition.all" && check.Rule is null;

    private static char Mark(Verdict verdict) => verdict switch
    {
        Verdict.Passed => '+',
        Verdict.Failed => '-',
        _ => '*',
    };
}
