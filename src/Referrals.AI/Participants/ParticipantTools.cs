using Referrals.AI.Answers;
using Referrals.AI.Functions;
using Referrals.Codes;
using Referrals.Ledger;
using static Referrals.AI.Texts.ToolTexts;

namespace Referrals.AI.Participants;

/// <summary>
/// What participants ask about themselves. None of these functions takes a person: it is whoever is signed in. No answer holds a code or phrase of a guard,
/// another person's id, or what somebody else bought.
/// </summary>
internal static class ParticipantTools
{
    private const int Take = 20;
    private const int MaxReasons = 5;

    internal static IReadOnlyList<ReferralTool> All { get; } =
    [
        new ReferralTool(
            "get_my_referral_status",
            "My referral status",
            "Tells the signed-in person's own code, link, balances, what expires, and how many friends signed up. "
                + "Use it for \"what is my link\", \"how much do I have\"; for a single reward or a missing one use explain_my_reward. Reads only.",
            ToolAudience.Participants,
            [],
            AnswerJson.Default.StatusAnswer,
            StatusAsync),
        new ReferralTool(
            "explain_my_reward",
            "Why did I get this reward, or none",
            "Tells the signed-in person why they got a reward or none, what is pending and until when, and what happens next; with an order id, about that order of theirs alone. "
                + "Do not compute amounts or dates: quote `text`. An order of somebody else answers as one that does not exist. Reads only.",
            ToolAudience.Participants,
            [ToolParameter.OrderId with { Description = "The person's own order, exactly as they wrote it; leave it out for everything at once.", IsRequired = false }],
            AnswerJson.Default.RewardExplanationAnswer,
            ExplainAsync),
        new ReferralTool(
            "list_my_rewards",
            "My rewards",
            "Lists the signed-in person's rewards with amount, day and state, the latest first, 20 a page. Reads only.",
            ToolAudience.Participants,
            [ToolParameter.Cursor],
            AnswerJson.Default.RewardsAnswer,
            RewardsAsync),
        new ReferralTool(
            "list_my_friends",
            "My friends",
            "Lists the friends whom the signed-in person invited and how far each is, the latest first, 20 a page; never who they are beyond the application's own label, nor what they bought. Reads only.",
            ToolAudience.Participants,
            [ToolParameter.Cursor],
            AnswerJson.Default.FriendsAnswer,
            FriendsAsync),
    ];

    private static async ValueTask<object> StatusAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var self = call.Self;
        var words = call.Words;
        var overview = await call.Engine.FindCustomerAsync(self, cancellationToken).ConfigureAwait(false);
        if (overview is null)
        {
            return new StatusAnswer(words.NotTakingPart, TakesPart: false, null, null, 0, [], [], words.NextShare);
        }

        var view = await call.Engine.GetParticipantAsync(self, cancellationToken).ConfigureAwait(false);
        var sentences = new List<string>();
        var code = overview is { Ban: null, Code: { Status: CodeStatus.Usable } usable } ? usable : null;
        sentences.Add(overview.Ban is not null ? words.Blocked
            : overview.EnrolledAt is null ? words.NotTakingPart
            : code is null ? words.OwnCodeNotUsable
            : Fill(words.Code, code.DisplayCode));
        AddIf(code?.Link is not null, () => Fill(words.Link, code!.Link!));
        AddIf(call.Program.IsPaused, () => words.Paused);
        var before = sentences.Count;
        foreach (var balance in overview.Balances)
        {
            AddIf(!balance.Available.IsZero, () => Fill(words.Available, call.Texts.Write(balance.Available)));
            AddIf(!balance.Pending.IsZero, () => Fill(words.Pending, call.Texts.Write(balance.Pending)));
            AddIf(!balance.InPayout.IsZero, () => Fill(words.InPayout, call.Texts.Write(balance.InPayout)));
            AddIf(!balance.Owed.IsZero, () => Fill(words.Owed, call.Texts.Write(balance.Owed)));
        }

        AddIf(sentences.Count == before, () => words.NothingEarned);
        var next = view.Holdings.Select(static holding => holding.NextAvailableAt).Where(static at => at is not null).Min();
        AddIf(next is not null, () => Fill(words.NextAvailable, call.WriteDay(next!.Value)));
        var expiring = view.Holdings.SelectMany(static holding => holding.Expiring).OrderBy(static one => one.ExpiresAt).Take(MaxReasons).ToArray();
        sentences.AddRange(expiring.Select(one => Fill(words.Expiring, call.Texts.Write(one.Amount), call.WriteDay(one.ExpiresAt))));
        AddIf(overview.Friends > 0, () => Fill(words.Friends, call.Texts.Write(overview.Friends)));
        return new StatusAnswer(
            string.Join(' ', sentences),
            overview.EnrolledAt is not null,
            code?.DisplayCode,
            code?.Link,
            overview.Friends,
            [.. overview.Balances.Select(balance => Balance(call, balance))],
            [.. expiring.Select(one => new ExpiryAnswer(call.Write(one.Amount), ToolCall.IsoTime(one.ExpiresAt)))],
            next is not null ? words.NextWait : words.NextShare);

