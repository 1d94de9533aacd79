using NodaTime;
using Referrals.Messages.Choosing;
using Referrals.Messages.Templates;
using Referrals.Tests;

namespace Referrals.Messages.Tests.Choosing;

public sealed class MessageChooserTests
{
    private static readonly Instant Noon = Instant.FromUtc(2026, 3, 2, 12, 0);
    private static readonly Channel Email = Channel.From("email");
    private static readonly Channel Push = Channel.From("push");

    private static readonly MessageRecipient Ann = new()
    {
        Culture = "en-GB",
        Addresses = [new MessageAddress(Email, "ann@example.com"), new MessageAddress(Push, "token")],
        Zone = DateTimeZoneProviders.Tzdb["Europe/London"],
        AcceptsPromotions = true,
    };

    private static readonly MessageContent Invitation = MessageContent.Tell(MessageKind.InvitationAfterSurvey, "invitation", MessageValues.Empty);
    private static readonly MessageContent Earned = MessageContent.Tell(MessageKind.RewardEarned, "reward:1", MessageValues.Empty);

    [Fact]
    public void Message_against_which_nothing_speaks_is_sent_by_the_first_channel()
    {
        var decision = Decide(Situation(Earned));

        Assert.Equal((MessageOutcome.Send, MessageCodes.Send, Email, "en-GB"), (decision.Outcome, decision.Code, decision.Channel, decision.Culture));
        Assert.All(decision.Checks, static check => Assert.True(check.Holds));
    }

    [Fact]
    public void Decision_explains_every_check()
    {
        var decision = Decide(
            Situation(Invitation) with { Recipient = Ann with { AcceptsPromotions = false }, Segment = "new" },
            MessageRules.Default.With(MessageKind.InvitationAfterSurvey, static rule => rule with { Segments = ["regular", "vip"] }));

        Approvals.Verify(decision.ToString());
    }

    [Fact]
    public void What_has_nothing_to_tell_is_left_with_its_reason() => Skipped(
        MessageCodes.NoLongerTrue, Situation(MessageContent.Nothing(MessageKind.RewardPending, MessageCodes.NoLongerTrue)));

    [Fact]
    public void Stranger_is_not_written_to() => Skipped(MessageCodes.UnknownPerson, Situation(Earned) with { Recipient = null });

    [Fact]
    public void Person_without_consent_gets_service_only()
    {
        var situation = Situation(Invitation) with { Recipient = Ann with { AcceptsPromotions = false } };
        Skipped(MessageCodes.NoConsent, situation);
        Assert.Equal(MessageOutcome.Send, Decide(situation with { Content = Earned }).Outcome);
    }

    [Fact]
    public void Person_who_has_unsubscribed_is_left_alone()
    {
        Skipped(MessageCodes.Unsubscribed, Situation(Invitation) with { Unsubscribed = [MessagePurpose.Promotion] });
        Skipped(MessageCodes.Unsubscribed, Situation(Earned) with { Unsubscribed = [MessagePurpose.Service] });
        Assert.Equal(MessageOutcome.Send, Decide(Situation(Earned) with { Unsubscribed = [MessagePurpose.Promotion] }).Outcome);
    }

    [Fact]
    public void Banned_person_is_not_invited_but_learns_of_rewards()
    {
        Skipped(MessageCodes.Banned, Situation(Invitation) with { IsBanned = true });
        Assert.Equal(MessageOutcome.Send, Decide(Situation(Earned) with { IsBanned = true }).Outcome);
    }

    [Theory]
    [InlineData("vip", true)]
    [InlineData("staff", false)]
    [InlineData("other", false)]
    [InlineData(null, false)]
    public void Segment_decides(string? segment, bool isSent)
    {
        var rules = MessageRules.Default.With(
            MessageKind.RewardEarned, static rule => rule with { Segments = ["vip", "staff"], ExceptSegments = ["staff"] });

        Assert.Equal(isSent ? MessageCodes.Send : MessageCodes.Segment, Decide(Situation(Earned) with { Segment = segment }, rules).Code);
    }

