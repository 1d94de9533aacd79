using NodaTime;
using Referrals.Ledger;
using Referrals.Storage;
using Referrals.Testing;
using static Referrals.Tests.Decisions.Story;

namespace Referrals.Tests.Pipeline;

/// <summary>Payouts of a whole program, and the passing of time over a store.</summary>
public sealed class PayoutBatchTests
{
    private static readonly Unit Dollar = Unit.Parse("USD");

    [Fact]
    public async Task Batch_pays_who_is_due_once()
    {
        var referrals = await EngineAsync(r => r.PercentOf(10, "USD"));
        Assert.Equal(
            [("ann", "0.00 USD", DecisionCodes.PayoutBelowMinimum), ("ben", "9.00 USD", null), ("cid", "18.00 USD", null)],
            (await referrals.Payouts.ListDueAsync(Dollar).ToListAsync()).Select(due => (due.Customer.Value, due.Amount.ToString(), due.Reason)).Order());

        var run = await referrals.Payouts.StartAsync("march", Dollar);
        Assert.Equal((2, Usd(27)), (run.Started, run.Total));
        Assert.Equal([new(DecisionCodes.PayoutBelowMinimum, 1)], run.NotStarted);
        Assert.Empty(run.Errors);
        var open = await referrals.Payouts.ListOpenAsync().ToListAsync();
        Assert.Equal([("ben", Usd(9), Usd(0.18m)), ("cid", Usd(18), Usd(0.36m))], open.Select(one => (one.Customer!.Value.Value, one.ToSend, one.Fee)).Order());

        Assert.Equal(0, (await referrals.Payouts.StartAsync("march", Dollar)).Started);
        Assert.Equal(open, await referrals.Payouts.ListOpenAsync().ToListAsync());
        Assert.Empty(await referrals.Operations.VerifyAsync());
    }

    /// <summary>The hold has ended, and the timer has not run: what is due is due all the same, also for whom it is the first money of all.</summary>
    [Fact]
    public async Task Hold_that_has_ended_is_due_whether_or_not_the_timer_has_run()
    {
        var clock = new FakeClock(Day(0));
        var program = ReferralProgram.Create("p", p => p.RewardReferrer(r => r.Flat(10, "USD").HeldFor(TimePeriod.Days(2))));
        var referrals = new ReferralEngine(new InMemoryReferralStore(), new ReferralsOptions().AddProgram(program), clock);
        await referrals.EnrollAsync(Enrollment.Of(Customer("alice")));
        await referrals.SignUpAsync(SignUp.Of(Customer("bob")).ReferredBy(Customer("alice")));
        await referrals.ConvertAsync(Conversion.Of(Customer("bob"), "o1", "purchase", Usd(50)));
        Assert.Empty(await referrals.Payouts.ListDueAsync(Dollar).ToListAsync());
        Assert.Equal(0, (await referrals.Payouts.StartAsync("first", Dollar)).Started);

        clock.Advance(Duration.FromDays(3));
        var due = await referrals.Payouts.ListDueAsync(Dollar).SingleAsync();
        Assert.Equal((Customer("alice"), Usd(10), Usd(0), null), (due.Customer, due.Amount, due.Pending, due.Reason));
        Assert.Equal(due, await referrals.Payouts.ListDueAsync(Dollar).SingleAsync());
        Assert.Equal((1, Usd(10)), (await referrals.Payouts.StartAsync("second", Dollar)) is var run ? (run.Started, run.Total) : default);
        Assert.Empty(await referrals.Operations.VerifyAsync());
    }

