using Referrals.Deciding;
using Referrals.Programs;
using Referrals.Rewards.Life;
using Referrals.Storage.InMemory;
using Referrals.Testing;
using static Referrals.Tests.Deciding.Story;

namespace Referrals.Tests.Pipeline;

/// <summary>Payouts of a whole program, and the passing of time over a store.</summary>
public sealed class PayoutBatchTests
{
    private static readonly Unit Dollar = Unit.Parse("USD");

    [Fact]
    public async Task Batch_pays_who_is_due_once()
    {
        var referrals = await EngineAsync(r => r.PercentOf(10, "USD"));

        var due = await referrals.Payouts.GetDueAsync(Dollar);
        Assert.Equal([("cid", "18.00 USD", "0.36 USD"), ("ben", "9.00 USD", "0.18 USD")], due.Select(one => (one.Customer.Value, one.Amount.ToString(), one.Fee.ToString())));

        var started = await referrals.Payouts.StartAsync("march", Dollar);
        Assert.All(started, decision => Assert.Equal(DecisionCodes.PayoutStarted, decision.Code));
        Assert.Empty(await referrals.Payouts.StartAsync("march", Dollar));
        var again = await referrals.Payouts.PayOutAsync(Payout.Of("march", Customer("cid"), Dollar));
        Assert.True(again.IsRepeated);
        Assert.Equal(Usd(18), (await referrals.GetBalancesAsync(Customer("cid")))[0].InPayout);

        _ = await referrals.Payouts.PayOutAsync(Payout.Of("march", Customer("cid"), Dollar).Confirmed());
        _ = await referrals.Payouts.PayOutAsync(Payout.Of("march", Customer("ben"), Dollar).Failed("closed"));
        Assert.Equal("ben", Assert.Single(await referrals.Payouts.GetDueAsync(Dollar)).Customer.Value);
        Assert.Empty(await referrals.Operations.VerifyLedgerAsync());
    }

    [Fact]
    public async Task Many_workers_redeem_no_more_than_there_is()
    {
        var referrals = await EngineAsync(r => r.PercentOf(10, "USD"));

        var decisions = await Task.WhenAll(Enumerable.Range(0, 30).Select(i => Task.Run(
            async () => await referrals.RedeemAsync(Redemption.Of($"r{i}", Customer("cid"), Usd(1)).At(Day(3))))));

        Assert.Equal(18, decisions.Count(decision => decision.IsAccepted));
        Assert.All(decisions.Where(decision => !decision.IsAccepted), decision => Assert.Equal(DecisionCodes.RedemptionTooMuch, decision.Code));
        Assert.Equal(Usd(0), (await referrals.GetBalancesAsync(Customer("cid")))[0].Available);
        Assert.Empty(await referrals.Operations.VerifyLedgerAsync());
    }

    [Fact]
    public async Task Time_told_once_and_late_does_what_time_told_often_does()
    {
        var often = await EngineAsync(r => r.PercentOf(10, "USD").HeldFor(3).Days().ExpiresAfterInactivity(4).Days());
        var late = await EngineAsync(r => r.PercentOf(10, "USD").HeldFor(3).Days().ExpiresAfterInactivity(4).Days());
        for (var day = 0; day < 30; day++)
        {
            _ = await often.Operations.ProcessDueAsync(Day(day));
        }

        var workers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () => await late.Operations.ProcessDueAsync(Day(29)))));

        Assert.Equal(7, workers.Sum());
        Assert.Equal(await Lines(often), await Lines(late));
        Assert.Empty(await late.Operations.VerifyLedgerAsync());

        static async Task<List<string>> Lines(ReferralEngine engine) =>
            [.. (await engine.Operations.ReadLedgerAsync().ToListAsync()).Select(line => $"{line.Posting} {line.Account} {line.Amount} {line.OccurredAt}").Order(StringComparer.Ordinal)];
    }

    private static async Task<ReferralEngine> EngineAsync(Func<Referrals.Programs.Building.IncentiveBuilder, Referrals.Programs.Building.IncentiveBuilder> live)
    {
        var program = ReferralProgram.Create("p", p => p
            .RewardReferrer(r => live(r))
            .PayOut(PayoutRule.From(Usd(5)).WithFee(Percentage.Of(2), FeeBearer.Program)));
        var referrals = new ReferralEngine(new InMemoryReferralStore(), new ReferralsOptions().AddProgram(program), new FakeClock(Day(3)));
        foreach (var (name, amounts) in new[] { ("ann", new[] { 40m }), ("ben", [90m]), ("cid", [120m, 60m]) })
        {
            _ = await referrals.EnrollAsync(Enrollment.Of(Customer(name)).At(Day(0)));
            _ = await referrals.SignUpAsync(SignUp.Of(Customer($"{name}-friend")).ReferredBy(Customer(name)).At(Day(0)));
            for (var i = 0; i < amounts.Length; i++)
            {
                _ = await referrals.ConvertAsync(Conversion.Of(Customer($"{name}-friend"), $"{name}-{i}", "purchase", Usd(amounts[i])).At(Day(i)));
            }
        }

        return referrals;
    }
}
