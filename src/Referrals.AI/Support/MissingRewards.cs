using Referrals.AI.Answers;
using Referrals.AI.Functions;
using Referrals.Ledger;

namespace Referrals.AI.Support;

/// <summary>Follows the chain of a referral to its rewards and names the first link that does not hold.</summary>
internal static class MissingRewards
{
    private const int MaxDecisions = 200;

    internal static async ValueTask<object> ExplainAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var customer = call.Customer();
        var overview = await call.Engine.FindCustomerAsync(customer, cancellationToken).ConfigureAwait(false) ?? throw SupportTools.Unknown();
        var chain = new List<LinkOfChainAnswer>
        {
            overview.SignedUpAt is { } at
                ? new("sign_up", true, $"Signed up on {call.WriteDay(at)}.")
                : new("sign_up", false, "No sign-up was reported. The application has to report it with SignUpAsync."),
        };
        chain.Add(Referral(overview.Referral));
        chain.AddRange(await OrdersAsync(call, customer, cancellationToken).ConfigureAwait(false));
        var broken = chain.FirstOrDefault(static link => !link.Holds);
        return new MissingRewardAnswer(broken?.Text ?? "The chain holds: the reward was granted and stands.", broken?.Step, chain);
    }

    private static LinkOfChainAnswer Referral(ReferralDetails? referral) => referral switch
    {
        null => new("referral", false, "The customer was referred by nobody: neither a click nor a code came with the sign-up."),
        { Stage: ReferralStage.Held } => new("referral", false, $"The referral is held by {string.Join(", ", referral.HeldBy)} and waits for a decision."),
        { Stage: ReferralStage.Refused } => new("referral", false, $"The referral was refused: {referral.Reason}."),
        { Stage: ReferralStage.Rejected } => new("referral", false, $"The referral was rejected: {referral.Reason}."),
        _ => new("referral", true, "The referral stands."),
    };

    private static async ValueTask<IReadOnlyList<LinkOfChainAnswer>> OrdersAsync(ToolCall call, CustomerId customer, CancellationToken cancellationToken)
    {
        var decisions = await call.Engine.Operations
            .ListDecisionsAsync(customer, take: MaxDecisions, cancellationToken: cancellationToken).ConfigureAwait(false);
        DecidedInput[] orders = [.. decisions.Items.Where(static one => one.Input is Conversion)];
        if (orders.Length == 0)
        {
            return [new("order", false, "No order was reported for the customer.")];
        }

        var page = await call.Engine.ListConversionsAsync(customer, take: MaxDecisions, cancellationToken: cancellationToken).ConfigureAwait(false);
        CustomerReward[] rewards = [.. page.Items.SelectMany(static conversion => conversion.Rewards)];
        if (rewards.Length == 0)
        {
            // The latest is what people ask about.
            var failed = SupportTools.DecisionOf(call, orders[0].Decision).Failed;
            var why = failed is [var check, ..] ? $"{check.Code}, found {check.Found ?? "nothing"}, required {check.Required ?? "another outcome"}" : orders[0].Decision.Code;
            return [new("order", false, $"The latest order earned nothing: {why}.")];
        }

        CustomerReward[] standing = [.. rewards.Where(static reward => reward.Stage is not (RewardStage.Reversed or RewardStage.Expired))];
        return
        [
            new("order", true, "An order has earned a reward."),
            standing is [] ? new("reward", false, $"The reward was taken back or has expired: {rewards[0].Reason ?? rewards[0].Stage.ToString()}.")
                : Array.Find(standing, static reward => reward.Stage is RewardStage.Held or RewardStage.InReview) is { } waiting
                    ? new("reward", false, waiting.NextAt is { } until
                        ? $"A reward waits until {call.WriteDay(until)} and is then {waiting.Next}."
                        : "A reward waits for a decision.")
                    : new("reward", true, "The reward is available or was used."),
        ];
    }
}