        void AddIf(bool condition, Func<string> sentence)
        {
            if (condition)
            {
                sentences.Add(sentence());
            }
        }
    }

    private static async ValueTask<object> ExplainAsync(ToolCall call, CancellationToken cancellationToken) => call.Arguments.Text("orderId") is { } order
        ? await OwnOrders.ExplainAsync(call, order, cancellationToken).ConfigureAwait(false)
        : await ExplainEverythingAsync(call, cancellationToken).ConfigureAwait(false);

    /// <summary>The rewards that are under way or new, and each reason for which something did not count.</summary>
    private static async ValueTask<RewardExplanationAnswer> ExplainEverythingAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var (self, words) = (call.Self, call.Words);
        var view = await call.Engine.GetParticipantAsync(self, cancellationToken).ConfigureAwait(false);
        var page = await call.Engine.ListRewardsAsync(self, take: Take, cancellationToken: cancellationToken).ConfigureAwait(false);
        RewardAnswer[] rewards = [.. page.Items.Select(reward => RewardWords.Of(call, reward)).Take(MaxReasons)];
        ReasonAnswer[] reasons =
        [
            .. view.Refusals.Take(MaxReasons).Select(refusal => new ReasonAnswer(
                NodaTime.Text.LocalDatePattern.Iso.Format(refusal.Day), Fill(words.OnDay, call.Texts.Write(refusal.Day), refusal.ToText(call.Texts)))),
        ];
        string[] sentences = [.. rewards.Select(static one => one.Text), .. reasons.Select(static one => one.Text)];
        var outcome = rewards.FirstOrDefault(static one => one.State is RewardWords.Pending or RewardWords.Checked) is { } waiting ? waiting.State
            : rewards.Any(static one => one.State == RewardWords.Available) ? RewardWords.Granted
            : reasons.Length > 0 ? RewardWords.Refused
            : rewards is [var latest, ..] ? latest.State
            : RewardWords.Nothing;
        return new RewardExplanationAnswer(
            sentences.Length == 0 ? words.NothingYet : string.Join('\n', sentences), outcome, RewardWords.NextStep(call, outcome), rewards, reasons);
    }

    private static async ValueTask<object> RewardsAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var self = call.Self;
        var page = await ToolCall.PageAsync(() => call.Engine.ListRewardsAsync(self, call.Arguments.Text("after"), Take, cancellationToken)).ConfigureAwait(false);
        return new RewardsAnswer(
            page.Items.Count == 0 ? call.Words.RewardsNone : call.Words.RewardsHead, [.. page.Items.Select(reward => RewardWords.Of(call, reward))], page.Next);
    }

    private static async ValueTask<object> FriendsAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var self = call.Self;
        var page = await ToolCall.PageAsync(
            () => call.Engine.ListFriendsAsync(self, call.Arguments.Text("after"), Take, call.Options.FriendLabels, cancellationToken)).ConfigureAwait(false);
        return new FriendsAnswer(
            page.Items.Count == 0 ? call.Words.FriendsNone : call.Words.FriendsHead, [.. page.Items.Select(friend => FriendOf(call, friend))], page.Next);
    }

    private static FriendAnswer FriendOf(ToolCall call, Friend friend)
    {
        var words = call.Words;
        var (state, text) = friend.Stage switch
        {
            ReferralStage.Clicked => ("clicked", words.FriendClicked),
            ReferralStage.SignedUp => ("signed_up", words.FriendSignedUp),
            ReferralStage.Held => (RewardWords.Checked, friend.ToText(call.Texts) ?? words.FriendSignedUp),
            ReferralStage.Qualified => ("qualified", words.FriendQualified),
            ReferralStage.Rewarded => ("rewarded", words.FriendRewarded),
            _ => (RewardWords.Refused, friend.ToText(call.Texts) ?? words.FriendRefused),
        };
        return new FriendAnswer(
            friend.Label is { } label ? ToolText.Line(label) : null,
            friend.Since is { } since ? call.IsoDay(since) : null,
            state,
            text,
            [
                .. friend.Rewards.Where(static reward => reward.Side == Side.Referrer && reward.Stage != RewardStage.Reversed)
                    .GroupBy(static reward => reward.Granted.Unit)
                    .Select(rewards => call.Write(rewards.Aggregate(Amount.Zero(rewards.Key), static (sum, one) => sum + (one.Granted - one.Reversed)))),
            ]);
    }

    internal static BalanceAnswer Balance(ToolCall call, Balance balance) =>
        new(call.Write(balance.Available), call.Write(balance.Pending), call.Write(balance.InPayout), call.Write(balance.Owed));
}
