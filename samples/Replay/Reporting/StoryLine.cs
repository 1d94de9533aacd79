using System.Text.Json.Nodes;
using NodaTime;
using Referrals;
using Replay.Tables;

namespace Replay.Reporting;

/// <summary>One event of a story: a sentence, the reasons where there is something to explain, and the whole stored explanation.</summary>
internal sealed record StoryLine(Instant At, string Code, string Sentence, IReadOnlyList<string> Reasons, string Explanation)
{
    public static StoryLine Of(DecidedInput decided, CustomerId customer)
    {
        var decision = decided.Decision;
        var isOwn = Sentences.IsBy(decided.Input, customer);
        return new StoryLine(
            decision.OccurredAt,
            decision.Code,
            isOwn ? Sentences.OfOwn(decided, customer) : Sentences.OfOther(decided, customer),
            [.. Details(decided)],
            decision.Explanation.ToText());
    }

    /// <summary>What the referral rests on, and why something did not come about.</summary>
    private static IEnumerable<string> Details(DecidedInput decided)
    {
        var decision = decided.Decision;
        var winner = decision.Explanation.Checks.FirstOrDefault(static check => check.Code == "attribution.winner");
        string[] because = decided.Input is SignUp { Referrer: null } && winner is not null ? [$"because of: {winner.Actual}"] : [];
        return decision.Code is DecisionCodes.ConversionNotReferred ? [] : because.Concat(Reporting.Reasons.Why(decision));
    }

    public JsonNode ToJson() => new JsonObject
    {
        ["at"] = Times.Text(At),
        ["code"] = Code,
        ["text"] = Sentence,
        ["reasons"] = new JsonArray([.. Reasons.Select(static reason => (JsonNode?)reason)]),
        ["explanation"] = Explanation,
    };
}
