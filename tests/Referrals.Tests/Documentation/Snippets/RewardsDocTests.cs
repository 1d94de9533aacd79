using NodaTime;
using Referrals.Storage;
using Referrals.Testing;

namespace Referrals.Tests.Documentation.Snippets;

/// <summary>The code of docs/rewards.md, compiled and run.</summary>
public sealed class RewardsDocTests
{
    private static readonly Instant Start = Instant.FromUtc(2026, 3, 1, 9, 0);

    [Fact]
    public void Program_says_what_becomes_of_rewards()
    {
        var program = ReferralProgram.Create("spring", p => p
            .RewardReferrer(r => r.Flat(20, "EUR")
                .HeldFor(TimePeriod.Days(14))
                .Reviewed(within: TimePeriod.Days(7), whenOverdue: WhenOverdue.Approve)
                .ExpiresAfter(TimePeriod.Months(12)))
            .RewardReferee(r => r.Flat(500, "points").ExpiresAfterInactivity(TimePeriod.Days(180)))
            .PayOut(PayoutRule.From(Amount.Of(25, "EUR")).WithFee(Amount.Of(0.35m, "EUR"), FeeBearer.Owner))
            .WriteOffShortfalls());

        Assert.Equal("reviewed within 7 days, then approved automatically", program.Incentives[0].Review!.ToString());
        Assert.Equal("12 months after it vested", program.Incentives[0].Expiry!.ToString());
        Assert.Equal("from 25.00 EUR on, fee 0.35 EUR borne by the owner", program.Payouts[0].ToString());
    }

    [Fact]
    public async Task Host_reports_what_customers_do_with_rewards()
    {
        var program = ReferralProgram.Create("spring", p => p.RewardReferrer(r => r.Flat(60, "EUR")));
        var referrals = new ReferralEngine(
            new InMemoryReferralStore(), new ReferralsOptions().AddProgram(program), new FakeClock(Start + Duration.FromDays(1)));
        var alice = CustomerId.From("alice");
        var euro = Unit.Parse("EUR");
        _ = await referrals.EnrollAsync(Enrollment.Of(alice).At(Start));
        _ = await referrals.SignUpAsync(SignUp.Of(CustomerId.From("bob")).ReferredBy(alice).At(Start));
        _ = await referrals.ConvertAsync(Conversion.Of(CustomerId.From("bob"), "order-1", "purchase", Amount.Of(80, "EUR")).At(Start));

        await referrals.Operations.ProcessDueAsync();                                                         // from a timer, say every hour
        await referrals.RedeemAsync(Redemption.Of("order-77", alice, Amount.Of(15, "EUR")));    // alice pays with her rewards

        await referrals.Payouts.StartAsync("2026-03", euro);                                    // everybody who is due
        await foreach (var payout in referrals.Payouts.ListOpenAsync())                         // what is on its way, whoever started it
        {
            await referrals.Payouts.ConfirmAsync(payout.Id);                                    // or FailAsync(payout.Id, "the account is closed")
        }

        var statement = await referrals.GetStatementAsync(alice, Start, Start + Duration.FromDays(31));
        var view = await referrals.GetParticipantAsync(alice);

        Assert.Contains("Payout arrived", statement.ToText(), StringComparison.Ordinal);
        Assert.Equal(45, view.Rewards[0].Parts[Referrals.Ledger.RewardStage.Paid].Value);
    }

    [Fact]
    public async Task Host_gives_back_what_was_redeemed()
    {
        var (referrals, alice) = await ShopAsync(ReferralProgram.Create("spring", p => p.RewardReferrer(r => r.Flat(60, "EUR"))));
        await referrals.RedeemAsync(Redemption.Of("order-77", alice, Amount.Of(15, "EUR")));

        await referrals.CancelRedemptionAsync(RedemptionCancellation.Of("cancel-1", "order-77", Amount.Of(5, "EUR")));   // a part of what was redeemed
        await referrals.CancelRedemptionAsync(RedemptionCancellation.Of("cancel-2", "order-77"));                        // all the rest

        Assert.Equal(Amount.Of(60, "EUR"), (await referrals.GetBalancesAsync(alice))[0].Available);
    }

    [Fact]
    public async Task People_of_the_application_grant_and_take_back_by_hand()
    {
        var program = ReferralProgram.Create("spring", p => p
            .RewardReferrer(r => r.Flat(20, "EUR"))
            .ReviewManualRewardsAbove(50, "EUR"));                                             // "manualReviews": ["50.00 EUR"]
        var (referrals, alice) = await ShopAsync(program);

        var small = await referrals.Reviews.GrantAsync(ManualReward.Of("ticket-1", alice, Amount.Of(10, "EUR"), by: "eve", reason: "parcel lost"));
        var large = ManualReward.Of("ticket-2", alice, Amount.Of(80, "EUR"), by: "eve", reason: "prize");
        await referrals.Reviews.GrantAsync(large);                                             // waits: manual_reward.waits
        await referrals.Reviews.DecideAsync(RewardReview.Of(large.Reward).Approve().DecidedBy("max"));
        await referrals.Reviews.ClawBackAsync(Clawback.Of(large.Reward, by: "max", reason: "given to the wrong person"));

        Assert.Equal(DecisionCodes.ManualRewardGranted, small.Code);
        Assert.Equal(Amount.Of(30, "EUR"), (await referrals.GetBalancesAsync(alice))[0].Available);
        Assert.Empty(await referrals.Operations.VerifyAsync());
    }

    private static async Task<(ReferralEngine Referrals, CustomerId Alice)> ShopAsync(ReferralProgram program)
    {
        var referrals = new ReferralEngine(
            new InMemoryReferralStore(), new ReferralsOptions().AddProgram(program), new FakeClock(Start + Duration.FromDays(1)));
        var alice = CustomerId.From("alice");
        _ = await referrals.EnrollAsync(Enrollment.Of(alice).At(Start));
        _ = await referrals.SignUpAsync(SignUp.Of(CustomerId.From("bob")).ReferredBy(alice).At(Start));
        _ = await referrals.ConvertAsync(Conversion.Of(CustomerId.From("bob"), "order-1", "purchase", Amount.Of(80, "EUR")).At(Start));
        return (referrals, alice);
    }

    [Fact]
    public void Scenario_tells_a_life()
    {
        var scenario = new ReferralScenario(ReferralProgram.Create("spring", p => p
            .RewardReferrer(r => r.Flat(20, "EUR").ExpiresAfter(TimePeriod.Days(90)))));
        scenario.Enroll("alice");
        scenario.SignUp("bob", referredBy: "alice");
        scenario.Purchase("bob", 80, "EUR");
        scenario.Redeem("alice", 12, "EUR");
        scenario.Pass(Duration.FromDays(90));

        Assert.Equal(Amount.Of(0, "EUR"), scenario.Available("alice", "EUR"));
    }
}
