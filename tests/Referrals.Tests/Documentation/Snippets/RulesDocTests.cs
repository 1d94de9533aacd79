using NodaTime;
using Referrals.Storage;
using Referrals.Testing;

namespace Referrals.Tests.Documentation.Snippets;

/// <summary>The snippets of docs/rules.md, compiled and run.</summary>
public sealed class RulesDocTests
{
    [Fact]
    public void Program_of_the_page_grants_what_the_page_says()
    {
        var program = ReferralProgram.Create("autumn", p => p
            .InZone("Europe/Paris")
            .CountAmounts(AmountBase.Net)
            .Qualify(q => q.On("purchase").AtLeast(20, "EUR"))
            .RewardReferrer(r => r.Named("thanks")
                .Tiered(t => t.From(1, 10, "EUR").From(5, 15, "EUR").From(10, 25, "EUR").Per(TimeFrame.CalendarYear))
                .Times(2, Condition.OnDates(new LocalDate(2026, 11, 27), new LocalDate(2026, 11, 30)))
                .Override(Condition.In(Field.Referrer("segment"), "partner"), RewardFormula.Flat(Amount.Of(30, "EUR")))
                .AtMost(500, "EUR", per: TimeFrame.CalendarQuarter)
                .OncePerReferral())
            .RewardReferee(r => r.Named("welcome").When(c => c.First()).PercentOf(10, "EUR", ceiling: 20))
            .Budget(50_000, "EUR", BudgetExhaustion.Close)
            .TaxThreshold(600, "EUR"));

        var scenario = new ReferralScenario(program);
        scenario.Enroll("alice");
        scenario.SignUp("bob", referredBy: "alice");
        var decision = scenario.Purchase("bob", 80, "EUR");
        var progress = RuleProgress.Of(program, scenario.State, CustomerId.From("alice"), scenario.Now)[0];
        Console.WriteLine($"{progress.Steps!.Missing} more until {progress.Steps.NextStep}; {progress.Limits[0].Left} EUR left");

        Assert.Equal(["10.00 EUR", "8.00 EUR"], decision.Grants.Select(grant => grant.Amount!.Value.ToString()));
        Assert.Equal(4m, progress.Steps.Missing);
        Assert.Equal(490m, progress.Limits[0].Left);
    }

    [Fact]
    public void Declared_names_find_what_is_misspelled()
    {
        var declared = ReferralProgram.Create("declared", p => p
            .Events("purchase", "subscription.renewed")         // a condition on "purchse" is now program.undeclared_event
            .Fields("referee.country", "event.seats")           // "referee.cuntry" is program.undeclared_field
            .RewardReferrer(r => r.Flat(10, "EUR").When(c => c.On("purchase"))));

        Assert.Equal((2, 2), (declared.Events.Count, declared.Fields.Count));
    }

    [Fact]
    public void Conditions_are_a_tree()
    {
        var condition = Condition.All(
            Condition.Event("purchase"),
            Condition.Any(
                Condition.In(Field.Referee("country"), "FR", "BE"),
                Condition.Compare(Field.Event("seats"), Comparison.AtLeast, 10)),
            Condition.AnyLine(Condition.In(Field.Line("category"), "shoes")),
            Condition.Count(Measure.OwnConversions("purchase").In(TimeFrame.InTheLast(TimePeriod.Days(90))), Comparison.AtMost, 3),
            Condition.MemberFor(Side.Referrer, TimePeriod.Days(30)));
        var open = Condition.Any(
            Condition.Not(Condition.Known(Field.Referee("country"))),
            Condition.Not(Condition.In(Field.Referee("country"), "US")));

        Assert.Equal(condition, condition with { });
        Assert.NotEqual(condition, open);
    }

    [Fact]
    public async Task Preview_asks_the_rules_without_storing_anything()
    {
        var program = ReferralProgram.Create("spring", p => p.RewardReferee(r => r.PercentOf(5, "EUR").AtMost(100, "EUR")));
        var (alice, bob) = (CustomerId.From("alice"), CustomerId.From("bob"));
        var referrals = new ReferralEngine(new InMemoryReferralStore(), new ReferralsOptions().AddProgram(program));
        await referrals.EnrollAsync(Enrollment.Of(alice));
        await referrals.SignUpAsync(SignUp.Of(bob).ReferredBy(alice));

        var basket = Conversion.Of(bob, "cart-17", "purchase", Amount.Of(80, "EUR"));
        var preview = await referrals.PreviewAsync(basket);
        Console.WriteLine($"You would get {preview.Grants.Single().Amount}.");

        Assert.Equal(Amount.Of(4, "EUR"), preview.Grants.Single().Amount);
        Assert.False((await referrals.ConvertAsync(basket)).IsRepeated);
    }

    [Fact]
    public void Formulas_of_the_page_can_be_built()
    {
        var formulas = new[]
        {
            RewardFormula.EveryMilestone(Measure.ReferredConversions("purchase").Sum(Unit.Money("EUR")), 1_000, RewardFormula.Flat(Amount.Of(50, "EUR"))),
            RewardFormula.Recurring(RewardFormula.PercentOf(Percentage.Of(20), Unit.Money("EUR")), within: TimePeriod.Months(12)),
            RewardFormula.Staged(
                RewardFormula.PercentOf(Percentage.Of(5), Unit.Money("EUR")),
                PaymentStage.Of(paid: Percentage.Of(30), earned: Percentage.Of(50)),
                PaymentStage.Of(paid: Percentage.Of(100), earned: Percentage.Of(100))),
            RewardFormula.Choice(
                RewardOption.Of("cash", RewardFormula.Flat(Amount.Of(10, "EUR"))),
                RewardOption.Of("storage", RewardFormula.Flat(Amount.Of(16, "gb")))),
        };

        Assert.All(formulas, formula => Assert.NotEmpty(formula.Units));
    }
}
