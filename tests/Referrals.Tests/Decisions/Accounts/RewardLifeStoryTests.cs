using NodaTime;
using Referrals.Ledger;
using Referrals.Testing;
using static Referrals.Tests.Decisions.Story;

namespace Referrals.Tests.Decisions.Accounts;

/// <summary>Short stories about what becomes of a reward of 20 USD.</summary>
public sealed class RewardLifeStoryTests
{
    private static readonly RewardId First = RewardId.From("referrer:order-1");

    [Fact]
    public void Review_comes_before_the_rest_of_the_hold()
    {
        var story = Bought(r => r.HeldFor(TimePeriod.Days(10)).Reviewed(within: TimePeriod.Days(5), whenOverdue: WhenOverdue.Reject));
        Assert.Equal(DecisionCodes.RewardNotHeld, story.Tell(Vesting.Of(First)).Code);
        Assert.Equal(DecisionCodes.RewardApproved, story.Approve(First).Code);
        Assert.Equal(Usd(20), story.Pending("alice", "USD"));
        Assert.True(story.Approve(First).IsRepeated);

        story.Pass(Duration.FromDays(10));

        Assert.Equal((Usd(0), Usd(20)), (story.Pending("alice", "USD"), story.Available("alice", "USD")));
    }

    [Theory]
    [InlineData(WhenOverdue.Approve, 20)]
    [InlineData(WhenOverdue.Reject, 0)]
    public void Silence_decides_at_the_deadline_and_nobody_after_it(WhenOverdue silence, decimal available)
    {
        var story = Bought(r => r.Reviewed(within: TimePeriod.Days(5), whenOverdue: silence));
        Assert.Equal(DecisionCodes.ReviewDeadlineAhead, story.Tell(ReviewDeadline.Of(First).At(story.Now + Duration.FromDays(4))).Code);
        var late = RewardReview.Of(First).Reject("late").At(Day(5));
        Assert.Equal(DecisionCodes.ReviewTooLate, story.Tell(late).Code);

        story.Pass(Duration.FromDays(30));

        Assert.Equal(Usd(available), story.Available("alice", "USD"));
        Assert.Equal(Usd(0), story.Pending("alice", "USD"));
        Assert.Equal(Day(5), story.Ledger[^1].OccurredAt);
    }

    [Fact]
    public void Rejected_reward_is_taken_back_whole_and_does_not_come_again()
    {
        var story = Bought(r => r.Reviewed(within: TimePeriod.Days(5), whenOverdue: WhenOverdue.Approve));
        Assert.Equal(DecisionCodes.RewardRejected, story.Reject(First, "an employee").Code);
        story.Pass(Duration.FromDays(9));
        _ = story.Tell(Refund.OfWhole("r", "order-1"));

        Assert.Equal(Usd(20), story.Balance(LedgerAccount.Reversed, null, "USD"));
        Assert.Equal(Usd(0), story.Available("alice", "USD"));
    }

    [Fact]
    public void Redemption_takes_the_oldest_and_not_more_than_there_is()
    {
        var story = Bought(r => r.ExpiresAfter(TimePeriod.Days(10)));
        story.Pass(Duration.FromDays(4));
        _ = story.Purchase("bob", 50, "USD");
        Assert.Equal(DecisionCodes.RedemptionTooMuch, story.Redeem("alice", 40.01m, "USD").Code);
        Assert.Equal(DecisionCodes.Redeemed, story.Redeem("alice", 25, "USD").Code);

        story.Pass(Duration.FromDays(8));
        Assert.Equal(Usd(15), story.Available("alice", "USD"));
        story.Pass(Duration.FromDays(2));

        Assert.Equal(Usd(0), story.Available("alice", "USD"));
        Assert.Equal(Usd(15), story.Balance(LedgerAccount.Expired, "alice", "USD"));
        Assert.Equal(Usd(25), story.Balance(LedgerAccount.Redeemed, "alice", "USD"));
    }

    [Fact]
    public void Reward_cannot_be_used_at_the_instant_of_its_expiry_even_if_nobody_has_told_the_time()
    {
        var story = Bought(r => r.ExpiresAfter(TimePeriod.Days(10)));
        var redemption = Redemption.Of("r", CustomerId.From("alice"), Usd(20));

        Assert.Equal(DecisionCodes.RedemptionTooMuch, story.Tell(redemption.WithKey("late").At(Day(10))).Code);
    }

