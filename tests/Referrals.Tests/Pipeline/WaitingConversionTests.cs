using NodaTime;
using Referrals.Ledger;
using Referrals.Serialization;
using Referrals.Storage;
using Referrals.Testing;

namespace Referrals.Tests.Pipeline;

/// <summary>Conversions that are told before the sign-up: each is judged when the sign-up comes, however many wait, and none earns that happened too early.</summary>
public sealed class WaitingConversionTests
{
    private static readonly Instant SignedUp = Instant.FromUtc(2026, 3, 1, 9, 0);
    private static readonly CustomerId Alice = CustomerId.From("alice");
    private static readonly CustomerId Bob = CustomerId.From("bob");

    [Fact]
    public async Task Nothing_before_the_sign_up_earns_unless_the_program_says_so()
    {
        var store = new InMemoryReferralStore();
        var program = ReferralProgram.Create("p", p => p.RewardReferrer(r => r.Flat(10, "EUR")));
        var referrals = await WithOrdersAsync(store, program, 40, days: 1);

        await referrals.SignUpAsync(SignUp.Of(Bob).ReferredBy(Alice).At(SignedUp));

        Assert.Equal(Amount.Zero(Unit.Parse("EUR")), (await referrals.GetBalancesAsync(Alice)).Single().Available);
        var outcomes = await OutcomesAsync(referrals);
        Assert.Equal(40, outcomes.Count);
        Assert.All(outcomes.Values, code => Assert.Equal(DecisionCodes.ConversionBeforeSignUp, code));
        Assert.Empty(await referrals.Operations.VerifyAsync());
        await RebuildsAsync(referrals, store);
    }

    [Fact]
    public async Task Orders_within_the_allowance_earn_each_and_the_others_are_told_why_not()
    {
        var store = new InMemoryReferralStore();
        var program = ReferralProgram.Create("p", p => p.CountBeforeSignUp(TimePeriod.Days(30)).RewardReferrer(r => r.Flat(10, "EUR")));
        var referrals = await WithOrdersAsync(store, program, 40, days: 1);

        await referrals.SignUpAsync(SignUp.Of(Bob).ReferredBy(Alice).At(SignedUp));

        // The order of exactly 30 days before does not count: the window is half-open.
        Assert.Equal(Amount.Of(290, "EUR"), (await referrals.GetBalancesAsync(Alice)).Single().Available);
        var outcomes = await OutcomesAsync(referrals);
        Assert.Equal(29, outcomes.Values.Count(static code => code == DecisionCodes.ConversionRewarded));
        Assert.Equal(11, outcomes.Values.Count(static code => code == DecisionCodes.ConversionBeforeSignUp));
        Assert.Empty(await referrals.Operations.VerifyAsync());
        await RebuildsAsync(referrals, store);
    }

    [Fact]
    public async Task Very_many_waiting_orders_are_judged_by_the_passing_of_time()
    {
        var store = new InMemoryReferralStore();
        var program = ReferralProgram.Create("p", p => p.CountBeforeSignUp(TimePeriod.Days(30)).RewardReferrer(r => r.Flat(1, "EUR")));
        var referrals = await WithOrdersAsync(store, program, 130, days: 0.1);

        await referrals.SignUpAsync(SignUp.Of(Bob).ReferredBy(Alice).At(SignedUp));
        Assert.Equal(100, (await referrals.Operations.ReadLedgerAsync().ToListAsync()).Count(line => line.Account == LedgerAccount.Available));
        Assert.Equal(Amount.Of(130, "EUR"), (await referrals.GetBalancesAsync(Alice)).Single().Available);

        Assert.Equal(30, (await referrals.Operations.ProcessDueAsync(SignedUp)).Happened);
        Assert.Equal(Amount.Of(130, "EUR"), (await referrals.GetBalancesAsync(Alice)).Single().Available);
        Assert.Equal(0, (await referrals.Operations.ProcessDueAsync(SignedUp)).Happened);
        Assert.Empty(await referrals.Operations.VerifyAsync());
    }

