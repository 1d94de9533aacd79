using System.Text.Json.Nodes;
using NodaTime;
using Referrals;
using Referrals.Deciding;
using Replay.Reading;

namespace Replay.Reporting;

/// <summary>One event of a story: a sentence, and the reasons where there is something to explain.</summary>
internal sealed record StoryLine(Instant At, string Code, string Sentence, IReadOnlyList<string> Details)
{
    public static StoryLine Of(DecidedInput decided, CustomerId customer)
    {
        var decision = decided.Decision;
        var isOwn = Sentences.IsBy(decided.Input, customer);
        var needsReasons = decision.Code is DecisionCodes.ConversionNotRewarded or DecisionCodes.ConversionRewarded
            or DecisionCodes.SignUpReferralRefused or DecisionCodes.SignUpReferred or DecisionCodes.RefundReversed || !decision.IsAccepted;
        return new StoryLine(
            decision.OccurredAt,
            decision.Code,
            isOwn ? Sentences.OfOwn(decided, customer) : Sentences.OfOther(decided, customer),
            needsReasons ? [.. decision.Explanation.ToText().Split('\n').Skip(1)] : []);
    }

    public JsonNode ToJson() => new JsonObject
    {
        ["at"] = Times.Text(At),
        ["code"] = Code,
        ["text"] = Sentence,
        ["reasons"] = new JsonArray([.. Details.Select(static detail => (JsonNode?)detail.Trim())]),
    };
}
