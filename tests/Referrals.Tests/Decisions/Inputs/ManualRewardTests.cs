using NodaTime;
using Referrals.Ledger;
using Referrals.Serialization;
using Referrals.Testing;
using Referrals.Tests.Decisions.Accounts;
using static Referrals.Tests.Decisions.Story;

namespace Referrals.Tests.Decisions.Inputs;

/// <summary>Rewards that somebody of the application's people grants or takes back by hand.</summary>
public sealed class ManualRewardTests
{
    [Fact]
    public void Reward_by_hand_is_available_at_once_and_stands_in_the_statement()
    {
        var story = Story();

        var decision = story.Tell(Goodwill("1", 10));

        Assert.Equal(DecisionCodes.ManualRewardGranted, decision.Code);
        Assert.Equal(Usd(10), story.Balance(LedgerAccount.Available, "alice", "USD"));
        Assert.Contains("granted by hand: 10.00 USD (by eve: parcel lost)", decision.Explanation.ToText(), StringComparison.Ordinal);
        Assert.DoesNotContain("parcel", decision.Explanation.ToParticipantText(), StringComparison.Ordinal);
        Assert.Contains(story.Facts, fact => fact.Kind == FactKind.RewardGranted && fact.Rule == ManualReward.Rule && fact.Amount == Usd(10));
    }

    [Fact]
    public void Reward_above_the_programs_amount_waits_for_somebody_else()
    {
        var story = Story(p => p.ReviewManualRewardsAbove(50, "USD"));
        Assert.Equal(DecisionCodes.ManualRewardGranted, story.Tell(Goodwill("1", 50)).Code);
        var large = Goodwill("2", 50.01m);

        Assert.Equal(DecisionCodes.ManualRewardWaits, story.Tell(large).Code);
        Assert.Equal(DecisionCodes.ReviewSamePerson, story.Tell(RewardReview.Of(large.Reward).Approve()).Code);
        Assert.Equal(DecisionCodes.ReviewSamePerson, story.Tell(RewardReview.Of(large.Reward).Approve().DecidedBy("eve")).Code);
        Assert.Equal(Usd(50), story.Balance(LedgerAccount.Available, "alice", "USD"));
        story.Pass(Duration.FromDays(3_000));
        Assert.Equal(DecisionCodes.RewardApproved, story.Tell(RewardReview.Of(large.Reward).Approve().DecidedBy("max")).Code);
        Assert.Equal(Usd(100.01m), story.Balance(LedgerAccount.Available, "alice", "USD"));
    }

    [Fact]
    public void Who_granted_it_may_reject_it()
    {
        var story = Story(p => p.ReviewManualRewardsAbove(0, "USD"));
        var reward = Goodwill("1", 5);
        _ = story.Tell(reward);

        Assert.Equal(DecisionCodes.RewardRejected, story.Tell(RewardReview.Of(reward.Reward).Reject("typed wrong").DecidedBy("eve")).Code);
        Assert.Equal(Usd(0), story.Balance(LedgerAccount.Pending, "alice", "USD"));
    }

    [Fact]
    public void Reward_by_hand_has_an_expiry_of_its_own_and_counts_in_no_cap()
    {
        var story = new ReferralScenario(ReferralProgram.Create("life", p => p
            .RewardReferrer(r => r.Flat(20, "USD").AtMost(20, "USD").ExpiresAfter(TimePeriod.Days(5)))
            .Budget(20, "USD")));
        _ = story.Enroll("alice");
        _ = story.SignUp("bob", referredBy: "alice");
        _ = story.Tell(Goodwill("1", 10).ExpiringAt(story.Now + Duration.FromDays(9)));
        _ = story.Purchase("bob", 100, "USD");
        Assert.Equal(Usd(30), story.Balance(LedgerAccount.Available, "alice", "USD"));

        story.Pass(Duration.FromDays(6));
        Assert.Equal(Usd(10), story.Balance(LedgerAccount.Available, "alice", "USD"));
        story.Pass(Duration.FromDays(3));
        Assert.Equal(Usd(0), story.Balance(LedgerAccount.Available, "alice", "USD"));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(-1, 0)]
    [InlineData(3, 3)]
    public void Reward_that_would_end_before_it_can_be_used_is_refused(int endsAfterDays, int heldForDays)
    {
        var story = Story();
        var reward = Goodwill("1", 10).ExpiringAt(story.Now + Duration.FromDays(endsAfterDays)).HoldingUntil(story.Now + Duration.FromDays(heldForDays));

        var refused = story.Tell(reward);

        Assert.Equal((DecisionCodes.ManualRewardEndsFirst, false), (refused.Code, refused.IsFinal));
        Assert.Empty(story.Ledger);
        Assert.Equal(DecisionCodes.ManualRewardGranted, story.Tell(reward.ExpiringAt(story.Now + Duration.FromDays(heldForDays) + Duration.FromSeconds(1))).Code);
    }

    [Fact]
    public void Told_again_it_has_no_effect_and_told_otherwise_it_is_refused()
    {
        var story = Story();
        _ = story.Tell(Goodwill("1", 10));

        Assert.True(story.Tell(Goodwill("1", 10)).IsRepeated);
        Assert.Equal(DecisionCodes.ManualRewardDuplicate, story.Tell(Goodwill("1", 11)).Code);
        Assert.Equal(DecisionCodes.ManualRewardUnknownCustomer, story.Tell(ManualReward.Of("2", Customer("zoe"), Usd(1), "eve", "prize")).Code);
        Assert.Equal(Usd(10), story.Balance(LedgerAccount.Available, "alice", "USD"));
    }

