using NodaTime;
using Referrals.Ledger;
using Referrals.Simulation;
using Referrals.Storage;
using static Referrals.Tests.Decisions.Story;
using static Referrals.Tests.Simulation.SimulatedHistory;

namespace Referrals.Tests.Simulation;

/// <summary>Examples whose amounts are worked out by hand.</summary>
public sealed class ProgramSimulationTests
{
    private static readonly CustomerId Alice = Customer("alice");
    private static readonly Unit Dollar = Unit.Money("USD");

    /// <summary>Bob buys for 40 and 100, carol for 60; carol's is refunded by half.</summary>
    private static ReferralInput[] Inputs =>
    [
        Enrollment.Of(Alice).At(Day(0)),
        SignUp.Of(Customer("bob")).ReferredBy(Alice).At(Day(1)),
        Bought("bob", "o1", 40, 2),
        SignUp.Of(Customer("carol")).ReferredBy(Alice).At(Day(3)),
        Bought("carol", "o2", 60, 4),
        Refund.Of("r1", "o2", Usd(30)).At(Day(5)),
        Bought("bob", "o3", 100, 6),
    ];

    [Fact]
    public async Task Raised_reward_costs_the_difference_less_what_is_taken_back()
    {
        var report = await SimulatedAsync(Program(r => r.Flat(10, "USD")), Program(r => r.Flat(15, "USD")), Inputs);

        // Then 3 x 10 less half of one; now 3 x 15 less half of one.
        var rule = Assert.Single(report.Rules);
        Assert.Equal((3, Usd(30), Usd(5), Usd(25)), (rule.Then.Rewards, rule.Then.Granted, rule.Then.TakenBack, rule.Then.Left));
        Assert.Equal((3, Usd(45), Usd(7.50m), Usd(37.50m)), (rule.Now.Rewards, rule.Now.Granted, rule.Now.TakenBack, rule.Now.Left));
        Assert.Equal(Usd(12.50m), report.Difference(Dollar));
        var person = Assert.Single(report.People);
        Assert.Equal((Alice, Usd(12.50m)), (person.Customer, person.Difference));
        Assert.Equal([Usd(5), Usd(2.50m), Usd(5)], report.Rewards.Select(reward => reward.Difference));
        Assert.All(report.Rewards, reward => Assert.Null(reward.Reason));
        Assert.Empty(report.Outcomes);
        Assert.False(report.IsSame);

        // The cost per referred purchaser of both sides: 25 and 37.50 for two.
        Assert.Equal(25, report.KpisThen["referral_program_cost"].Value);
        Assert.Equal(37.50m, report.KpisNow["referral_program_cost"].Value);
        Assert.Equal((12.50m, 18.75m), (report.KpisThen["CAC_referral_per_purchaser"].Value, report.KpisNow["CAC_referral_per_purchaser"].Value));
    }

