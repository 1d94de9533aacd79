using NodaTime;
using Referrals.Testing;
using static Referrals.Tests.Decisions.Story;

namespace Referrals.Tests.Decisions.Accounts;

/// <summary>Every outcome and refusal of a reward's life is reached, and reads well for the operator and for the customer.</summary>
public sealed class LifeExplanationTests
{
    private static readonly Unit Dollar = Unit.Parse("USD");

    [Fact]
    public void Every_outcome_reads_well()
    {
        var decisions = Tell().Concat(WriteOff()).DistinctBy(decision => decision.Code).ToArray();

        Assert.Superset(
            new HashSet<string>
            {
                DecisionCodes.RewardApproved, DecisionCodes.RewardRejected, DecisionCodes.RewardNotInReview, DecisionCodes.ReviewTooLate,
                DecisionCodes.ReviewDeadlineAhead, DecisionCodes.Redeemed, DecisionCodes.RedemptionTooMuch, DecisionCodes.PayoutStarted,
                DecisionCodes.PayoutPaid, DecisionCodes.PayoutFailed, DecisionCodes.PayoutReturned, DecisionCodes.PayoutAlreadyStarted,
                DecisionCodes.PayoutAlreadyPaid, DecisionCodes.PayoutsTooMany, DecisionCodes.PayoutNotPaid, DecisionCodes.PayoutUnknown,
                DecisionCodes.PayoutUnknownCustomer, DecisionCodes.PayoutWrongUnit, DecisionCodes.PayoutOnHold, DecisionCodes.PayoutNothingDue,
                DecisionCodes.PayoutTooMuch, DecisionCodes.PayoutBelowMinimum, DecisionCodes.PayoutBelowFee, DecisionCodes.PayoutNotOpen,
                DecisionCodes.Expired, DecisionCodes.SetOff, DecisionCodes.NothingExpires, DecisionCodes.RefundReversed,
            },
            decisions.Select(decision => decision.Code).ToHashSet());
        Approvals.Verify(string.Join("\n\n", decisions.Select(Both)));
    }

    private static IEnumerable<Decision> Tell()
    {
        var story = new ReferralScenario(ReferralProgram.Create("life", p => p
            .RewardReferrer(r => r.Flat(20, "USD").When(w => w.On("purchase")).ExpiresAfter(TimePeriod.Days(40)))
            .RewardReferrer(r => r.Named("reviewed").Flat(7, "USD").When(w => w.On("order")).Reviewed(within: TimePeriod.Days(5), whenOverdue: WhenOverdue.Reject))
            .PayOut(PayoutRule.From(Usd(0.05m)).WithFee(Percentage.Of(60), FeeBearer.Owner).GivingFeeBack())
            .Round(RoundingMode.Up)));
        var alice = Customer("alice");
        _ = story.Enroll("alice");
        _ = story.SignUp("bob", referredBy: "alice");
        _ = story.Tell(Conversion.Of(Customer("bob"), "a", "order", Usd(10)));
        _ = story.Tell(Conversion.Of(Customer("bob"), "b", "order", Usd(10)));
        _ = story.Tell(ReviewDeadline.Of(RewardId.From("reviewed:a")));
        _ = story.Approve(RewardId.From("reviewed:a"));
        _ = story.Reject(RewardId.From("reviewed:a"), "too late");
        _ = story.Tell(RewardReview.Of(RewardId.From("reviewed:b")).Approve().At(Day(5)));
        story.Pass(Duration.FromDays(6));
        _ = story.Redeem("alice", 8, "USD");
        _ = story.Redeem("alice", 6.90m, "USD");
        var started = story.Tell(PayoutStart.Of("1", alice, Dollar));
        _ = story.Tell(PayoutStart.Of("1", alice, Dollar));
        _ = story.FailPayout(started, "closed account");
        _ = story.Tell(PayoutConfirmation.Of(PayoutId.From(started.Subject!)));
        _ = story.Tell(PayoutReturn.Of(PayoutId.From(started.Subject!), "closed account"));
        _ = story.Tell(PayoutStart.Of("2", alice, Usd(5)));
        _ = story.Tell(PayoutStart.Of("2", alice, Usd(0.04m)).WithKey("small"));
        _ = story.Tell(PayoutReturn.Of(PayoutId.From(story.PayOut("3", "alice", "USD").Subject!), "no such account"));
        _ = story.PayOut("4", "alice", "USD");
        _ = story.PayOut("5", "alice", "USD");
        _ = story.Tell(PayoutStart.Of("4", alice, Unit.Parse("EUR")));
        _ = story.Tell(PayoutStart.Of("4", Customer("zoe"), Dollar));
        _ = story.Tell(PayoutFailure.Of(PayoutId.From("unknown-1"), "closed account"));
        _ = story.Tell(Conversion.Of(Customer("bob"), "c", "order", Usd(10)));
        _ = story.PayOut("4", "alice", "USD");
        _ = story.Tell(RewardReview.Of(RewardId.From("reviewed:c")).Reject("doubtful"));
        _ = story.Purchase("bob", 10, "USD");
        _ = story.Tell(PayoutConfirmation.Of(PayoutId.From(story.Tell(PayoutStart.Of("part", alice, Usd(1))).Subject!)));
        _ = story.Tell(PayoutStart.Of("part", alice, Usd(1)));
        for (var i = 0; i < 64; i++)
        {
            _ = story.FailPayout(story.StartPayout("many", "alice", "USD"), "closed account");
        }

        _ = story.Tell(PayoutStart.Of("many", alice, Usd(1)));
        _ = story.PayOut("last", "alice", "USD");

        _ = story.Tell(Refund.OfWhole("refund", "order-1"));
        story.Pass(Duration.FromDays(41));
        _ = story.Purchase("bob", 10, "USD");
        _ = story.Purchase("bob", 10, "USD");
        story.Pass(Duration.FromDays(41));
        _ = story.Tell(Expiration.Of(alice, Dollar));
        return story.Decisions;
    }

    private static IEnumerable<Decision> WriteOff()
    {
        var story = RewardLifeStoryTests.Bought(
            r => r, p => p.WriteOffShortfalls().PayOut(PayoutRule.From(Usd(0.01m)).WithFee(Percentage.Of(90), FeeBearer.Owner)).Round(RoundingMode.Up));
        _ = story.Tell(PayoutStart.Of("small", Customer("alice"), Usd(0.01m)));
        _ = story.Redeem("alice", 20, "USD");
        return [.. story.Decisions.Where(decision => decision.Code == DecisionCodes.PayoutBelowFee), story.Tell(Refund.OfWhole("refund", "order-1"))];
    }

    private static string Both(Decision decision) =>
        $"{decision.Explanation.ToText()}\n  customer: {decision.Explanation.ToParticipantText()}"
            + $"\n  referrer: {decision.Explanation.ToParticipantText(Side.Referrer)}";
}
