using Referrals.AI.Answers;
using Referrals.AI.Functions;
using Referrals.Codes;

namespace Referrals.AI.Participants;

/// <summary>What everybody may ask of the program, whoever they are.</summary>
internal static class ProgramTools
{
    private const int MaxTermsLength = 6_000;

    internal static IReadOnlyList<ReferralTool> All { get; } =
    [
        new ReferralTool(
            "get_program_terms",
            "Terms of the program",
            "Tells the terms of the program in force, for people who invite or for friends who are invited: what is given, for what, and the limits. "
                + "Use it for general questions; for the person's own rewards use the functions about \"my\". Reads only.",
            ToolAudience.Everybody,
            [new ToolParameter("reader", "referrer for people who invite friends (the default), referee for the invited friend.", IsRequired: false) { Choices = ["referrer", "referee"] }],
            AnswerJson.Default.TermsAnswer,
            static (call, _) => ValueTask.FromResult<object>(Terms(call))),
        new ReferralTool(
            "check_code",
            "Check a code",
            "Tells whether a referral code or link that somebody received can be used, is mistyped, or cannot be used; never whose it is. Few calls a minute. Reads only.",
            ToolAudience.Everybody,
            [new ToolParameter("code", "The code or link, exactly as it was typed.")],
            AnswerJson.Default.CodeCheckAnswer,
            CheckCodeAsync)
        {
            ChecksCodes = true,
        },
    ];

    private static TermsAnswer Terms(ToolCall call)
    {
        var side = call.Arguments.Text("reader") == "referee" ? Side.Referee : Side.Referrer;
        var today = call.Now.InZone(call.Program.Zone).Date;
        var (terms, offer) = (ProgramTerms.Of(call.Program, side, call.Texts, today), Offer.Of(call.Program, side, call.Texts, today));
        var sections = new List<TermsSectionAnswer>();
        var length = 0;
        foreach (var section in terms.Sections)
        {
            string[] sentences = [.. section.Sentences.SelectMany(SentencesOf)];
            length += section.Heading.Length + sentences.Sum(static one => one.Length);
            if (length > MaxTermsLength)
            {
                break;
            }

            sections.Add(new TermsSectionAnswer(section.Heading, sentences));
        }

        return new TermsAnswer(offer.Headline, call.Program.Name, call.Program.Version, sections, sections.Count < terms.Sections.Count);
    }

    private static IEnumerable<string> SentencesOf(TermsSentence sentence) => sentence.Table is { } table
        ? [sentence.Text, .. table.Rows.Select(static row => string.Join(": ", row))]
        : [sentence.Text];

    private static async ValueTask<object> CheckCodeAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var (text, words) = (call.Arguments.Needed("code"), call.Words);
        var typed = call.Program.Links?.Read(text) is { HasCode: true, CodeText: { } linked } ? linked : text;
        if (call.Program.ChosenCodes is null && !call.Program.Codes.Parse(typed).IsValid)
        {
            return new CodeCheckAnswer(words.CodeMistyped, "mistyped");
        }

        var code = await call.Engine.Codes.FindAsync(text, cancellationToken).ConfigureAwait(false);
        return code?.Status == CodeStatus.Usable
            ? new CodeCheckAnswer(words.CodeUsable, "usable")
            : new CodeCheckAnswer(words.CodeNotUsable, "not_usable");
    }
}
