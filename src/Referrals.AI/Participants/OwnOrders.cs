using Referrals.AI.Answers;
using Referrals.AI.Functions;
using static Referrals.AI.Texts.ToolTexts;

namespace Referrals.AI.Participants;

/// <summary>
/// Explains one order to whoever placed it. Whether it is theirs is looked up among their own decisions, so that an order of somebody else takes the same
/// way as one that does not exist, and answers the same.
/// </summary>
internal static class OwnOrders
{
    private const int PageSize = 200;
    private const int MaxPages = 5;

    internal static async ValueTask<RewardExplanationAnswer> ExplainAsync(ToolCall call, string order, CancellationToken cancellationToken)
    {
        var (self, words) = (call.Self, call.Words);
        if (await FindAsync(call, self, order, cancellationToken).ConfigureAwait(false) is not { } own)
        {
            return new RewardExplanationAnswer(words.OrderUnknown, RewardWords.Unknown, words.NextTerms, [], []);
        }

        var all = await call.Engine.Operations.ListDecisionsOfConversionAsync(own.Id, cancellationToken: cancellationToken).ConfigureAwait(false);
        var latest = all.Items.Count > 0 ? all.Items[0].Decision : own.Decision;
        var page = await call.Engine.ListRewardsAsync(self, take: PageSize, cancellationToken: cancellationToken).ConfigureAwait(false);
        RewardAnswer[] rewards =
        [
            .. page.Items.Where(reward => reward.ConversionId == own.Id && reward.Side == Side.Referee)
                .Select(reward => RewardWords.Of(call, reward)).Take(5),
        ];
        var reason = latest.Explanation.ToParticipantText(Side.Referee, call.Texts);
        var outcome = rewards is [var first, ..] ? first.State == RewardWords.Available ? RewardWords.Granted : first.State : RewardWords.Refused;
        return new RewardExplanationAnswer(
            string.Join(' ', rewards.Select(static one => one.Text).Prepend(reason)),
            outcome,
            RewardWords.NextStep(call, outcome),
            rewards,
            [new ReasonAnswer(call.IsoDay(latest.OccurredAt), Fill(words.OnDay, call.WriteDay(latest.OccurredAt), reason))]);
    }

    private static async ValueTask<(string Id, Decision Decision)?> FindAsync(ToolCall call, CustomerId self, string order, CancellationToken cancellationToken)
    {
        string? after = null;
        for (var read = 0; read < MaxPages; read++)
        {
            var page = await call.Engine.Operations.ListDecisionsAsync(self, after, PageSize, cancellationToken).ConfigureAwait(false);
            foreach (var one in page.Items)
            {
                // People write ids in lower case and with a sign before them.
                if (one.Input is Conversion conversion && string.Equals(conversion.Id, order.TrimStart('#'), StringComparison.OrdinalIgnoreCase))
                {
                    return (conversion.Id, one.Decision);
                }
            }

            if ((after = page.Next) is null)
            {
                break;
            }
        }

        return null;
    }
}