    /// <summary>Whoever sends money for what a start accepts pays four times; there is one start that accepts.</summary>
    [Fact]
    public async Task Four_workers_that_start_one_batch_start_each_payout_once()
    {
        var referrals = await EngineAsync(r => r.Flat(10, "USD"), people: 40);
        var runs = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () => await referrals.Payouts.StartAsync("march", Dollar))));
        var single = await Task.WhenAll(Enumerable.Range(0, 40).SelectMany(i => Enumerable.Range(0, 4).Select(_ => Task.Run(
            async () => await referrals.Payouts.StartAsync(PayoutStart.Of("march", Customer($"p{i}"), Dollar))))));

        Assert.Equal((40, Usd(400)), (runs.Sum(run => run.Started), runs.Aggregate(Usd(0), (sum, run) => sum + run.Total)));
        Assert.All(single, decision => Assert.Equal((false, DecisionCodes.PayoutAlreadyStarted), (decision.IsAccepted, decision.Code)));
        var open = await referrals.Payouts.ListOpenAsync().ToListAsync();
        Assert.Equal((40, Usd(400)), (open.Count, open.Aggregate(Usd(0), (sum, payout) => sum + payout.ToSend)));
        Assert.Equal(40, open.Select(payout => payout.Id).Distinct().Count());
        Assert.Empty(await referrals.Operations.VerifyAsync());
    }

    [Fact]
    public async Task What_has_failed_is_tried_again_in_the_same_batch_and_can_fail_again_for_the_same_reason()
    {
        var referrals = await EngineAsync(r => r.Flat(10, "USD"), people: 1);
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            Assert.Equal(1, (await referrals.Payouts.StartAsync("march", Dollar)).Started);
            var open = await referrals.Payouts.ListOpenAsync().SingleAsync();
            Assert.Equal(attempt, open.Attempt);
            Assert.Equal(DecisionCodes.PayoutFailed, (await referrals.Payouts.FailAsync(open.Id, "closed")).Code);
            Assert.True((await referrals.Payouts.FailAsync(open.Id, "closed")).IsRepeated);
            Assert.Equal((Usd(0), Usd(10)), await HeldAsync(referrals, "p0"));
        }

        _ = await referrals.Payouts.StartAsync("march", Dollar);
        var last = await referrals.Payouts.ListOpenAsync().SingleAsync();
        Assert.Equal(DecisionCodes.PayoutPaid, (await referrals.Payouts.ConfirmAsync(last.Id)).Code);
        Assert.Equal(DecisionCodes.PayoutNotOpen, (await referrals.Payouts.FailAsync(last.Id, "closed")).Code);
        Assert.Equal((Usd(0), Usd(0)), await HeldAsync(referrals, "p0"));
        Assert.Empty(await referrals.Operations.VerifyAsync());
    }

    [Fact]
    public async Task After_a_confirmation_the_batch_pays_only_what_was_earned_since()
    {
        var referrals = await EngineAsync(r => r.Flat(10, "USD"), people: 1);
        await LoopAsync(referrals, []);
        Assert.Equal([new(DecisionCodes.PayoutNothingDue, 1)], (await referrals.Payouts.StartAsync("march", Dollar)).NotStarted);
        _ = await referrals.ConvertAsync(Conversion.Of(Customer("p0-friend"), "later", "purchase", Usd(50)).At(Day(3)));

        var again = await referrals.Payouts.StartAsync(PayoutStart.Of("march", Customer("p0"), Dollar));
        Assert.Equal((DecisionCodes.PayoutStarted, false), (again.Code, again.IsRepeated));
        var open = await referrals.Payouts.ListOpenAsync().SingleAsync();
        Assert.Equal((again.Subject, Usd(10), 2), (open.Id.Value, open.ToSend, open.Attempt));
    }

    [Fact]
    public async Task Batch_pays_a_stated_amount_once_but_tries_again_what_has_failed()
    {
        var referrals = await EngineAsync(r => r.Flat(20, "USD"), people: 1);
        var start = PayoutStart.Of("march", Customer("p0"), Usd(8));
        var first = await referrals.Payouts.StartAsync(start);
        Assert.Equal(DecisionCodes.PayoutAlreadyStarted, (await referrals.Payouts.StartAsync(start)).Code);
        _ = await referrals.Payouts.FailAsync(PayoutId.From(first.Subject!), "closed");
        var second = await referrals.Payouts.StartAsync(start);
        Assert.NotEqual(first.Subject, second.Subject);
        _ = await referrals.Payouts.ConfirmAsync(PayoutId.From(second.Subject!));

        Assert.Equal((DecisionCodes.PayoutAlreadyPaid, second.Subject), ((await referrals.Payouts.StartAsync(start)).Code, second.Subject));
        Assert.Equal((Usd(0), Usd(12)), await HeldAsync(referrals, "p0"));
        Assert.True((await referrals.Payouts.StartAsync(PayoutStart.Of("april", Customer("p0"), Usd(8)))).IsAccepted);
    }

    /// <summary>What was refused is asked again: money that comes later is paid by the same batch, told in the same words.</summary>
    [Fact]
    public async Task Refusal_does_not_stick()
    {
        var referrals = await EngineAsync(r => r.Flat(3, "USD"), people: 1);
        var start = PayoutStart.Of("march", Customer("p0"), Dollar).WithKey("from-the-host");
        Assert.Equal(DecisionCodes.PayoutBelowMinimum, (await referrals.Payouts.StartAsync(start)).Code);
        _ = await referrals.ConvertAsync(Conversion.Of(Customer("p0-friend"), "later", "purchase", Usd(50)).At(Day(3)));

        Assert.Equal(DecisionCodes.PayoutStarted, (await referrals.Payouts.StartAsync(start)).Code);
        Assert.True((await referrals.Payouts.StartAsync(start)).IsRepeated);
        Assert.Equal((Usd(6), Usd(0)), await HeldAsync(referrals, "p0"));
    }

    [Fact]
    public async Task Answer_says_why_somebody_is_not_paid()
    {
        var referrals = await EngineAsync(r => r.Flat(3, "USD"), people: 1, also: p => p.RewardReferrer(r => r.Named("held").Flat(7, "EUR").HeldFor(TimePeriod.Days(30))));
        var expected = new[]
        {
            ("nobody", "USD", DecisionCodes.PayoutUnknownCustomer), ("p0-friend", "USD", DecisionCodes.PayoutNothingDue),
            ("p0", "USD", DecisionCodes.PayoutBelowMinimum), ("p0", "EUR", DecisionCodes.PayoutOnHold), ("p0", "GBP", DecisionCodes.PayoutWrongUnit),
        };
        foreach (var (customer, unit, code) in expected)
        {
            var decision = await referrals.Payouts.StartAsync(PayoutStart.Of("march", Customer(customer), Unit.Parse(unit)));
            Assert.Equal((customer, unit, code, false), (customer, unit, decision.Code, decision.IsAccepted));
            Assert.NotEmpty(decision.Explanation.ToText());
        }

        Assert.Equal(DecisionCodes.PayoutUnknown, (await referrals.Payouts.ConfirmAsync(PayoutId.From("none-1"))).Code);
        Assert.Null(await referrals.Payouts.FindAsync(PayoutId.From("none-1")));
    }

    /// <summary>Earned is when the conversion was, not when the hold ended.</summary>
    [Fact]
    public async Task Batch_with_a_cut_off_pays_what_was_earned_before_and_carries_over_the_rest()
    {
        var referrals = await EngineAsync(r => r.PercentOf(10, "USD").HeldFor(TimePeriod.Days(1)));
        _ = await referrals.Operations.ProcessDueAsync(Day(3));
        var run = await referrals.Payouts.StartAsync("day-0", Dollar, earnedBefore: Day(1));
        Assert.Equal((2, Usd(21)), (run.Started, run.Total));
        Assert.Equal((Usd(12), Usd(6)), await HeldAsync(referrals, "cid"));
        Assert.Equal(
            [("cid", DecisionCodes.PayoutAfterCutOff)],
            await referrals.Payouts.ListDueAsync(Dollar, Day(1)).Where(due => due.Available.IsZero && due.Reason != DecisionCodes.PayoutNothingDue)
                .Select(due => (due.Customer.Value, due.Reason!)).ToListAsync());
        var late = PayoutStart.Of("day-0-again", Customer("cid"), Dollar).OnlyEarnedBefore(Day(1));
        Assert.Equal(DecisionCodes.PayoutAfterCutOff, (await referrals.Payouts.StartAsync(late)).Code);

        Assert.Equal((1, Usd(6)), (await referrals.Payouts.StartAsync("day-1", Dollar, earnedBefore: Day(2))) is var next ? (next.Started, next.Total) : default);
        Assert.Empty(await referrals.Operations.VerifyAsync());
    }

    [Theory]
    [InlineData(false, 9.5, -0.5, 0)]
    [InlineData(true, 10, 0, -0.5)]
    public async Task Confirmed_payout_can_come_back_days_later(bool givesFeeBack, decimal back, decimal lost, decimal borne)
    {
        var rule = PayoutRule.From(Usd(5)).WithFee(Usd(0.5m), FeeBearer.Owner);
        var referrals = await EngineAsync(r => r.Flat(10, "USD"), people: 1, rule: givesFeeBack ? rule.GivingFeeBack() : rule);
        var bank = new Dictionary<PayoutId, Amount>();
        await LoopAsync(referrals, bank);
        var (paid, sent) = bank.Single();
        Assert.Equal(Usd(9.5m), sent);

        Assert.Equal(DecisionCodes.PayoutReturned, (await referrals.Payouts.ReturnAsync(PayoutReturn.Of(paid, "closed").At(Day(9)))).Code);
        Assert.Equal((Usd(0), Usd(back)), await HeldAsync(referrals, "p0"));
        var payout = await referrals.Payouts.FindAsync(paid);
        Assert.Equal((PayoutStatus.Returned, "closed", Day(9)), (payout!.Status, payout.Reason, payout.EndedAt));
        var lines = await referrals.Operations.ReadLedgerAsync().ToListAsync();
        Assert.Equal((Usd(0), Usd(0.5m), Usd(-10 + borne)), (Sum(LedgerAccount.PaidOut), Sum(LedgerAccount.Fees), Sum(LedgerAccount.Program)));
        Assert.Equal(Usd(lost), Usd(back) - Usd(10));
        Assert.True((await referrals.Payouts.ReturnAsync(PayoutReturn.Of(paid, "closed").WithKey("other"))).IsRepeated);
        Assert.Empty(await referrals.Operations.VerifyAsync());

        await LoopAsync(referrals, bank);
        Assert.Equal(2, bank.Count);
        Assert.Equal((Usd(0), Usd(0)), await HeldAsync(referrals, "p0"));

        Amount Sum(LedgerAccount account) => lines.Where(line => line.Account == account).Aggregate(Usd(0), (sum, line) => sum + line.Amount);
    }

    [Fact]
    public async Task Payout_that_comes_back_settles_first_what_is_owed_by_then()
    {
        var referrals = await EngineAsync(r => r.Flat(10, "USD"), people: 1);
        var bank = new Dictionary<PayoutId, Amount>();
        await LoopAsync(referrals, bank);
        _ = await referrals.RefundAsync(Refund.Of("refund", "p0-0", Usd(20)).At(Day(4)));
        Assert.Equal(Usd(-4), (await referrals.GetBalancesAsync(Customer("p0")))[0].Available);

        _ = await referrals.Payouts.ReturnAsync(PayoutReturn.Of(bank.Keys.Single(), "closed").At(Day(5)));
        var balance = (await referrals.GetBalancesAsync(Customer("p0")))[0];
        Assert.Equal((Usd(6), Usd(0)), (balance.Available, balance.Owed));
        Assert.Empty(await referrals.Operations.VerifyAsync());
    }

    /// <summary>The bank's message of the return overtakes that of the arrival.</summary>
    [Fact]
    public async Task Return_of_a_payout_on_its_way_is_its_failure()
    {
        var referrals = await EngineAsync(r => r.Flat(10, "USD"), people: 1);
        var id = PayoutId.From((await referrals.Payouts.StartAsync(PayoutStart.Of("march", Customer("p0"), Dollar))).Subject!);
        Assert.Equal(DecisionCodes.PayoutFailed, (await referrals.Payouts.ReturnAsync(id, "closed")).Code);
        Assert.Equal(DecisionCodes.PayoutNotOpen, (await referrals.Payouts.ConfirmAsync(id)).Code);
        Assert.Equal((Usd(0), Usd(10)), await HeldAsync(referrals, "p0"));
    }

    /// <summary>The id is the key of a transfer at one bank, whatever tenants and programs use it.</summary>
    [Fact]
    public async Task Ids_differ_between_tenants_programs_batches_customers_units_and_attempts()
    {
        var ids = new HashSet<PayoutId>();
        var program = ProgramId.From("p");
        foreach (var partition in new[] { Partition.Of(program), Partition.Of(TenantId.From("a"), program), Partition.Of(TenantId.From("b"), program) })
        {
            foreach (var (batch, customer) in new[] { ("b", "c"), ("b:c", "c"), ("b", "c:c"), ("b:1", "c"), ("b", "1:c") })
            {
                Assert.All(new[] { "USD", "EUR" }, unit => Assert.All(new[] { 1, 2, 12 }, attempt => Assert.True(
                    ids.Add(PayoutStart.Of(batch, Customer(customer), Unit.Parse(unit)).IdOf(partition, attempt)))));
            }
        }

        var referrals = await EngineAsync(r => r.Flat(10, "USD"), people: 1);
        var shop = referrals.ForTenant(TenantId.From("shop"));
        await TellAsync(shop, "p0", [50m]);
        var (own, other) = (await referrals.Payouts.StartAsync(Start()), await shop.Payouts.StartAsync(Start()));
        Assert.True(own.IsAccepted && other.IsAccepted);
        Assert.NotEqual(own.Subject, other.Subject);

        static PayoutStart Start() => PayoutStart.Of("march", Customer("p0"), Dollar);
    }

    [Fact]
    public async Task Payouts_are_rebuilt_exported_and_compared()
    {
        var referrals = await EngineAsync(r => r.PercentOf(10, "USD"));
        await LoopAsync(referrals, [], refuse: payout => payout.Attempt == 1 && payout.Customer == Customer("ben"));
        await LoopAsync(referrals, []);
        _ = await referrals.Payouts.StartAsync("april", Dollar);
        var target = new InMemoryReferralStore();
        _ = await referrals.Operations.RebuildAsync(target);
        Assert.Empty(await referrals.Operations.CompareAsync(target).ToListAsync());
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
        var often = await EngineAsync(r => r.PercentOf(10, "USD").HeldFor(TimePeriod.Days(3)).ExpiresAfterInactivity(TimePeriod.Days(4)));
        var late = await EngineAsync(r => r.PercentOf(10, "USD").HeldFor(TimePeriod.Days(3)).ExpiresAfterInactivity(TimePeriod.Days(4)));
        for (var day = 0; day < 30; day++)
        {
            _ = await often.Operations.ProcessDueAsync(Day(day));
        }

        var workers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () => await late.Operations.ProcessDueAsync(Day(29)))));

        Assert.Equal(7, workers.Sum(report => report.Happened));
        Assert.Equal(await Lines(often), await Lines(late));
        Assert.Empty(await late.Operations.VerifyLedgerAsync());

        static async Task<List<string>> Lines(ReferralEngine engine) =>
            [.. (await engine.Operations.ReadLedgerAsync().ToListAsync()).Select(line => $"{line.Posting} {line.Account} {line.Amount} {line.OccurredAt}").Order(StringComparer.Ordinal)];
    }

    /// <summary>The loop of the documentation, over a bank that knows each id once.</summary>
    private static async Task LoopAsync(ReferralEngine referrals, Dictionary<PayoutId, Amount> bank, Func<Payout, bool>? refuse = null)
    {
        _ = await referrals.Payouts.StartAsync("march", Dollar);
        await foreach (var payout in referrals.Payouts.ListOpenAsync())
        {
            if (refuse?.Invoke(payout) == true)
            {
                _ = await referrals.Payouts.FailAsync(payout.Id, "refused");
                continue;
            }

            bank[payout.Id] = payout.ToSend;
            _ = await referrals.Payouts.ConfirmAsync(payout.Id);
        }
    }

    private static async Task<(Amount OnItsWay, Amount Available)> HeldAsync(ReferralEngine referrals, string customer)
    {
        var balance = (await referrals.GetBalancesAsync(Customer(customer))).Single(one => one.Available.Unit == Dollar);
        return (balance.InPayout, balance.Available);
    }

    private static async Task<ReferralEngine> EngineAsync(
        Func<Referrals.IncentiveBuilder, Referrals.IncentiveBuilder> live,
        int people = 0,
        PayoutRule? rule = null,
        Func<Referrals.ReferralProgramBuilder, Referrals.ReferralProgramBuilder>? also = null)
    {
        var program = ReferralProgram.Create("p", p => (also ?? (static p => p))(p
            .RewardReferrer(r => live(r))
            .PayOut(rule ?? PayoutRule.From(Usd(5)).WithFee(Percentage.Of(2), FeeBearer.Program))));
        var referrals = new ReferralEngine(new InMemoryReferralStore(), new ReferralsOptions().AddProgram(program), new FakeClock(Day(3)));
        (string, decimal[])[] buyers = people > 0
            ? [.. Enumerable.Range(0, people).Select(i => ($"p{i}", new[] { 50m }))]
            : [("ann", [40m]), ("ben", [90m]), ("cid", [120m, 60m])];
        foreach (var (name, amounts) in buyers)
        {
            await TellAsync(referrals, name, amounts);
        }

        return referrals;
    }

    private static async Task TellAsync(ReferralEngine referrals, string name, decimal[] amounts)
    {
        _ = await referrals.EnrollAsync(Enrollment.Of(Customer(name)).At(Day(0)));
        _ = await referrals.SignUpAsync(SignUp.Of(Customer($"{name}-friend")).ReferredBy(Customer(name)).At(Day(0)));
        for (var i = 0; i < amounts.Length; i++)
        {
            _ = await referrals.ConvertAsync(Conversion.Of(Customer($"{name}-friend"), $"{name}-{i}", "purchase", Usd(amounts[i])).At(Day(i)));
        }
    }
}