    [Fact]
    public async Task Orders_of_somebody_who_was_not_referred_are_told_so()
    {
        var program = ReferralProgram.Create("p", p => p.RewardReferrer(r => r.Flat(10, "EUR")));
        var referrals = await WithOrdersAsync(new InMemoryReferralStore(), program, 3, days: 1);

        await referrals.SignUpAsync(SignUp.Of(Bob).At(SignedUp));

        Assert.All((await OutcomesAsync(referrals)).Values, code => Assert.Equal(DecisionCodes.ConversionNotReferred, code));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Late_report_of_an_early_order_earns_no_more_than_an_early_report(bool allowed)
    {
        var program = ReferralProgram.Create("p", p => _ = allowed
            ? p.CountBeforeSignUp(TimePeriod.Days(7)).RewardReferrer(r => r.Flat(10, "EUR"))
            : p.RewardReferrer(r => r.Flat(10, "EUR")));
        var order = Conversion.Of(Bob, "o", "purchase", Amount.Of(50, "EUR")).At(SignedUp - Duration.FromDays(2));
        var signUp = SignUp.Of(Bob).ReferredBy(Alice).At(SignedUp);
        var early = new ReferralScenario(program);
        early.Tell(Enrollment.Of(Alice).At(SignedUp - Duration.FromDays(3)));
        early.Tell(order);
        early.Tell(signUp);
        var late = new ReferralScenario(program);
        late.Tell(Enrollment.Of(Alice).At(SignedUp - Duration.FromDays(3)));
        late.Tell(signUp);
        late.Tell(order);

        Assert.Equal(Amount.Of(allowed ? 10 : 0, "EUR"), early.Available("alice", "EUR"));
        Assert.Equal(early.Available("alice", "EUR"), late.Available("alice", "EUR"));
        Assert.Equal(allowed ? DecisionCodes.ConversionRewarded : DecisionCodes.ConversionBeforeSignUp, late.Decisions[^1].Code);
        Assert.Equal(late.Decisions[^1].Code, early.Decisions[^1].Code);
    }

    [Fact]
    public async Task Refund_while_an_order_waits_leaves_no_more_than_what_is_left()
    {
        var program = ReferralProgram.Create("p", p => p.CountBeforeSignUp(TimePeriod.Days(30)).RewardReferrer(r => r.PercentOf(10, "EUR")));
        var referrals = await WithOrdersAsync(new InMemoryReferralStore(), program, 2, days: 1);
        await referrals.RefundAsync(Refund.Of("before-the-sign-up", "order-1", Amount.Of(25, "EUR")).At(SignedUp));

        await referrals.SignUpAsync(SignUp.Of(Bob).ReferredBy(Alice).At(SignedUp));
        Assert.Equal(Amount.Of(7.5m, "EUR"), (await referrals.GetBalancesAsync(Alice)).Single().Available);
        await referrals.RefundAsync(Refund.OfWhole("~refunded-before", "order-1").At(SignedUp));

        Assert.Equal(Amount.Of(5, "EUR"), (await referrals.GetBalancesAsync(Alice)).Single().Available);
        Assert.Empty(await referrals.Operations.VerifyAsync());
    }

    [Fact]
    public void Program_keeps_its_allowance_in_json()
    {
        var program = ReferralProgram.Create("p", p => p.CountBeforeSignUp(TimePeriod.Days(7)).RewardReferrer(r => r.Flat(10, "EUR")));

        Assert.Equal(program, ProgramJson.Read(ProgramJson.Write(program)));
        Assert.Contains("countBeforeSignUp", ProgramJson.Write(program), StringComparison.Ordinal);
    }

    private static async Task<ReferralEngine> WithOrdersAsync(InMemoryReferralStore store, ReferralProgram program, int count, double days)
    {
        var referrals = new ReferralEngine(store, new ReferralsOptions().AddProgram(program), new FakeClock(SignedUp));
        await referrals.EnrollAsync(Enrollment.Of(Alice).At(SignedUp - Duration.FromDays(100)));
        for (var i = count; i >= 1; i--)
        {
            var order = Conversion.Of(Bob, $"order-{i}", "purchase", Amount.Of(50, "EUR")).At(SignedUp - Duration.FromDays(i * days));
            Assert.Equal(DecisionCodes.ConversionWaiting, (await referrals.ConvertAsync(order)).Code);
        }

        return referrals;
    }

    /// <summary>The last outcome that is stored for each order.</summary>
    private static async Task<Dictionary<string, string>> OutcomesAsync(ReferralEngine referrals)
    {
        var outcomes = new Dictionary<string, string>();
        await foreach (var decided in referrals.Operations.ReadDecisionsAsync())
        {
            if (decided.Decision.Subject?.StartsWith("order-", StringComparison.Ordinal) == true)
            {
                outcomes[decided.Decision.Subject] = decided.Decision.Code;
            }
        }

        return outcomes;
    }

    private static async Task RebuildsAsync(ReferralEngine referrals, InMemoryReferralStore store)
    {
        var target = new InMemoryReferralStore();
        await referrals.Operations.RebuildAsync(target);
        await foreach (var difference in referrals.Operations.CompareAsync(target))
        {
            Assert.Fail($"{difference} ({store})");
        }
    }
}
