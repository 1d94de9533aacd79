using NodaTime;
using Referrals.Explanations;
using Referrals.Ledger;
using Referrals.Messages.Templates;

namespace Referrals.Messages.Choosing;

/// <summary>What was read of the engine to say a message.</summary>
internal sealed record MessageFacts
{
    internal required ReferralProgram Program { get; init; }

    /// <summary>The words of the reader's language.</summary>
    internal required ReferralTexts Texts { get; init; }

    internal CustomerOverview? Overview { get; init; }

    internal ParticipantView? View { get; init; }

    /// <summary>The decision that the message is about.</summary>
    internal Decision? Decision { get; init; }

    /// <summary>What the person was told, and the win-backs that wait.</summary>
    internal IReadOnlyList<ScheduledMessage> Messages { get; init; } = [];
}

/// <summary>What there is to tell of a message's fact, as it stands now: a pure function. What is not so any more is not told.</summary>
internal static class MessageContents
{
    /// <summary>Under which name the values of a refusal keep its code.</summary>
    internal const string Code = "code";

    /// <summary>A refusal because of the kind of event is no news to anybody.</summary>
    private const string OtherEvent = "condition.event";

    private static readonly MessageKind[] Invitations =
        [MessageKind.InvitationAfterPurchase, MessageKind.InvitationAfterSurvey, MessageKind.InvitationAfterDelivery];

    internal static MessageContent Of(ScheduledMessage message, MessageFacts facts, MessageRules rules, Instant now)
    {
        var kind = message.Kind;
        return Invitations.Contains(kind) ? WithLink(kind, "invitation", facts, Offered(facts, now))
            : kind == MessageKind.ThankYou ? WithLink(kind, "thank_you", facts, Common(facts))
            : kind == MessageKind.FriendSignedUp ? FriendSignedUp(message, facts)
            : kind == MessageKind.RewardPending || kind == MessageKind.RewardInReview ? Granted(message, facts, now)
            : kind == MessageKind.RewardEarned ? Vested(message, facts)
            : kind == MessageKind.RewardTakenBack ? TakenBack(message, facts)
            : kind == MessageKind.RewardRefused ? Refused(message, facts)
            : kind == MessageKind.RewardExpiring ? Expiring(message, facts, rules, now)
            : kind == MessageKind.TierNear ? TierNear(facts, rules)
            : kind == MessageKind.PayoutSent ? MessageContent.Tell(kind, "payout:" + message.Subject, Common(facts).And(Given(message)))
            : WinBack(message, facts, rules, now);
    }

    private static MessageValues Common(MessageFacts facts) => MessageValues.Empty.With(
        MessageVariable.Program.Name, facts.Program.Name.Length > 0 ? facts.Program.Name : facts.Program.Id.Value);

    private static MessageValues Offered(MessageFacts facts, Instant now) => Common(facts).With(
        MessageVariable.Offer.Name, Offer.Of(facts.Program, Side.Referrer, facts.Texts, now.InZone(facts.Program.Zone).Date).Headline);

    /// <summary>The values that the fact itself gave.</summary>
    private static MessageValues Given(ScheduledMessage message) => MessageValues.Parse(message.Kind, message.Values);

    private static MessageContent WithLink(MessageKind kind, string topic, MessageFacts facts, MessageValues values, Instant? notBefore = null) =>
        facts.Overview?.Code?.Link is { } link && Uri.TryCreate(link, UriKind.Absolute, out var uri)
            ? MessageContent.Tell(kind, topic, values.With(MessageVariable.Link.Name, uri), notBefore)
            : MessageContent.Nothing(kind, MessageCodes.NoLink);

    private static MessageContent FriendSignedUp(ScheduledMessage message, MessageFacts facts) => facts.Overview is { Friends: > 0 } overview
        ? MessageContent.Tell(
            message.Kind, $"friend:{message.DecisionKey}", Common(facts).With(MessageVariable.Friends.Name, (decimal)overview.Friends))
        : MessageContent.Nothing(message.Kind, MessageCodes.NoLongerTrue);

    /// <summary>A reward that was granted is pending, in review, or available at once.</summary>
    private static MessageContent Granted(ScheduledMessage message, MessageFacts facts, Instant now)
    {
        if (RewardOf(message, facts) is not { } reward)
        {
            return MessageContent.Nothing(message.Kind, MessageCodes.NoLongerTrue);
        }

        var values = Common(facts).With(MessageVariable.Amount.Name, Left(reward));
        return reward.Stage switch
        {
            RewardStage.Held when reward.PendingUntil is { } until && until > now => MessageContent.Tell(
                MessageKind.RewardPending, TopicOf(message), values.With(MessageVariable.Day.Name, FirstDay(until, facts.Program.Zone))),
            RewardStage.Held when reward.PendingUntil is null => MessageContent.Tell(MessageKind.RewardInReview, TopicOf(message), values),
            RewardStage.InReview => MessageContent.Tell(MessageKind.RewardInReview, TopicOf(message), values),
            RewardStage.Vested or RewardStage.InPayout or RewardStage.Paid or RewardStage.Redeemed =>
                MessageContent.Tell(MessageKind.RewardEarned, TopicOf(message), values),
            _ => MessageContent.Nothing(message.Kind, MessageCodes.NoLongerTrue),
        };
    }

    private static MessageContent Vested(ScheduledMessage message, MessageFacts facts) =>
        RewardOf(message, facts) is { Stage: RewardStage.Vested or RewardStage.InPayout or RewardStage.Paid or RewardStage.Redeemed } reward
            ? MessageContent.Tell(message.Kind, TopicOf(message), Common(facts).With(MessageVariable.Amount.Name, Left(reward)))
            : MessageContent.Nothing(message.Kind, MessageCodes.NoLongerTrue);