    [Fact]
    public void Rule_decides_the_channel()
    {
        var rules = MessageRules.Default.With(MessageKind.RewardEarned, static rule => rule with { Channels = [Channel.From("sms"), Push, Email] });
        Assert.Equal(Push, Decide(Situation(Earned), rules).Channel);

        Skipped(
            MessageCodes.NoChannel,
            Situation(Earned),
            MessageRules.Default.With(MessageKind.RewardEarned, static rule => rule with { Channels = [Channel.From("sms")] }));
    }

    [Fact]
    public void Kind_that_is_off_is_not_sent() => Skipped(
        MessageCodes.KindOff, Situation(Earned), MessageRules.Default.With(MessageKind.RewardEarned, static rule => rule with { IsOn = false }));

    [Fact]
    public void Message_that_is_of_no_use_any_more_is_not_sent() =>
        Skipped(MessageCodes.TooLate, Situation(Earned), now: Noon + Duration.FromDays(7));

    [Fact]
    public void Message_waits_for_its_own_time()
    {
        var later = Noon + Duration.FromDays(40);
        var decision = Decide(Situation(MessageContent.Tell(MessageKind.RewardExpiring, "expiry", MessageValues.Empty, later)));

        Assert.Equal((MessageOutcome.Wait, MessageCodes.NotYet, later), (decision.Outcome, decision.Code, decision.Until));
        Assert.Equal(
            MessageOutcome.Send,
            Decide(Situation(MessageContent.Tell(MessageKind.RewardExpiring, "expiry", MessageValues.Empty, later)), now: later).Outcome);
    }

    [Fact]
    public void Same_fact_is_never_told_twice() => Skipped(
        MessageCodes.ToldBefore, Situation(Earned) with { Told = [new ToldMessage(MessageKind.RewardEarned, "reward:1", Noon - Duration.FromDays(300))] });

    [Fact]
    public void Invitation_after_a_survey_follows_one_after_a_purchase_only_after_a_while()
    {
        Skipped(
            MessageCodes.ToldBefore,
            Situation(Invitation) with { Told = [new ToldMessage(MessageKind.InvitationAfterPurchase, "invitation", Noon - Duration.FromDays(59))] });
        Assert.Equal(
            MessageOutcome.Send,
            Decide(Situation(Invitation) with
            {
                Told = [new ToldMessage(MessageKind.InvitationAfterPurchase, "invitation", Noon - Duration.FromDays(60))],
            }).Outcome);
    }

    [Fact]
    public void Cap_lets_a_promotion_wait_until_there_is_room()
    {
        var told = new[] { 6, 2, 1 }.Select(static days => new ToldMessage(MessageKind.ThankYou, $"told {days}", Noon - Duration.FromDays(days))).ToArray();
        var decision = Decide(Situation(Invitation) with { Told = told });

        // Two in seven days: there is room when all but one of the three have left the seven days.
        Assert.Equal((MessageOutcome.Wait, MessageCodes.Cap), (decision.Outcome, decision.Code));
        Assert.Equal(Noon + Duration.FromDays(5), decision.Until);
        Assert.Equal(MessageOutcome.Send, Decide(Situation(Earned) with { Told = told }).Outcome);
    }

    [Fact]
    public void Promotion_for_which_there_is_no_room_in_time_is_not_sent()
    {
        var told = new[] { 1, 0 }.Select(static days => new ToldMessage(MessageKind.ThankYou, $"told {days}", Noon - Duration.FromDays(days))).ToArray();
        var rules = MessageRules.Default.With(MessageKind.InvitationAfterSurvey, static rule => rule with { ValidFor = Duration.FromDays(2) });

        Skipped(MessageCodes.Cap, Situation(Invitation) with { Told = told }, rules);
    }

