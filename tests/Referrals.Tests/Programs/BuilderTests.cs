using NodaTime;
using Referrals.Serialization;
using Referrals.Testing;
using Referrals.Tests.Rewards;

namespace Referrals.Tests.Programs;

/// <summary>Every call of the builder is a whole thought: it has its effect, or <c>Create</c> fails and names it.</summary>
public sealed class BuilderTests
{
    /// <summary>Calls that say what an earlier call said, with the path of what they say.</summary>
    private static readonly (string Path, Action<IncentiveBuilder> Rule)[] TwiceInRule =
    [
        ("$.incentives[0].reward", r => r.Flat(1, "EUR").PercentOf(10, "EUR")),
        ("$.incentives[0].reward", r => r.Flat(1, "EUR").Flat(1, "EUR")),
        ("$.incentives[0].reward", r => r.AtMilestone(3, 10, "EUR").AtMilestone(5, 10, "EUR").Every(2, 1, "EUR")),
        ("$.incentives[0].reward", r => r.Tiered(t => t.From(1, 1, "EUR")).Custom("own", "EUR")),
        ("$.incentives[0].reward.recurring.payments", r => r.Flat(1, "EUR").ForPayments(2).ForPayments(3)),
        ("$.incentives[0].reward.recurring.within", r => r.Flat(1, "EUR").ForTime(TimePeriod.Days(2)).ForTime(TimePeriod.Days(3))),
        ("$.incentives[0].hold", r => r.Flat(1, "EUR").HeldFor(TimePeriod.Days(14)).HeldFor(TimePeriod.Days(7))),
        ("$.incentives[0].review", r => r.Flat(1, "EUR").Reviewed(TimePeriod.Days(1), WhenOverdue.Approve).Reviewed(TimePeriod.Days(2), WhenOverdue.Reject)),
        ("$.incentives[0].expiry.after", r => r.Flat(1, "EUR").ExpiresAfter(TimePeriod.Days(1)).ExpiresAfter(TimePeriod.Months(1))),
        ("$.incentives[0].expiry.lastDay", r => r.Flat(1, "EUR").ExpiresOn(new LocalDate(2030, 1, 1)).ExpiresOn(new LocalDate(2031, 1, 1))),
        ("$.incentives[0].expiry.inactivity", r => r.Flat(1, "EUR").ExpiresAfterInactivity(TimePeriod.Days(1)).ExpiresAfterInactivity(TimePeriod.Days(2))),
        ("$.incentives[0].onRefund", r => r.Flat(1, "EUR").KeptOnRefund().KeptOnRefund()),
        ("$.incentives[0].name", r => r.Flat(1, "EUR").Named("a").Named("b")),
        ("$.incentives[0].priority", r => r.Flat(1, "EUR").WithPriority(1).WithPriority(2)),
        ("$.incentives[0].shadow", r => r.Flat(1, "EUR").AsShadow().AsShadow()),
        ("$.incentives[0].levels", r => r.Flat(1, "EUR").SharedOverLevels(2, 50).SharedOverLevels(3, 50)),
        ("$.incentives[0].donation", r => r.Flat(1, "EUR").DonatedTo("a").DonatedTo("b")),
        ("$.incentives[0].when.event", r => r.Flat(1, "EUR").When(c => c.On("a")).When(c => c.On("b"))),
        ("$.incentives[0].when.nth", r => r.Flat(1, "EUR").When(c => c.First().Nth(2))),
        ("$.incentives[0].when.within", r => r.Flat(1, "EUR").When(c => c.Within(TimePeriod.Days(1)).Within(TimePeriod.Days(2)))),
        ("$.incentives[0].reward.tiers.by.per", r => r.Tiered(t => t.From(1, 1, "EUR").Per(TimeFrame.CalendarMonth).Per(TimeFrame.CalendarYear))),
        ("$.incentives[0].reward.tiers.by.sumOf", r => r.Tiered(t => t.From(1, 1, "EUR").By(Measure.OwnConversions().Sum(Unit.Money("EUR"))).ByVolume("USD"))),
        ("$.incentives[0].reward.tiers.graduated", r => r.Tiered(t => t.FromPercent(1, 1, "EUR").ByVolume("EUR").Graduated().Graduated())),
        ("$.incentives[0].reward.tiers.grace", r => r.Tiered(t => t.From(1, 1, "EUR").Per(TimeFrame.CalendarMonth).WithGrace(TimePeriod.Days(1)).WithGrace(TimePeriod.Days(2)))),
    ];

