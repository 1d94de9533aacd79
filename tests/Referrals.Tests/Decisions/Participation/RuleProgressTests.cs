using Referrals.Storage;
using Referrals.Testing;
using Deal = Referrals.Tests.Rewards.Deal;

namespace Referrals.Tests.Decisions.Participation;

public sealed class RuleProgressTests
{
    private static readonly ReferralProgram Program = ReferralProgram.Create("p", p => p
        .RewardReferrer(r => r.Named("tiers")
            .Tiered(t => t.From(1, Referrals.RewardFormula.Flat(Amount.Of(10, "EUR")), "Bronze").From(3, 15, "EUR"))
            .AtMost(100, "EUR", per: TimeFrame.CalendarMonth).AtMostRewards(5, per: TimeFrame.InTheLast(TimePeriod.Days(30))))
        .RewardReferrer(r => r.Named("every").Every(2, 5, "EUR"))
        .RewardReferrer(r => r.Named("plain").Flat(1, "EUR").OncePerReferral()));

    [Fact]
    public void Next_step_and_what_caps_leave_are_told()
    {
        var deal = new Deal(Program);
        _ = deal.Buys("a", 9);
        _ = deal.Buys("b", 9);

        var progress = RuleProgress.Of(Program, deal.Scenario.State, Deal.Id("alice"), deal.Scenario.Now);

        Assert.Equal(["tiers", "every"], progress.Select(rule => rule.Rule));
        var steps = progress[0].Steps!;
        Assert.Equal((2m, "Bronze", 3m, "2", 1m), (steps.Reached, steps.Step, steps.NextFrom, steps.NextStep, steps.Missing));
        Assert.Equal([(20m, 80m), (2m, 3m)], progress[0].Limits.Select(limit => (limit.Used, limit.Left)));
        Assert.Equal((2m, "1", 4m, 2m), (progress[1].Steps!.Reached, progress[1].Steps!.Step, progress[1].Steps!.NextFrom, progress[1].Steps!.Missing));
    }

    [Fact]
    public void After_the_last_step_nothing_is_missing_and_a_new_month_gives_room_again()
    {
        var deal = new Deal(Program);
        for (var i = 0; i < 4; i++)
        {
            _ = deal.Buys($"c{i}", 9);
        }

        var progress = RuleProgress.Of(Program, deal.Scenario.State, Deal.Id("alice"), NodaTime.Instant.FromUtc(2026, 4, 20, 0, 0))[0];

        Assert.Null(progress.Steps!.NextFrom);
        Assert.Null(progress.Steps.Missing);
        Assert.Equal([(0m, 100m), (0m, 5m)], progress.Limits.Select(limit => (limit.Used, limit.Left)));
    }

    [Fact]
    public async Task Engine_reads_the_same_from_the_store()
    {
        var clock = new FakeClock(NodaTime.Instant.FromUtc(2026, 3, 2, 10, 0));
        var options = new ReferralsOptions();
        _ = options.AddProgram(Program);
        var referrals = new ReferralEngine(new InMemoryReferralStore(), options, clock);
        _ = await referrals.EnrollAsync(Enrollment.Of(Deal.Id("alice")));
        _ = await referrals.SignUpAsync(SignUp.Of(Deal.Id("bob")).ReferredBy(Deal.Id("alice")));
        _ = await referrals.ConvertAsync(Conversion.Of(Deal.Id("bob"), "o1", "purchase", Amount.Of(9, "EUR")));

        var progress = await referrals.GetProgressAsync(Deal.Id("alice"));

        Assert.Equal(1m, progress[0].Steps!.Reached);
        Assert.Equal(90m, progress[0].Limits[0].Left);
        Assert.Equal(0m, (await referrals.GetProgressAsync(Deal.Id("bob")))[0].Steps!.Reached);
    }
}