    /// <summary>Only who was told of a reward is told that it is gone.</summary>
    private static MessageContent TakenBack(ScheduledMessage message, MessageFacts facts)
    {
        var topic = TopicOf(message);
        return !facts.Messages.Any(one => one.IsTold && one.Topic == topic) ? MessageContent.Nothing(message.Kind, MessageCodes.NeverTold)
            : ReasonOf(message, facts) is { } reason ? MessageContent.Tell(
                message.Kind, $"{topic}:back:{message.DecisionKey}", Common(facts).And(Given(message)).With(MessageVariable.Reason.Name, reason))
            : MessageContent.Nothing(message.Kind, MessageCodes.NothingToTell);
    }

    private static MessageContent Refused(ScheduledMessage message, MessageFacts facts)
    {
        var code = message.Values.GetValueOrDefault(Code) ?? "unknown";
        var isNews = code != OtherEvent && facts.Decision is { } decision && !decision.Grants.Any(grant => grant.Customer == message.Customer);
        return isNews && ReasonOf(message, facts) is { } reason
            ? MessageContent.Tell(message.Kind, $"refusal:{code}", Common(facts).With(MessageVariable.Reason.Name, reason))
            : MessageContent.Nothing(message.Kind, MessageCodes.NothingToTell);
    }

    /// <summary>What expires next of the reward's unit and was not told yet.</summary>
    private static MessageContent Expiring(ScheduledMessage message, MessageFacts facts, MessageRules rules, Instant now)
    {
        if (RewardOf(message, facts) is not { } reward)
        {
            return MessageContent.Nothing(message.Kind, MessageCodes.NoLongerTrue);
        }

        var unit = reward.Granted.Unit;
        var next = facts.View!.Holdings.Where(holding => holding.Balance.Available.Unit == unit).SelectMany(static holding => holding.Expiring)
            .FirstOrDefault(expiring => expiring.ExpiresAt > now && !facts.Messages.Any(one => one.IsTold && one.Topic == Topic(expiring)));
        return next is null
            ? MessageContent.Nothing(message.Kind, MessageCodes.NoLongerTrue)
            : MessageContent.Tell(
                message.Kind,
                Topic(next),
                Common(facts).With(MessageVariable.Amount.Name, next.Amount).With(MessageVariable.Day.Name, LastDay(next.ExpiresAt, facts.Program.Zone)),
                next.ExpiresAt - rules.ExpiryNotice);

        string Topic(ExpiringAmount expiring) => $"expiry:{unit}:{NodaTime.Text.InstantPattern.ExtendedIso.Format(expiring.ExpiresAt)}";
    }

    private static MessageContent TierNear(MessageFacts facts, MessageRules rules)
    {
        var near = (facts.Overview?.Progress ?? [])
            .Where(static progress => progress is { Side: Side.Referrer, Steps: { NextFrom: > 0, Missing: > 0 } })
            .FirstOrDefault(progress => progress.Steps!.Missing <= progress.Steps.NextFrom * rules.NearTier);
        if (near?.Steps is not { } steps)
        {
            return MessageContent.Nothing(MessageKind.TierNear, MessageCodes.NotNear);
        }

        var values = Common(facts)
            .With(MessageVariable.Reached.Name, steps.Reached)
            .With(MessageVariable.Needed.Name, steps.NextFrom!.Value)
            .With(MessageVariable.Missing.Name, steps.Missing!.Value)
            .With(MessageVariable.Tier.Name, steps.NextStep!);
        return WithLink(MessageKind.TierNear, $"tier:{near.Rule}:{steps.NextStep}", facts, values);
    }

    private static MessageContent WinBack(ScheduledMessage message, MessageFacts facts, MessageRules rules, Instant now) =>
        facts.Messages.Any(one => one.Kind == MessageKind.WinBack && one.State == MessageState.Pending && one.OccurredAt > message.OccurredAt)
            ? MessageContent.Nothing(message.Kind, MessageCodes.NoLongerTrue)
            : WithLink(message.Kind, "win_back", facts, Offered(facts, now), message.OccurredAt + rules.WinBackAfter);

    private static ParticipantReward? RewardOf(ScheduledMessage message, MessageFacts facts) =>
        facts.View?.Rewards.FirstOrDefault(reward => reward.Id.Value == message.Subject);

    private static string? ReasonOf(ScheduledMessage message, MessageFacts facts) =>
        facts.Decision?.Explanation.ToParticipantText(message.Reader, facts.Texts);

    private static string TopicOf(ScheduledMessage message) => "reward:" + message.Subject;

    /// <summary>What the owner has of it or had: not what was taken back, expired or set off.</summary>
    private static Amount Left(ParticipantReward reward) => reward.Parts
        .Where(static part => part.Key is RewardStage.Reversed or RewardStage.Expired or RewardStage.SetOff)
        .Aggregate(reward.Granted, static (left, part) => left - part.Value);

    /// <summary>The first day on which it can be used.</summary>
    private static LocalDate FirstDay(Instant instant, DateTimeZone zone) => instant.InZone(zone).Date;

    /// <summary>The last day on which it can be used: the day before, where it ends at midnight.</summary>
    private static LocalDate LastDay(Instant end, DateTimeZone zone) => (end - Duration.FromNanoseconds(1)).InZone(zone).Date;
}