    private static readonly (string Path, Action<ReferralProgramBuilder> Program)[] TwiceInProgram =
    [
        ("$.version", p => p.Version(1).Version(2)),
        ("$.name", p => p.Named("a").Named("b")),
        ("$.zone", p => p.InZone("Europe/Paris").InZone("Europe/Berlin")),
        ("$.starts", p => p.Runs(Instant.FromUtc(2026, 1, 1, 0, 0)).Runs(Instant.FromUtc(2027, 1, 1, 0, 0))),
        ("$.paused", p => p.Paused().Paused()),
        ("$.rounding", p => p.Round(RoundingMode.Down).Round(RoundingMode.Up)),
        ("$.codes", p => p.Codes(c => c.Length(8)).Codes(c => c.Length(9))),
        ("$.chosenCodes", p => p.ChosenCodes().ChosenCodes()),
        ("$.links", p => p.Links("https://a.example/{code}").Links("https://b.example/{code}")),
        ("$.attribution.model", p => p.Attribute(a => a.FirstTouch()).Attribute(a => a.LastTouch())),
        ("$.attribution.within", p => p.Attribute(a => a.Within(TimePeriod.Days(1)).Within(TimePeriod.Days(2)))),
        ("$.attribution.codeBeatsLink", p => p.Attribute(a => a.CodeBeatsLink().CodeEqualsLink())),
        ("$.qualify.event", p => p.Qualify(c => c.On("a")).Qualify(c => c.On("b"))),
        ("$.guards.review", p => p.Guard(g => g.Recommended().Reviewed(TimePeriod.Days(1), WhenOverdue.Approve).Reviewed(TimePeriod.Days(1), WhenOverdue.Approve))),
        ("$.guards.score.holdAt", p => p.Guard(g => g.Against(Guard.SameEmail().Scoring(9)).HoldAt(1).HoldAt(2))),
        ("$.whenSeveralMatch", p => p.WhenSeveralMatch(Precedence.First).WhenSeveralMatch(Precedence.Best)),
        ("$.amountBase", p => p.CountAmounts(AmountBase.Net).CountAmounts(AmountBase.Paid)),
        ("$.weekStart", p => p.WeeksStart(IsoDayOfWeek.Sunday).WeeksStart(IsoDayOfWeek.Monday)),
        ("$.yearStart", p => p.YearsStart(2, 1).YearsStart(3, 1)),
        ("$.taxThreshold", p => p.TaxThreshold(1, "EUR").TaxThreshold(2, "EUR")),
        ("$.shortfall", p => p.WriteOffShortfalls().WriteOffShortfalls()),
        ("$.events", p => p.Events("a").Events("b")),
        ("$.fields", p => p.Fields("referee.a").Fields("referee.b")),
    ];