    [Fact]
    public void Unit_that_no_version_pays_is_refused_until_one_does()
    {
        var story = Story();
        var points = ManualReward.Of("1", Customer("alice"), Amount.Of(10, "points"), "eve", "prize");

        var refused = story.Tell(points);

        Assert.Equal(DecisionCodes.ManualRewardUnknownUnit, refused.Code);
        Assert.False(refused.IsFinal);
        Assert.Contains("10 points", refused.Explanation.ToText(), StringComparison.Ordinal);
        Assert.Contains("USD", refused.Explanation.ToText(), StringComparison.Ordinal);
        Assert.Empty(story.Ledger);

        var earlier = ReferralProgram.Create("life", p => p.RewardReferrer(r => r.Flat(100, "points")));
        var later = new ReferralScenario([earlier, ReferralProgram.Create("life", p => p.Version(2).RewardReferrer(r => r.Flat(20, "USD")))]);
        _ = later.Enroll("alice");
        Assert.Equal(DecisionCodes.ManualRewardGranted, later.Tell(points).Code);
        Assert.Equal(Amount.Of(10, "points"), later.Available("alice", "points"));
    }

    [Fact]
    public void Clawback_takes_all_that_is_left_and_what_was_used_is_owed()
    {
        var story = RewardLifeStoryTests.Bought(r => r);
        _ = story.Redeem("alice", 15, "USD");

        var decision = story.Tell(Clawback.Of(RewardId.From("referrer:order-1"), "eve", "abuse"));

        Assert.Equal(DecisionCodes.ClawbackTaken, decision.Code);
        Assert.Equal(Amount.FromMinorUnits(-1500, Unit.Parse("USD")), story.Balance(LedgerAccount.Owed, "alice", "USD"));
        Assert.Equal(Usd(0), story.Balance(LedgerAccount.Available, "alice", "USD"));
        Assert.True(story.Tell(Clawback.Of(RewardId.From("referrer:order-1"), "eve", "abuse")).IsRepeated);
        Assert.Equal(DecisionCodes.ClawbackDuplicate, story.Tell(Clawback.Of(RewardId.From("referrer:order-1"), "max", "abuse")).Code);
        Assert.Equal(DecisionCodes.ClawbackUnknownReward, story.Tell(Clawback.Of(RewardId.From("nothing"), "eve", "abuse")).Code);
    }

    [Fact]
    public void Refund_after_a_clawback_takes_nothing_more_and_its_cancellation_gives_nothing_back()
    {
        var story = RewardLifeStoryTests.Bought(r => r.RecomputedOnRefund());
        _ = story.Tell(Clawback.Of(RewardId.From("referrer:order-1"), "eve", "abuse"));

        _ = story.Tell(Refund.Of("refund", "order-1", Usd(40)));
        _ = story.Tell(RefundCancellation.Of("refund", "order-1"));

        Assert.Equal(Usd(0), story.Balance(LedgerAccount.Available, "alice", "USD"));
        Assert.Equal(Usd(0), story.Balance(LedgerAccount.Owed, "alice", "USD"));
        Assert.Equal(DecisionCodes.ClawbackNothingLeft, Refunded().Tell(Clawback.Of(RewardId.From("referrer:order-1"), "eve", "abuse")).Code);
    }

    [Fact]
    public void Somebody_whose_own_referral_was_rejected_still_gets_what_is_granted_by_hand()
    {
        var story = Story(p => p.ReviewManualRewardsAbove(0, "USD"));
        _ = story.Tell(ReferralReview.Reject(Customer("bob"), "same household"));
        var reward = ManualReward.Of("1", Customer("bob"), Usd(5), "eve", "sorry");
        _ = story.Tell(reward);
        _ = story.Tell(RewardReview.Of(reward.Reward).Approve().DecidedBy("max"));

        Assert.Equal(Usd(5), story.Balance(LedgerAccount.Available, "bob", "USD"));
    }

    [Fact]
    public void Rule_of_a_program_cannot_have_the_name_of_rewards_by_hand()
    {
        var exception = Assert.Throws<ReferralProgramException>(() =>
            ReferralProgram.Create("life", p => p.RewardReferrer(r => r.Named(ManualReward.Rule).Flat(20, "USD"))));

        Assert.Contains("by-hand", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Amounts_of_the_program_round_trip_and_are_said_once_for_each_unit()
    {
        var program = ReferralProgram.Create("life", p => p
            .RewardReferrer(r => r.Flat(20, "USD")).ReviewManualRewardsAbove(50, "USD").ReviewManualRewardsAbove(500, "points"));

        Assert.Equal(program, ProgramJson.Read(ProgramJson.Write(program)));
        Assert.Contains("\"manualReviews\": [", ProgramJson.Write(program), StringComparison.Ordinal);
        var exception = Assert.Throws<ReferralProgramException>(() => ReferralProgram.Create("life", p => p
            .RewardReferrer(r => r.Flat(20, "USD")).ReviewManualRewardsAbove(50, "USD").ReviewManualRewardsAbove(60, "USD")));
        Assert.Equal("$.manualReviews[1]", Assert.Single(exception.Findings).Path);
    }

    private static ReferralScenario Story(Func<ReferralProgramBuilder, ReferralProgramBuilder>? more = null)
    {
        var story = new ReferralScenario(ReferralProgram.Create("life", p =>
        {
            _ = p.RewardReferrer(r => r.Flat(20, "USD"));
            _ = more?.Invoke(p);
        }));
        _ = story.Enroll("alice");
        _ = story.SignUp("bob", referredBy: "alice");
        return story;
    }

    private static ReferralScenario Refunded()
    {
        var story = RewardLifeStoryTests.Bought(r => r);
        _ = story.Tell(Refund.OfWhole("refund", "order-1"));
        return story;
    }

    private static ManualReward Goodwill(string id, decimal amount) => ManualReward.Of(id, Customer("alice"), Usd(amount), "eve", "parcel lost");
}