    [Fact]
    public void Fixed_expiries_end_on_time()
    {
        Assert.Equal(Instant.FromUtc(2026, 4, 30, 8, 0), Expiry(r => r.ExpiresAfter(TimePeriod.Months(1)), Instant.FromUtc(2026, 3, 31, 8, 0)));
        Assert.Equal(Instant.FromUtc(2026, 12, 31, 23, 0), Expiry(r => r.ExpiresOn(new LocalDate(2026, 12, 31)), Day(0)));
        Assert.Equal(Instant.FromUtc(2026, 3, 3, 23, 0), Expiry(r => r.ExpiresAfter(TimePeriod.CalendarDays(3)), Day(0)));
        Assert.Equal(Day(3), Expiry(r => r.ExpiresAfter(TimePeriod.Hours(72)), Day(0)));
    }

    [Fact]
    public void Activity_moves_a_sliding_expiry()
    {
        var story = Bought(r => r.ExpiresAfterInactivity(TimePeriod.Days(10)));
        story.Pass(Duration.FromDays(9));
        _ = story.Redeem("alice", 5, "USD");
        story.Pass(Duration.FromDays(9));
        Assert.Equal(Usd(15), story.Available("alice", "USD"));

        story.Pass(Duration.FromDays(1));

        Assert.Equal(Usd(0), story.Available("alice", "USD"));
        Assert.Equal(Day(19), story.Facts.Single(fact => fact.Kind == FactKind.RewardExpired).OccurredAt);
    }

    [Theory]
    [InlineData(FeeBearer.Owner, 19.5, 0)]
    [InlineData(FeeBearer.Program, 20, -0.5)]
    public void Fee_is_borne_as_declared(FeeBearer bearer, decimal paid, decimal borne)
    {
        var story = Bought(r => r, p => p.PayOut(PayoutRule.From(Usd(10)).WithFee(Usd(0.5m), bearer)));
        Assert.Equal(DecisionCodes.PayoutPaid, story.PayOut("march", "alice", "USD").Code);

        Assert.Equal(Usd(paid), story.Balance(LedgerAccount.PaidOut, "alice", "USD"));
        Assert.Equal(Usd(0.5m), story.Balance(LedgerAccount.Fees, null, "USD"));
        Assert.Equal(Usd(-20 + borne), story.Balance(LedgerAccount.Program, null, "USD"));
        Assert.Equal(Usd(paid), story.Facts.Single(fact => fact.Kind == FactKind.PayoutPaid).Amount);
    }

    [Fact]
    public void Failed_payout_gives_the_lots_back_as_they_were()
    {
        var story = Bought(r => r.ExpiresAfter(TimePeriod.Days(10)));
        var started = story.StartPayout("march", "alice", "USD");
        Assert.Equal(Usd(0), story.Available("alice", "USD"));
        Assert.Equal(DecisionCodes.PayoutAlreadyStarted, story.Tell(PayoutStart.Of("march", CustomerId.From("alice"), Usd(1)).WithKey("again")).Code);
        Assert.Equal(DecisionCodes.PayoutFailed, story.FailPayout(started, "closed").Code);
        Assert.Equal(Usd(20), story.Available("alice", "USD"));

        story.Pass(Duration.FromDays(10));

        Assert.Equal(Usd(20), story.Balance(LedgerAccount.Expired, "alice", "USD"));
    }

    [Fact]
    public void Used_reward_that_is_refunded_is_owed_and_set_off_against_the_next()
    {
        var story = Bought(r => r);
        _ = story.PayOut("march", "alice", "USD");
        _ = story.Tell(Refund.OfWhole("r", "order-1"));
        Assert.Equal(Usd(-20), story.Available("alice", "USD"));

        _ = story.Purchase("bob", 70, "USD");
        Assert.Equal(Usd(0), story.Available("alice", "USD"));
        Assert.Equal(DecisionCodes.RedemptionTooMuch, story.Redeem("alice", 1, "USD").Code);
        story.Pass(Duration.Zero);
        _ = story.Purchase("bob", 70, "USD");

        Assert.Equal(Usd(0), story.Balance(LedgerAccount.Owed, "alice", "USD"));
        Assert.Equal(Usd(20), story.Available("alice", "USD"));
        Assert.Equal(DecisionCodes.Redeemed, story.Redeem("alice", 20, "USD").Code);
    }

    [Fact]
    public void Loss_is_written_off_and_other_rewards_are_left_alone()
    {
        var story = Bought(r => r, p => p.WriteOffShortfalls());
        _ = story.Redeem("alice", 15, "USD");
        _ = story.Purchase("bob", 70, "USD");
        _ = story.Tell(Refund.OfWhole("r", "order-1"));

        Assert.Equal(Usd(20), story.Available("alice", "USD"));
        Assert.Equal(Usd(-15), story.Balance(LedgerAccount.WrittenOff, null, "USD"));
        Assert.Equal(Usd(20), story.Balance(LedgerAccount.Reversed, null, "USD"));
    }