    private static readonly (string Path, string Code, Action<ReferralProgramBuilder> Program)[] Refused =
    [
        ("$.incentives[0].reward", ProgramCodes.MissingMember, p => p.RewardReferrer(r => r.HeldFor(TimePeriod.Days(1)))),
        ("$.incentives[0].reward", ProgramCodes.MissingMember, p => p.RewardReferrer(r => r.ForPayments(3))),
        ("$.incentives[0].when", ProgramCodes.SaysNothing, p => p.RewardReferrer(r => r.Flat(1, "EUR").When(_ => { }))),
        ("$.incentives[0].levels", ProgramCodes.NotHere, p => p.RewardReferee(r => r.Flat(1, "EUR").SharedOverLevels(2, 50))),
        ("$.incentives[0].combineMultipliers", ProgramCodes.NotHere, p => p.RewardReferrer(r => r.Flat(1, "EUR").CombineMultipliers(MultiplierMode.Add))),
        ("$.incentives[0].overrides[0].when", ProgramCodes.NoEffect, p => p.RewardReferrer(r => r.Flat(1, "EUR").Override(Condition.Always, RewardFormula.Flat(Amount.Of(2, "EUR"))))),
        ("$.incentives[0].reward.tiers", ProgramCodes.InvalidValue, p => p.RewardReferrer(r => r.Tiered(t => t.From(5, 1, "EUR").From(1, 2, "EUR")))),
        ("$.incentives[0].reward.tiers", ProgramCodes.InvalidValue, p => p.RewardReferrer(r => r.Tiered(t => t.FromPercent(1, 1, "EUR").ByVolume("EUR").Graduated().RaisingEarlier()))),
        ("$.incentives[0].reward.tiers", ProgramCodes.InvalidValue, p => p.RewardReferrer(r => r.Tiered(t => t.From(1, 1, "EUR").WithGrace(TimePeriod.Days(1))))),
        ("$.incentives[0].reward.tiers.steps[0].from", ProgramCodes.OutOfRange, p => p.RewardReferrer(r => r.Tiered(t => t.From(0, 1, "EUR").From(3, 2, "EUR")))),
        ("$.incentives[0].reward.milestones", ProgramCodes.InvalidValue, p => p.RewardReferrer(r => r.AtMilestone(5, 1, "EUR").AtMilestone(5, 1, "EUR"))),
        ("$.incentives[0].reward.unit", ProgramCodes.BaseUnit, p => p.RewardReferrer(r => r.PercentOf(200, "points"))),
        ("$.incentives[0].reward.recurring.each.unit", ProgramCodes.BaseUnit, p => p.RewardReferrer(r => r.PercentOf(20, "points").ForPayments(2))),
        ("$.incentives[0].reward.step", ProgramCodes.BaseUnit, p => p.RewardReferrer(r => r.PerSpend(1, "points", 10, "points"))),
        ("$.incentives[0].reward", ProgramCodes.BaseUnit, p => p.Qualify(q => q.AtLeast(50, "EUR")).RewardReferrer(r => r.PercentOf(10, "USD"))),
        ("$.budgets[0].amount", ProgramCodes.NoEffect, p => Ten(p).Budget(100, "USD")),
        ("$.taxThreshold.amount", ProgramCodes.NoEffect, p => Ten(p).TaxThreshold(600, "USD")),
        ("$.caps[0].cap.amount", ProgramCodes.CapUnit, p => Ten(p).Cap(Side.Referrer, Cap.OfAmount(Amount.Of(1, "USD")))),
        ("$.groups[0]", ProgramCodes.NoEffect, p => Ten(p).Group("bonus", Precedence.First)),
        ("$.qualify", ProgramCodes.SaysNothing, p => Ten(p).Qualify(_ => { })),
        ("$.guards", ProgramCodes.SaysNothing, p => Ten(p).Guard(_ => { })),
        ("$.guards.checks", ProgramCodes.SaysNothing, p => Ten(p).Guard(g => g.Against().Against(Guard.SameEmail()))),
        ("$.attribution", ProgramCodes.SaysNothing, p => Ten(p).Attribute(_ => { })),
        ("$.starts", ProgramCodes.SaysNothing, p => Ten(p).Runs(null)),
        ("$.qualify.field.name", ProgramCodes.NoEffect, p => Ten(p).Qualify(q => q.And(Condition.In(Field.Line("sku"), "a")))),
        ("$.qualify.field.name", ProgramCodes.UndeclaredField, p => Ten(p).Qualify(q => q.And(Condition.Known(Field.Referee("segmnet"))))),
        ("$.qualify.not.field.name", ProgramCodes.UndeclaredField, p => Ten(p).Fields("referee.country").Qualify(q => q.And(Condition.Not(Condition.In(Field.Referee("cuntry"), "US"))))),
        ("$.qualify.event", ProgramCodes.UndeclaredEvent, p => Ten(p).Events("purchase").Qualify(q => q.On("purchse"))),
        ("$.qualify.any[1].happened", ProgramCodes.UndeclaredEvent, p => Ten(p).Events("purchase").Qualify(q => q.And(Condition.Any(Condition.Event("purchase"), Condition.Happened("x"))))),
        ("$.incentives[0].reward.tiers.by.event", ProgramCodes.UndeclaredEvent, p => p.Events("purchase").RewardReferrer(r => r.Tiered(t => t.From(1, 1, "EUR").By(Measure.OwnConversions("buy"))))),
        ("$.incentives", ProgramCodes.TooManyIncentives, p => p.RewardReferrer(r => r.Named("a").Flat(1, "EUR").SharedOverLevels(5, 50)).RewardReferrer(r => r.Named("b").Flat(1, "EUR").SharedOverLevels(5, 50))),
    ];