    [Theory]
    [InlineData("Europe/London", "2026-03-02T20:59:00Z", null)]
    [InlineData("Europe/London", "2026-03-02T21:00:00Z", "2026-03-03T08:00:00Z")]
    [InlineData("Europe/London", "2026-03-03T07:59:00Z", "2026-03-03T08:00:00Z")]
    [InlineData("Europe/London", "2026-03-03T08:00:00Z", null)]
    [InlineData("America/New_York", "2026-03-02T12:59:00Z", "2026-03-02T13:00:00Z")]
    [InlineData("Asia/Tokyo", "2026-03-02T12:00:00Z", "2026-03-02T23:00:00Z")]
    [InlineData("Europe/Berlin", "2026-03-28T22:30:00Z", "2026-03-29T06:00:00Z")]
    public void Quiet_hours_are_those_of_the_person(string zone, string now, string? until)
    {
        var at = Parse(now);
        var decision = Decide(
            Situation(Earned) with { Recipient = Ann with { Zone = DateTimeZoneProviders.Tzdb[zone] } }, now: at, occurredAt: at);

        Assert.Equal(until is null ? MessageOutcome.Send : MessageOutcome.Wait, decision.Outcome);
        Assert.Equal(until is null ? null : Parse(until), decision.Until);
    }

    [Fact]
    public void Quiet_hours_that_end_in_the_gap_of_summer_time_end_with_it()
    {
        var quiet = QuietHours.Between(new LocalTime(1, 0), new LocalTime(2, 30));
        var berlin = DateTimeZoneProviders.Tzdb["Europe/Berlin"];

        Assert.Equal(Instant.FromUtc(2026, 3, 29, 1, 30), quiet.EndAt(Instant.FromUtc(2026, 3, 29, 0, 15), berlin));
        Assert.Null(quiet.EndAt(Instant.FromUtc(2026, 3, 29, 1, 30), berlin));
    }

    [Fact]
    public void Quiet_hours_within_a_day_end_on_that_day() => Assert.Equal(
        Instant.FromUtc(2026, 3, 2, 14, 0),
        QuietHours.Between(new LocalTime(12, 0), new LocalTime(14, 0)).EndAt(Instant.FromUtc(2026, 3, 2, 13, 0), DateTimeZone.Utc));

    [Fact]
    public void Urgent_message_is_sent_at_night_too() => Assert.Equal(
        MessageOutcome.Send,
        Decide(
            Situation(Earned),
            MessageRules.Default.With(MessageKind.RewardEarned, static rule => rule with { IgnoresQuietHours = true }),
            Noon + Duration.FromHours(12)).Outcome);

    [Fact]
    public void Rules_that_contradict_themselves_are_told_all_at_once()
    {
        var rules = (MessageRules.Default with
        {
            InviteFromScore = 12,
            NearTier = 1,
            WinBackAfter = Duration.Zero,
            InviteAfter = new Dictionary<string, MessageKind> { ["purchase"] = MessageKind.PayoutSent },
        }).With(MessageKind.ThankYou, static rule => rule with { Delay = Duration.FromDays(8) });

        var refusal = Assert.Throws<ArgumentException>(() => new MessageOptions { Rules = rules }.Check());
        Assert.Contains("InviteFromScore is 12", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("NearTier is 1", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("WinBackAfter", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("payout.sent after 'purchase'", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("The rule of thank_you", refusal.Message, StringComparison.Ordinal);
    }

    private static void Skipped(string code, MessageSituation situation, MessageRules? rules = null, Instant? now = null)
    {
        var decision = Decide(situation, rules, now);
        Assert.Equal((MessageOutcome.Skip, code), (decision.Outcome, decision.Code));
    }

    private static MessageDecision Decide(MessageSituation situation, MessageRules? rules = null, Instant? now = null, Instant? occurredAt = null) =>
        MessageChooser.Decide(Message(situation.Content.Kind, occurredAt ?? Noon), situation, rules ?? MessageRules.Default, now ?? Noon);

    private static MessageSituation Situation(MessageContent content) => new() { Content = content, Recipient = Ann };

    private static ScheduledMessage Message(MessageKind kind, Instant occurredAt) => new()
    {
        Id = "msg_1",
        Partition = Partition.Of(ProgramId.From("spring")),
        Customer = CustomerId.From("ann"),
        Kind = kind,
        DecisionKey = "key",
        Reader = Side.Referrer,
        OccurredAt = occurredAt,
        CreatedAt = occurredAt,
        DueAt = occurredAt,
    };

    private static Instant Parse(string text) => NodaTime.Text.InstantPattern.ExtendedIso.Parse(text).Value;
}
