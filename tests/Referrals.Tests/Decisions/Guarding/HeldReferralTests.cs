using static Referrals.Tests.Decisions.Guarding.GuardStory;
using static Referrals.Tests.Decisions.Story;

namespace Referrals.Tests.Decisions.Guarding;

public sealed class HeldReferralTests
{
    private static readonly ReferralProgram Held = Program(g => g.Against(Guard.Missing(SignalKind.Phone)));

    [Fact]
    public void Held_referral_earns_what_stays_pending()
    {
        var story = HeldBob(Held);

        var purchase = story.Purchase("o1", 40, day: 2);
        story.PassTime(60);

        Assert.Equal(DecisionCodes.ConversionRewarded, purchase.Code);
        Assert.Equal(["20.00 USD", "10.00 USD"], purchase.Grants.Select(grant => grant.Amount!.Value.ToString()));
        Assert.Equal((2_000, 0), Balances(story, "alice"));
        Assert.Equal((1_000, 0), Balances(story, "bob"));
    }

    [Fact]
    public void Vesting_of_a_held_referral_is_refused()
    {
        var story = HeldBob(Held);
        var reward = RewardId.From(story.Purchase("o1", 40, day: 2).Grants.First().Subject!);

        var vesting = story.Tell(Vesting.Of(reward).At(Day(30)));

        Assert.Equal(DecisionCodes.RewardReferralHeld, vesting.Code);
        Assert.False(vesting.IsAccepted);
    }

    [Fact]
    public void Approval_releases_at_once_what_is_due_and_the_rest_when_it_is()
    {
        var story = HeldBob(Held);
        _ = story.Purchase("o1", 40, day: 2);

        var approval = story.Tell(ReferralReview.Approve(Customer("bob"), "called the customer").At(Day(4)));

        Assert.Equal(DecisionCodes.ReviewApproved, approval.Code);
        Assert.Equal((0, 2_000), Balances(story, "alice"));
        Assert.Equal((1_000, 0), Balances(story, "bob"));
        story.PassTime(7);
        Assert.Equal((0, 1_000), Balances(story, "bob"));
        _ = story.Purchase("o2", 40, day: 8);
        Assert.Equal((0, 4_000), Balances(story, "alice"));
        Assert.Equal(DecisionCodes.ReviewNotHeld, story.Tell(ReferralReview.Approve(Customer("bob")).At(Day(9))).Code);
    }

    [Fact]
    public void Rejection_takes_everything_back_and_ends_the_earning()
    {
        var story = HeldBob(Held);
        _ = story.Purchase("o1", 40, day: 2);
        _ = story.Tell(Refund.Of("r1", "o1", Usd(10)).At(Day(3)));

        var rejection = story.Tell(ReferralReview.Reject(Customer("bob"), "one person").At(Day(4)));
        var later = story.Purchase("o2", 40, day: 5);
        story.PassTime(90);

        Assert.Equal(DecisionCodes.ReviewRejected, rejection.Code);
        Assert.Equal("one person", rejection.CheckOf("review.rejected").Actual);
        Assert.Equal((0, 0), Balances(story, "alice"));
        Assert.Equal((0, 0), Balances(story, "bob"));
        Assert.Equal((DecisionCodes.ConversionNotRewarded, "guard.referral_rejected"), (later.Code, later.Facts[^1].Code));
        Assert.Equal(DecisionCodes.ReviewAlreadyRejected, story.Tell(ReferralReview.Approve(Customer("bob")).At(Day(9))).Code);
        _ = story.Tell(Refund.Of("r2", "o1", Usd(5)).At(Day(10)));
        Assert.Equal((0, 0), Balances(story, "alice"));
        _ = story.Tell(Refund.OfWhole("r3", "o1").At(Day(11)));
        Assert.Equal((0, 0), Balances(story, "alice"));
    }

    [Fact]
    public void Review_needs_a_referral()
    {
        var story = HeldBob(Held);

        Assert.Equal(DecisionCodes.ReviewNoReferral, story.Tell(ReferralReview.Approve(Customer("nobody")).At(Day(2))).Code);
        Assert.Equal(DecisionCodes.ReviewNoReferral, story.Tell(ReferralReview.Reject(Customer("alice"), "x").At(Day(2))).Code);
    }

    [Fact]
    public void Standing_referral_can_be_rejected_but_what_is_available_stays()
    {
        var story = new Story(Program()).AliceRefersBob();
        _ = story.Purchase("o1", 40, day: 4);

        Assert.Equal(DecisionCodes.ReviewRejected, story.Tell(ReferralReview.Reject(Customer("bob"), "fraud").At(Day(5))).Code);
        story.PassTime(30);

        Assert.Equal((0, 2_000), Balances(story, "alice"));
        Assert.Equal((0, 0), Balances(story, "bob"));
        Assert.Contains(story.Decisions, decision => decision.Code == DecisionCodes.RewardTakenBack);
    }