    public static TheoryData<int> Rules() => [.. Enumerable.Range(0, TwiceInRule.Length)];

    public static TheoryData<int> Programs() => [.. Enumerable.Range(0, TwiceInProgram.Length)];

    public static TheoryData<int> Wrong() => [.. Enumerable.Range(0, Refused.Length)];

    [Theory]
    [MemberData(nameof(Rules))]
    public void Saying_a_thing_twice_in_a_rule_is_found(int index)
    {
        var (path, rule) = TwiceInRule[index];

        Single(ProgramCodes.SaidTwice, path, p => p.RewardReferrer(rule));
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public void Saying_a_thing_twice_in_a_program_is_found(int index)
    {
        var (path, program) = TwiceInProgram[index];

        Single(ProgramCodes.SaidTwice, path, p => program(Ten(p)));
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_has_no_effect_is_refused_by_name(int index) => Single(Refused[index].Code, Refused[index].Path, Refused[index].Program);

    [Fact]
    public void The_order_of_the_calls_does_not_matter() => Assert.Equal(
        ReferralProgram.Create("p", p => p.RewardReferrer(r => r.PercentOf(10, "EUR").ForPayments(3).ForTime(TimePeriod.Months(12)))),
        ReferralProgram.Create("p", p => p.RewardReferrer(r => r.ForTime(TimePeriod.Months(12)).ForPayments(3).PercentOf(10, "EUR"))));

    [Fact]
    public void Several_expiries_hold_together()
    {
        var program = ReferralProgram.Create("p", p => p.RewardReferrer(r => r
            .Flat(10, "EUR").ExpiresAfterInactivity(TimePeriod.Months(18)).ExpiresAfter(TimePeriod.Months(48)).ExpiresOn(new LocalDate(2040, 1, 1))));
        var expiry = program.Incentives[0].Expiry!;

        Assert.Equal((TimePeriod.Months(18), TimePeriod.Months(48), new LocalDate(2040, 1, 1)), (expiry.Inactivity, expiry.AfterVesting, expiry.LastDay));
        Assert.Equal(program, ProgramJson.Read(ProgramJson.Write(program)));
    }

    [Fact]
    public void Activity_moves_the_end_of_a_reward_and_never_beyond_its_latest()
    {
        var scenario = new ReferralScenario(ReferralProgram.Create("p", p => p.RewardReferrer(r => r
            .Flat(10, "EUR").ExpiresAfterInactivity(TimePeriod.Days(10)).ExpiresAfter(TimePeriod.Days(25)))));
        _ = scenario.Enroll("alice");
        _ = scenario.SignUp("bob", referredBy: "alice");
        for (var i = 0; i < 4; i++)
        {
            scenario.Pass(Duration.FromDays(i == 0 ? 0 : 8));
            _ = scenario.Purchase("bob", 40, "EUR");
        }

        Assert.Equal(40, scenario.Available("alice", "EUR").Value);
        scenario.Pass(Duration.FromDays(2));
        Assert.Equal(30, scenario.Available("alice", "EUR").Value);
        scenario.Pass(Duration.FromDays(9));
        Assert.Equal(0, scenario.Available("alice", "EUR").Value);
    }

    [Fact]
    public void Months_end_at_the_same_time_of_the_day()
    {
        var zone = DateTimeZoneProviders.Tzdb["Europe/Paris"];

        Assert.Equal(Instant.FromUtc(2026, 4, 15, 12, 0), TimePeriod.Months(1).EndFrom(Instant.FromUtc(2026, 3, 15, 13, 0), zone));
        Assert.Equal(Instant.FromUtc(2026, 2, 28, 12, 0), TimePeriod.Months(1).EndFrom(Instant.FromUtc(2026, 1, 31, 12, 0), zone));
    }

    [Fact]
    public void A_custom_name_that_is_not_registered_is_told_where_it_stands()
    {
        var program = ReferralProgram.Create("p", p => p
            .Qualify(q => q.On("purchase").And(Condition.Not(Condition.Custom("a"))))
            .RewardReferrer(r => r.Flat(1, "EUR").Times(2, Condition.Any(Condition.Event("x"), Condition.Custom("b")))
                .Override(Condition.Custom("c"), RewardFormula.Recurring(RewardFormula.Custom("d", Unit.Money("EUR")), 3)))
            .RewardReferee(r => r.PerPiece(1, "EUR", Condition.Custom("e"))));

        Assert.Equal(
            [
                "$.qualify.all[1].not.custom", "$.incentives[0].overrides[0].when.custom", "$.incentives[0].multipliers[0].when.any[1].custom",
                "$.incentives[1].reward.lines.custom", "$.incentives[0].overrides[0].reward.recurring.each.custom",
            ],
            Assert.Throws<ReferralProgramException>(() => IncentivePlan.For(program)).Findings.Select(static finding => finding.Path));
    }

    [Fact]
    public void The_opposite_of_what_a_custom_condition_does_not_know_earns_nothing()
    {
        var rules = CustomRules.Empty.With("club", new InClub());
        var deal = new Deal(ReferralProgram.Create("p", p => p.RewardReferrer(r => r.Flat(10, "EUR").When(c => c.And(Condition.Not(Condition.Custom("club")))))), rules);

        Assert.Equal(string.Empty, deal.Buys("bob", 40));
        Assert.Equal(string.Empty, deal.Buys("bob", 40, more: static order => order.With("club", "yes")));
        Assert.Equal("10.00 EUR", deal.Buys("bob", 40, more: static order => order.With("club", "no")));
    }

    [Fact]
    public void Empty_conditions_are_refused()
    {
        _ = Assert.Throws<ArgumentException>(() => Condition.All());
        _ = Assert.Throws<ArgumentException>(() => Condition.Any());
    }

    private static ReferralProgramBuilder Ten(ReferralProgramBuilder p) => p.RewardReferrer(r => r.Flat(10, "EUR"));

    private static void Single(string code, string path, Action<ReferralProgramBuilder> program)
    {
        var finding = Assert.Single(Assert.Throws<ReferralProgramException>(() => ReferralProgram.Create("p", program)).Findings);

        Assert.Equal((code, path), (finding.Code, finding.Path));
    }

    private sealed class InClub : IConversionCondition
    {
        public ConditionAnswer IsMet(QualificationContext context) =>
            context.Conversion.Attributes.TryGetValue("club", out var value) ? value == "yes" : null;
    }
}