    [Fact]
    public void Expired_reward_that_is_refunded_is_owed_by_nobody()
    {
        var story = Bought(r => r.ExpiresAfter(TimePeriod.Days(2)));
        story.Pass(Duration.FromDays(3));
        _ = story.Tell(Refund.OfWhole("r", "order-1"));

        Assert.Equal(Usd(0), story.Available("alice", "USD"));
        Assert.Equal(Usd(0), story.Balance(LedgerAccount.Expired, "alice", "USD"));
        Assert.Equal(Usd(20), story.Balance(LedgerAccount.Reversed, null, "USD"));
    }

    [Fact]
    public void Many_lots_expire_in_several_decisions_and_all_at_their_own_time()
    {
        var story = Bought(r => r.ExpiresAfter(TimePeriod.Days(10)));
        for (var i = 0; i < 49; i++)
        {
            story.Pass(Duration.FromMinutes(1));
            _ = story.Purchase("bob", 70, "USD");
        }

        var decision = story.Tell(Expiration.Of(CustomerId.From("alice"), Unit.Parse("USD")).At(Day(30)));
        Assert.Equal(20, decision.Facts.Count);
        story.Pass(Duration.FromDays(30));

        Assert.Equal(Usd(50 * 20), story.Balance(LedgerAccount.Expired, "alice", "USD"));
        Assert.Equal(50, story.Facts.Where(fact => fact.Kind == FactKind.RewardExpired).Select(fact => fact.OccurredAt).Distinct().Count());
    }

    [Fact]
    public void Redemption_over_very_many_lots_is_one_posting()
    {
        var story = Bought(r => r);
        for (var i = 0; i < 49; i++)
        {
            _ = story.Purchase("bob", 70, "USD");
        }

        var decision = story.Redeem("alice", 999, "USD");

        Assert.Equal(2, decision.LedgerLines.Count);
        Assert.Equal(50, decision.LedgerLines[0].Parts.Count);
        Assert.Equal(Usd(1), story.Available("alice", "USD"));
    }

    [Fact]
    public void Reward_that_is_held_beyond_its_last_day_expires_when_the_hold_ends_and_not_before_it_was_there()
    {
        var story = Bought(r => r.HeldFor(TimePeriod.Days(40)).ExpiresOn(new LocalDate(2026, 3, 20)));

        story.Pass(Duration.FromDays(60));

        Assert.Equal((Day(40), Day(40)), (At("vested"), At("expired")));
        Assert.Equal(Usd(20), story.Balance(LedgerAccount.Expired, "alice", "USD"));

        Instant At(string step) => Assert.Single(story.Ledger.Where(line => line.Step == step).Select(line => line.OccurredAt).Distinct());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_comes_back_after_its_end_expires_when_it_is_back(bool redeemed)
    {
        var story = Bought(r => r.ExpiresAfter(TimePeriod.Days(10)));
        var start = story.Tell(redeemed
            ? Redemption.Of("r", CustomerId.From("alice"), Usd(20))
            : PayoutStart.Of("b", CustomerId.From("alice"), Unit.Parse("USD")));
        story.Pass(Duration.FromDays(30));
        _ = story.Tell(redeemed ? RedemptionCancellation.Of("c", "r") : PayoutFailure.Of(PayoutId.From(start.Subject!), "closed"));
        story.Pass(Duration.FromDays(1));

        Assert.Equal(Day(30), Assert.Single(story.Ledger.Where(line => line.Step == "expired").Select(line => line.OccurredAt).Distinct()));
        Assert.Equal(Usd(20), story.Balance(LedgerAccount.Expired, "alice", "USD"));
    }

    internal static ReferralScenario Bought(
        Func<IncentiveBuilder, IncentiveBuilder> live, Func<ReferralProgramBuilder, ReferralProgramBuilder>? more = null)
    {
        var story = new ReferralScenario(ReferralProgram.Create("life", p =>
        {
            _ = p.RewardReferrer(r => live(r.Flat(20, "USD")));
            _ = more?.Invoke(p);
        }));
        _ = story.Enroll("alice");
        _ = story.SignUp("bob", referredBy: "alice");
        _ = story.Purchase("bob", 100, "USD");
        return story;
    }

    private static Instant Expiry(Func<IncentiveBuilder, IncentiveBuilder> live, Instant vested) =>
        ReferralProgram.Create("life", p => p.RewardReferrer(r => live(r.Flat(20, "USD")))).Incentives[0].Expiry!
            .EndFrom(vested, DateTimeZoneProviders.Tzdb["Europe/Paris"]);
}
