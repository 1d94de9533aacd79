using Referrals.Storage;

namespace Referrals.Tests.Rewards;

/// <summary>Many workers report conversions of one referrer's friends at once: counts, tiers and limits come out as for one worker.</summary>
public sealed class RacingRulesTests
{
    private const int Friends = 60;

    [Fact]
    public async Task Milestones_tiers_and_trailing_caps_are_exact_with_many_workers()
    {
        var program = ReferralProgram.Create("race", p => p
            .RewardReferrer(r => r.Named("every").Every(5, 1, "EUR"))
            .RewardReferrer(r => r.Named("tiers").Tiered(t => t.From(1, 1, "points").From(11, 10, "points")))
            .RewardReferrer(r => r.Named("trailing").Flat(1, "gb").AtMostRewards(7, per: TimeFrame.InTheLast(TimePeriod.Days(30))))
            .RewardReferrer(r => r.Named("volume").Give(RewardFormula.EveryMilestone(
                Referrals.Measure.RuleConversions().Sum(Unit.Money("EUR")), 100, RewardFormula.Flat(Amount.Of(1, "stars"))))));
        var referrals = new ReferralEngine(new InMemoryReferralStore(), new ReferralsOptions().AddProgram(program));
        var alice = CustomerId.From("alice");
        _ = await referrals.EnrollAsync(Enrollment.Of(alice));
        for (var i = 0; i < Friends; i++)
        {
            _ = await referrals.SignUpAsync(SignUp.Of(Deal.Id($"f{i}")).ReferredBy(alice));
        }

        await Parallel.ForAsync(0, Friends, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, token) =>
            _ = await referrals.ConvertAsync(Conversion.Of(Deal.Id($"f{i}"), $"o{i}", "purchase", Amount.Of(30, "EUR")), cancellationToken: token));

        var balances = (await referrals.GetBalancesAsync(alice)).ToDictionary(balance => balance.Available.Unit.ToString(), balance => balance.Available.Value);
        Assert.Equal(Friends / 5, balances["EUR"]);
        Assert.Equal(10 + (10 * (Friends - 10)), balances["points"]);
        Assert.Equal(7, balances["gb"]);
        Assert.Equal(Friends * 30 / 100, balances["stars"]);
        Assert.Empty(await referrals.Operations.VerifyLedgerAsync());
    }
}