    [Theory]
    [InlineData(WhenOverdue.Approve, 2_000, 1_000)]
    [InlineData(WhenOverdue.Reject, 0, 0)]
    public void Silence_decides_once_the_deadline_is_over(WhenOverdue silence, long alice, long bob)
    {
        var story = HeldBob(Program(g => g.Against(Guard.Missing(SignalKind.Phone)).Reviewed(TimePeriod.Days(7), silence)));
        _ = story.Purchase("o1", 40, day: 2);

        story.PassTime(7.9);
        Assert.Equal((2_000, 0), Balances(story, "alice"));
        story.PassTime(8);

        Assert.Equal((0, alice), Balances(story, "alice"));
        Assert.Equal((0, bob), Balances(story, "bob"));
        Assert.Equal(
            silence == WhenOverdue.Approve ? DecisionCodes.ReviewNotHeld : DecisionCodes.ReviewAlreadyRejected,
            story.Tell(ReferralReview.Approve(Customer("bob")).At(Day(9))).Code);
        Assert.Equal(silence == WhenOverdue.Approve, story.Purchase("o2", 40, day: 10).Grants.Any());
        Assert.Single(story.Facts, fact => fact.Kind is FactKind.ReferralApproved or FactKind.ReferralRejected);
        Assert.All(story.Facts.Where(fact => fact.Kind == FactKind.RewardVested && fact.Subject!.EndsWith("o1", StringComparison.Ordinal)), fact => Assert.Equal(Day(8), fact.OccurredAt));
    }

    [Fact]
    public void Silence_is_heard_by_a_conversion_that_comes_first()
    {
        var story = HeldBob(Program(g => g.Against(Guard.Missing(SignalKind.Phone)).Reviewed(TimePeriod.Days(7), WhenOverdue.Reject)));

        Assert.Equal("guard.referral_rejected", story.Purchase("o1", 40, day: 9).Facts[^1].Code);
    }

    [Fact]
    public void More_rewards_than_a_review_settles_are_settled_by_the_passing_of_time()
    {
        foreach (var approve in new[] { true, false })
        {
            var story = HeldBob(Held);
            for (var i = 0; i < 20; i++)
            {
                _ = story.Purchase($"o{i}", 40, day: 2 + (i * 0.1));
            }

            var review = story.Tell((approve ? ReferralReview.Approve(Customer("bob")) : ReferralReview.Reject(Customer("bob"), "x")).At(Day(20)));
            story.PassTime(21);

            Assert.InRange(review.Changes.Count + review.Facts.Count + review.LedgerLines.Count + 1, 50, Referrals.Storage.CommitBatch.MaxOperations);
            Assert.Equal((0, approve ? 40_000 : 0), Balances(story, "alice"));
            Assert.Equal((0, approve ? 20_000 : 0), Balances(story, "bob"));
        }
    }

    [Fact]
    public void Conversions_that_waited_for_a_held_sign_up_are_held_too()
    {
        var story = new Story(ReferralProgram.Create("held", p => p
            .CountBeforeSignUp(TimePeriod.Days(1))
            .Guard(g => g.Against(Guard.Missing(SignalKind.Phone)))
            .RewardReferrer(r => r.Flat(20, "USD").HeldFor(TimePeriod.Days(10)))));
        _ = story.Enroll("alice");
        _ = story.Purchase("o1", 40, day: 0.5);
        _ = story.Tell(SignUp("bob", 1));

        Assert.Equal((2_000, 0), Balances(story, "alice"));
        _ = story.Tell(ReferralReview.Reject(Customer("bob"), "x").At(Day(2)));
        Assert.Equal((0, 0), Balances(story, "alice"));
    }

    [Theory]
    [InlineData(true, DecisionCodes.ConversionNotRewarded)]
    [InlineData(false, DecisionCodes.ConversionRewarded)]
    public void Card_that_is_first_shown_with_the_order_is_guarded_too(bool refuses, string outcome)
    {
        var guard = refuses ? Guard.SharedPayment().Refusing() : Guard.SharedPayment();
        var story = new Story(Program(g => g.Against(guard)));
        _ = story.Enroll("alice", Signals(s => s.Payment("card-1")));
        Assert.Equal(DecisionCodes.SignUpReferred, story.Tell(SignUp("bob", 1)).Code);

        var order = story.Tell(Conversion.Of(Customer("bob"), "o1", "purchase", Usd(40)).With(Signals(s => s.Payment("card-1"))).At(Day(2)));

        Assert.Equal(outcome, order.Code);
        Assert.Equal("that of alice", order.CheckOf("guard.shared_payment").Actual);
        Assert.Equal((refuses ? 0 : 2_000, 0), Balances(story, "alice"));
        Assert.Equal(refuses ? FactKind.ReferralRejected : FactKind.ReferralHeld, order.Facts.Single(fact => fact.Kind is FactKind.ReferralRejected or FactKind.ReferralHeld).Kind);
    }

    [Fact]
    public void Order_before_the_sign_up_that_is_told_late_still_shows_an_existing_customer()
    {
        var story = new Story(Program(g => g.Against(Guard.ExistingCustomer())));
        _ = story.Enroll("alice");
        _ = story.Tell(SignUp("bob", 2));

        var late = story.Purchase("o1", 40, day: 1);

        Assert.Equal("guard.existing_customer", late.Facts.Single(fact => fact.Kind == FactKind.ReferralRejected).Code);
        Assert.Equal(DecisionCodes.ConversionNotRewarded, late.Code);
        Assert.Equal(DecisionCodes.ConversionNotRewarded, story.Purchase("o2", 40, day: 3).Code);
    }

    private static Story HeldBob(ReferralProgram program)
    {
        var story = new Story(program);
        _ = story.Enroll("alice");
        var signUp = story.Tell(SignUp("bob", 1));
        Assert.Equal(DecisionCodes.SignUpReferralHeld, signUp.Code);
        Assert.Contains(signUp.Facts, fact => fact.Kind == FactKind.ReferralHeld);
        return story;
    }

    private static (long Pending, long Available) Balances(Story story, string customer) =>
        (story.Ledger("Pending", customer), story.Ledger("Available", customer));
}
