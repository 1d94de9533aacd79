using System.Collections.Frozen;

namespace Referrals.Explanations;

/// <summary>
/// The words for codes in a language: what an operator reads, and what the participants read, the referee and the referrer each about their own
/// side. No participant ever reads an operator's phrase; a code without a text for a side tells that side nothing.
/// </summary>
internal static class CheckText
{
    private const string Operator = "operator.";

    private static readonly FrozenSet<string> Known = ReferralTexts.English.Texts.Keys
        .Where(static key => key.StartsWith(Operator, StringComparison.Ordinal))
        .Select(static key => key[Operator.Length..])
        .ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Every code that has words; the documented list.</summary>
    internal static IEnumerable<string> Codes => Known.Order(StringComparer.Ordinal);

    internal static bool Knows(string code) => Known.Contains(code);

    /// <summary>An operator's phrase for a code; the code itself where there is none.</summary>
    internal static string Phrase(string code, ReferralTexts texts) => texts.TryText(Operator + code, out var text) ? text : code;

    /// <summary>What a participant reads of a code, with places for values; <c>null</c> where the participant is not told.</summary>
    internal static string? Participant(string code, Side reader, ReferralTexts texts) =>
        texts.TryText((reader == Side.Referrer ? ParticipantKey.Referrer : ParticipantKey.Referee) + code, out var text)
        || texts.TryText(ParticipantKey.Both + code, out text) ? text : null;

    /// <summary>What a participant reads of a check; <c>null</c> where the participant is not told.</summary>
    internal static string? Participant(Check check, Side reader, ReferralTexts texts)
    {
        if (Participant(check.Code, reader, texts) is not { } text)
        {
            return null;
        }

        var writer = new PhraseWriter(texts, reader, zone: null);
        object?[] values = [check.Found.Value, check.Needed.Value, check.Needed.Value is Phrase { Arguments: [var first, ..] } ? first : check.Needed.Value];
        return WordPattern.Fill(
            text,
            place => values[place] is { } value ? writer.Write(value) : texts.Text(place == 0 ? "value.not_known" : "value.more"),
            (place, ordinal) => values[place] is { } value ? writer.Form(value, ordinal) : 0,
            reader == Side.Referee);
    }

    /// <summary>What a participant reads of an input that concerns nobody but others, or of a code that participants are not told of.</summary>
    internal static string Recorded(ReferralTexts texts) => texts.Text("line.recorded");

    /// <summary>Phrase, what was found, what is required: <c>the amount: 36.06 USD, required at least 50.00 USD</c>.</summary>
    internal static string Line(Check check, PhraseWriter writer, ReferralTexts texts)
    {
        var (actual, required) = (Text(check.Found), Text(check.Needed));
        if (check is { Rule: { } incentive, Code: "reward.incentive" or "reward.shadow" })
        {
            return Fill(check.Code == "reward.shadow" ? "line.shadow" : "line.rule", incentive, actual ?? texts.Text("value.nothing"));
        }

        var phrase = Phrase(check.Code, texts);
        var line = (actual, required, check.Verdict) switch
        {
            (null, null, _) => phrase,
            (null, { } needed, _) => Fill("line.missing", phrase, needed),
            ({ } found, null, _) => Fill("line.found", phrase, found),
            ({ } found, { } needed, Verdict.Noted) => Fill("line.noted", phrase, found, needed),
            var (found, needed, _) => Fill("line.required", phrase, found, needed),
        };
        return check.Rule is { } rule ? Fill("line.rule", rule, line) : line;

        string? Text(CheckValue value) => value.Value is { } present ? writer.Write(present) : null;

        string Fill(string key, params string[] parts) => WordPattern.Fill(texts.Text(key), place => parts[place], static (_, _) => 0, readsFriend: true);
    }
}