    [Fact]
    public async Task Added_cap_cuts_who_is_above_it()
    {
        var report = await SimulatedAsync(Program(r => r.PercentOf(10, "USD")), Program(r => r.PercentOf(10, "USD").AtMost(9, "USD")), Inputs);

        // Then 4 + 6 + 10, 3 taken back; now 4 + 5 and nothing more, half of the 5 taken back.
        var rule = Assert.Single(report.Rules);
        Assert.Equal((Usd(20), Usd(3)), (rule.Then.Granted, rule.Then.TakenBack));
        Assert.Equal((Usd(9), Usd(2.50m)), (rule.Now.Granted, rule.Now.TakenBack));
        Assert.Equal(Usd(-10.50m), report.Difference(Dollar));
        var lost = Assert.Single(report.Rewards, reward => reward.Now is null);
        Assert.Equal("referrer:o3 of alice: 10.00 USD then, not granted now (reward.cap_reached)", lost.ToString());
        var change = Assert.Single(report.Outcomes);
        Assert.Equal((DecisionCodes.ConversionRewarded, DecisionCodes.ConversionNotRewarded, 1), (change.Then, change.Now, change.Count));
        Assert.Contains("the cap has room", Assert.Single(change.Examples).Now.ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Changed_condition_lets_other_conversions_earn()
    {
        var report = await SimulatedAsync(
            Program(r => r.Flat(10, "USD").When(c => c.AtLeast(50, "USD"))),
            Program(r => r.Flat(10, "USD").When(c => c.First())),
            Inputs);

        // Then o2 (half of it back) and o3; now the first ones of each: o1 and o2.
        Assert.Equal(["o1", "o3"], report.Rewards.Select(reward => reward.Id.Value.Split(':')[1]));
        Assert.Equal([Usd(10), Usd(-10)], report.Rewards.Select(reward => reward.Difference));
        Assert.Equal(["condition.amount", "condition.ordinal"], report.Rewards.Select(reward => reward.Reason));
        Assert.Equal(Amount.Zero(Dollar), report.Difference(Dollar));
        Assert.Empty(report.People);
    }

    [Fact]
    public async Task Shorter_hold_makes_rewards_available_earlier_and_costs_the_same()
    {
        var (program, changed) = (Program(r => r.Flat(10, "USD").HeldFor(TimePeriod.Days(30))), Program(r => r.Flat(10, "USD").HeldFor(TimePeriod.Days(3))));
        var engine = Engine(program);
        await TellAsync(engine, Inputs);

        // At day 6 the rewards of day 2 and 4 would be over a hold of 3 days; that of day 6 still waits. Carol's is halved before.
        var report = await engine.Operations.SimulateAsync(changed, new SimulationOptions { Until = Day(7.5) });

        Assert.Empty(report.Rewards);
        Assert.Equal((Usd(25), Usd(10)), Account(report, LedgerAccount.Pending));
        Assert.Equal((Usd(0), Usd(15)), Account(report, LedgerAccount.Available));
        Assert.False(report.IsSame);

        // Once all holds are over on both sides, it is all the same.
        Assert.True((await engine.Operations.SimulateAsync(changed, new SimulationOptions { Until = Day(60) })).IsSame);
    }

    /// <summary>What could not be used then, since it was still held, can be used under a shorter hold.</summary>
    [Fact]
    public async Task Refused_input_is_decided_anew()
    {
        var report = await SimulatedAsync(
            Program(r => r.Flat(10, "USD").HeldFor(TimePeriod.Days(30))),
            Program(r => r.Flat(10, "USD").HeldFor(TimePeriod.Days(3))),
            [.. Inputs, Redemption.Of("use-1", Alice, Usd(12)).At(Day(8))]);

        var change = Assert.Single(report.Outcomes);
        Assert.Equal((DecisionCodes.RedemptionTooMuch, DecisionCodes.Redeemed), (change.Then, change.Now));
        Assert.Equal((Usd(0), Usd(12)), Account(report, LedgerAccount.Redeemed));
    }

    [Fact]
    public async Task Budget_that_runs_out_names_who_loses_in_order()
    {
        var inputs = new List<ReferralInput>();
        foreach (var (referrer, number) in new[] { "alice", "zoe", "mia", "alice" }.Select((name, i) => (name, i)))
        {
            inputs.Add(Enrollment.Of(Customer(referrer)).At(Day(number)).WithKey($"enroll-{number}"));
            inputs.Add(SignUp.Of(Customer($"friend-{number}")).ReferredBy(Customer(referrer)).At(Day(number)));
            inputs.Add(Bought($"friend-{number}", $"o{number}", 50, number + 0.5));
        }

        var report = await SimulatedAsync(
            Program(r => r.Flat(10, "USD")), Program(r => r.Flat(10, "USD"), p => p.Budget(25, "USD")), [.. inputs]);

        var budget = Assert.Single(report.Budgets);
        Assert.Null(budget.Then);
        Assert.Equal((Usd(25), Usd(20), (Instant?)Day(2.5)), (budget.Now!.Budget, budget.Now.Used, budget.Now.UsedUpAt));
        Assert.Equal(["mia", "alice"], budget.Lost.Select(lost => lost.Customer.Value));
        Assert.Equal([Day(2.5), Day(3.5)], budget.Lost.Select(lost => lost.At));
        Assert.All(report.People, person => Assert.Equal(Usd(-10), person.Difference));
        Assert.Equal(["alice", "mia"], report.People.Select(person => person.Customer.Value));
    }

    [Fact]
    public async Task Referrals_appear_and_vanish_with_their_reason()
    {
        ReferralInput[] inputs =
        [
            Enrollment.Of(Alice).At(Day(0)),
            SignUp.Of(Customer("bob")).ReferredBy(Alice).At(Day(1)),
            Bought("bob", "o1", 40, 2),
            SignUp.Of(Customer("carol")).ReferredBy(Alice).At(Day(11)),
            Bought("carol", "o2", 40, 12),
        ];
        var report = await SimulatedAsync(
            Program(r => r.Flat(10, "USD"), p => p.Runs(null, Day(10))),
            Program(r => r.Flat(10, "USD"), p => p.Runs(Day(5), null)),
            inputs);

        Assert.Equal(
            ["bob: referred by alice then, by nobody now (guard.program_not_started)", "carol: referred by nobody then, by alice now (guard.program_ended)"],
            report.Referrals.Select(referral => referral.ToString()));
        Assert.Equal([DecisionCodes.ConversionNotReferred, DecisionCodes.ConversionNotReferred], report.Rewards.Select(reward => reward.Reason));
        Assert.Equal(Amount.Zero(Dollar), report.Difference(Dollar));
    }

    /// <summary>Bob was referred before the change, so that his later purchase still earns 10; carol's earns the new 15.</summary>
    [Fact]
    public async Task Change_in_the_middle_leaves_earlier_referrals_their_terms()
    {
        var engine = Engine(Program(r => r.Flat(10, "USD")));
        await TellAsync(engine, Inputs);

        var report = await engine.Operations.SimulateAsync(Program(r => r.Flat(15, "USD")), new SimulationOptions { From = Day(2.5), Until = End });

        // From the change on: o2 (half of it back) and o3.
        var rule = Assert.Single(report.Rules);
        Assert.Equal((Usd(20), Usd(15)), (rule.Then.Granted, rule.Then.Left));
        Assert.Equal((Usd(25), Usd(17.50m)), (rule.Now.Granted, rule.Now.Left));
        Assert.Equal("referrer:o2", Assert.Single(report.Rewards).Id.Value);
        Assert.Equal((Day(2.5), (long)4), (report.From, report.Inputs));
    }

    [Fact]
    public async Task All_versions_of_the_past_are_replaced()
    {
        var store = new InMemoryReferralStore();
        var (first, second) = (Program(r => r.Flat(10, "USD")), Program(r => r.Flat(20, "USD"), p => p.Version(2)));
        await TellAsync(new ReferralEngine(store, new ReferralsOptions().AddProgram(first)), Inputs.Take(3));
        var engine = new ReferralEngine(store, new ReferralsOptions().AddProgram(first).AddProgram(second));
        await TellAsync(engine, Inputs.Skip(3));

        // Bob's referral is of version 1: 10 + 10. Carol's is of version 2: 20, half of it back.
        var report = await engine.Operations.SimulateAsync(second);
        Assert.Empty(report.Deviations);
        Assert.Equal((Usd(30), Usd(50)), (report.Rules.Single().Then.Left, report.Rules.Single().Now.Left));

        // Without version 1 the past cannot be decided again as it was; the report says so.
        var blind = await new ReferralEngine(store, new ReferralsOptions().AddProgram(second)).Operations.SimulateAsync(second);
        Assert.Equal([1], blind.UnknownVersions);
        Assert.Equal(2, blind.Deviations.Sum(deviation => deviation.Count));
        Assert.Contains("Not registered, though it has decided: version 1.", blind.ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rule_of_the_host_that_was_changed_meanwhile_is_told()
    {
        var program = Program(r => r.Custom("thanks", "USD"));
        var store = new InMemoryReferralStore();
        await TellAsync(new ReferralEngine(store, new ReferralsOptions().AddProgram(program).AddRule("thanks", new FlatRule(10))), Inputs);
        var engine = new ReferralEngine(store, new ReferralsOptions().AddProgram(program).AddRule("thanks", new FlatRule(12)));

        var report = await engine.Operations.SimulateAsync(program);
        Assert.True(report.IsSame);
        Assert.Equal(4, report.Deviations.Sum(deviation => deviation.Count));

        // With the rule as it was on one side, and as it is to be on the other, the comparison is exact.
        engine = new ReferralEngine(store, new ReferralsOptions().AddProgram(program).AddRule("thanks", new FlatRule(10)));
        report = await engine.Operations.SimulateAsync(program, new SimulationOptions { Rules = CustomRules.Empty.With("thanks", new FlatRule(12)) });
        Assert.Empty(report.Deviations);
        Assert.Equal(Usd(5), report.Difference(Dollar));
        _ = await Assert.ThrowsAsync<ReferralProgramException>(
            async () => await engine.Operations.SimulateAsync(program, new SimulationOptions { Rules = CustomRules.Empty }));
    }

    /// <summary>Codes were given out then: another format of codes, or no links, would lose every referral of the past.</summary>
    [Fact]
    public async Task Codes_and_links_of_then_are_still_read()
    {
        var engine = Engine(Program(r => r.Flat(10, "USD"), p => p.Links("https://shop.example/r/{code}")));
        var enrolled = await engine.EnrollAsync(Enrollment.Of(Alice).At(Day(0)));
        var visitor = VisitorId.From("v1");
        _ = await engine.TouchAsync(Touch.Click(enrolled.Link!, visitor, Day(1)));
        _ = await engine.SignUpAsync(SignUp.Of(Customer("bob")).ByVisitor(visitor).At(Day(1)));
        _ = await engine.ConvertAsync(Bought("bob", "o1", 50, 2));

        var report = await engine.Operations.SimulateAsync(Program(r => r.Flat(10, "USD"), p => p.Codes(c => c.Length(12))));

        Assert.Empty(report.Deviations);
        Assert.True(report.IsSame);
    }

    /// <summary>The chosen code was refused then; now it is given, and the sign-up with it is a referral.</summary>
    [Fact]
    public async Task Code_that_nobody_got_then_is_given_now()
    {
        var report = await SimulatedAsync(
            Program(r => r.Flat(10, "USD")),
            Program(r => r.Flat(10, "USD"), p => p.ChosenCodes()),
            Enrollment.Of(Alice).WithChosenCode("alice-rocks").At(Day(0)),
            SignUp.Of(Customer("bob")).WithCode("alice-rocks").At(Day(1)),
            Bought("bob", "o1", 50, 2));

        Assert.Contains(report.Outcomes, change => (change.Then, change.Now) == (DecisionCodes.CodeNotChoosable, DecisionCodes.CodeIssued));
        Assert.Equal(Alice, Assert.Single(report.Referrals).Now);
        Assert.Equal(Usd(10), report.Difference(Dollar));
    }

    [Fact]
    public async Task Timer_that_was_late_is_no_difference_between_the_programs()
    {
        var program = Program(r => r.Flat(10, "USD").HeldFor(TimePeriod.Days(3)));
        var engine = Engine(program);
        foreach (var input in Inputs.Append(Redemption.Of("use-1", Alice, Usd(5)).At(Day(20))))
        {
            _ = await engine.SubmitAsync(input);
        }

        // Nobody told the engine that the holds were over, so that the redemption was refused.
        var report = await engine.Operations.SimulateAsync(program);
        Assert.True(report.IsSame);
        var deviation = Assert.Single(report.Deviations);
        Assert.Equal((DecisionCodes.RedemptionTooMuch, DecisionCodes.Redeemed), (deviation.Then, deviation.Now));
    }

    /// <summary>Bob's purchase of day 7 is reported after carol's of day 30, by whose time its hold is over long since.</summary>
    [Fact]
    public async Task Late_input_does_not_turn_the_time_back()
    {
        var program = Program(r => r.Flat(10, "USD").HeldFor(TimePeriod.Days(3)));
        var engine = Engine(program);
        await TellAsync(engine, [.. Inputs, Bought("carol", "o4", 50, 30), Bought("bob", "o5", 50, 7)]);

        var report = await engine.Operations.SimulateAsync(program);

        Assert.Equal(Instant.FromUtc(2026, 4, 1, 0, 0), report.Until);
        Assert.Equal((Usd(35), Usd(35)), Account(report, LedgerAccount.Available));
        Assert.Equal((Usd(10), Usd(10)), Account(report, LedgerAccount.Pending));
    }

    [Fact]
    public async Task Simulation_stores_nothing()
    {
        var store = new InMemoryReferralStore();
        var program = Program(r => r.Flat(10, "USD").HeldFor(TimePeriod.Days(3)));
        var engine = new ReferralEngine(store, new ReferralsOptions().AddProgram(program));
        await TellAsync(engine, Inputs);
        var before = await AllAsync();

        _ = await engine.Operations.SimulateAsync(Program(r => r.Flat(15, "USD")), new SimulationOptions { Until = End });

        Assert.NotEmpty(before);
        Assert.Equal(before, await AllAsync());

        async Task<List<string>> AllAsync()
        {
            var records = new List<string>();
            foreach (var kind in Enum.GetValues<RecordKind>())
            {
                await foreach (var record in store.ScanAsync(Partition.Of(program.Id), kind, ScanRange.All, default))
                {
                    records.Add($"{record.Key} {record.Version} {record.Position} {record.Number} {Convert.ToHexString(record.Content.Value.Span)}");
                }
            }

            return records;
        }
    }

    [Fact]
    public async Task What_cannot_be_simulated_is_refused()
    {
        var engine = Engine(Program(r => r.Flat(10, "USD")));
        var other = ReferralProgram.Create("other", p => p.RewardReferrer(r => r.Flat(10, "USD")));

        _ = await Assert.ThrowsAsync<ArgumentException>(async () => await engine.Operations.SimulateAsync(other));
        Assert.Equal("changed", Assert.Throws<ArgumentException>(
            () => ProgramSimulation.Run([], new ReferralDecider(Program(r => r.Flat(10, "USD"))), other)).ParamName);
        Assert.Equal("options", (await Assert.ThrowsAsync<ArgumentException>(async () => await engine.Operations.SimulateAsync(
            Program(r => r.Flat(10, "USD")), new SimulationOptions { From = Day(2), Until = Day(1) }))).ParamName);
        Assert.True((await engine.Operations.SimulateAsync(Program(r => r.Flat(15, "USD")))).IsSame);
    }

    private static (Amount Then, Amount Now) Account(SimulationReport report, LedgerAccount account) =>
        report.Accounts.Where(one => one.Account == account).Select(one => (one.Then, one.Now)).FirstOrDefault((Usd(0), Usd(0)));

    private static Conversion Bought(string customer, string order, decimal amount, double day) =>
        Conversion.Of(Customer(customer), order, "purchase", Usd(amount)).At(Day(day));

    private static ReferralProgram Program(Action<IncentiveBuilder> reward, Action<ReferralProgramBuilder>? more = null) => ReferralProgram.Create("spring", p =>
    {
        _ = p.Qualify(q => q.On("purchase")).RewardReferrer(reward);
        more?.Invoke(p);
    });

    /// <summary>A rule of the host's own.</summary>
    private sealed class FlatRule(decimal amount) : IIncentiveRule
    {
        public IncentiveGrant Grant(QualificationContext context) => IncentiveGrant.Of(Usd(amount));
    }
}
