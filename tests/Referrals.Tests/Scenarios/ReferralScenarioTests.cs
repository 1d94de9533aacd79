using NodaTime;
using Referrals.Ledger;
using Referrals.Pipeline;
using Referrals.Storage;
using Referrals.Testing;
using Referrals.Tests.Histories;
using static Referrals.Tests.Decisions.Story;
using StoryStep = Referrals.Tests.Histories.StoryStep;

namespace Referrals.Tests.Scenarios;

/// <summary>A scenario says what the engine says, and does not keep silent about what is most likely a mistake in the test.</summary>
public sealed class ReferralScenarioTests
{
    private static readonly ReferralProgram Program = ReferralProgram.Create("spring", p => p
        .RewardReferrer(r => r.Flat(10, "EUR").HeldFor(TimePeriod.Days(14))));

    /// <summary>
    /// Random stories with repetitions, reused keys, late reports, reviews, payouts, redemptions and refunds, told to both: the same answers, the
    /// same ledger, and the same balances of everybody.
    /// </summary>
    [Fact]
    public async Task Scenario_and_engine_answer_alike()
    {
        var (answers, repeated, reused) = (0, 0, 0);
        for (var seed = 0; seed < 120; seed++)
        {
            var story = new RandomStory(seed);
            var program = story.Versions[0];
            var scenario = new ReferralScenario(program);
            var clock = new FakeClock(scenario.Now);
            var engine = new ReferralEngine(
                new InMemoryReferralStore(), new ReferralsOptions().AddProgram(program), clock, new SeededRandomness(42));
            foreach (var step in story.Steps.Take(80))
            {
                if (step.At > clock.GetCurrentInstant())
                {
                    clock.Advance(step.At - clock.GetCurrentInstant());
                }

                scenario.PassUntil(clock.GetCurrentInstant());
                _ = await engine.Operations.ProcessDueAsync();
                foreach (var input in InputsOf(step, scenario))
                {
                    var (expected, actual) = (await engine.SubmitAsync(input), scenario.Tell(input));
                    Assert.Equal(expected, actual);
                    Assert.Equal(expected.IsRepeated, actual.IsRepeated);
                    answers++;
                    repeated += actual.IsRepeated ? 1 : 0;
                    reused += actual.First is not null ? 1 : 0;
                }
            }

            _ = await engine.Operations.ProcessDueAsync();
            scenario.PassUntil(clock.GetCurrentInstant());
            var customers = scenario.Facts.SelectMany(static fact => new[] { fact.Customer, fact.Referrer }).OfType<CustomerId>().Distinct();
            foreach (var customer in customers)
            {
                foreach (var balance in await engine.GetBalancesAsync(customer))
                {
                    var unit = balance.Available.Unit.ToString();
                    Assert.Equal(balance.Pending, scenario.Pending(customer.Value, unit));
                    Assert.Equal(balance.Available, scenario.Available(customer.Value, unit));
                    Assert.Equal(balance.InPayout, scenario.Balance(LedgerAccount.InPayout, customer.Value, unit));
                }
            }
        }

        Assert.True(answers > 3_000 && repeated > 100 && reused > 20, $"{answers} answers, {repeated} repeated, {reused} ids or keys reused: too few to show anything.");
    }

    [Fact]
    public void Input_that_is_told_again_has_one_effect_and_one_answer()
    {
        var scenario = Scenario();
        var order = Conversion.Of(Customer("bob"), "o1", "purchase", Amount.Of(40, "EUR"));
        var (first, again) = (scenario.Tell(order), scenario.Tell(order));

        Assert.False(first.IsRepeated);
        Assert.True(again.IsRepeated);
        Assert.Equal(first, again);
        Assert.Equal(Amount.Of(10, "EUR"), scenario.Pending("alice", "EUR"));
        Assert.Equal(DecisionCodes.ConversionDuplicate, scenario.Tell(Conversion.Of(Customer("bob"), "o1", "purchase", Amount.Of(41, "EUR"))).Code);
        Assert.Equal(1, scenario.Decisions.Count(static decision => decision.Subject == "o1"));
    }

    [Fact]
    public void Misspelt_customers_and_units_are_errors()
    {
        var scenario = Scenario();

        Assert.Equal(Amount.Zero(Unit.Parse("EUR")), scenario.Available("alice", "EUR"));
        Assert.Equal(Amount.Zero(Unit.Parse("EUR")), scenario.Available("bob", "EUR"));
        Assert.Contains("'alcie'. It has told of 'alice', 'bob'.", Assert.Throws<ArgumentException>(() => scenario.Available("alcie", "EUR")).Message, StringComparison.Ordinal);
        Assert.Contains("'alcie'", Assert.Throws<ArgumentException>(() => scenario.Pending("alcie", "EUR")).Message, StringComparison.Ordinal);
        Assert.Contains("nothing in USD. It gives EUR.", Assert.Throws<ArgumentException>(() => scenario.Available("alice", "USD")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Time_does_not_go_back()
    {
        var scenario = Scenario();
        scenario.Pass(Duration.FromDays(10));
        var now = scenario.Now;

        Assert.Throws<ArgumentOutOfRangeException>(() => scenario.Pass(-Duration.Epsilon));
        Assert.Throws<ArgumentOutOfRangeException>(() => scenario.PassUntil(now - Duration.Epsilon));
        var late = scenario.Tell(Conversion.Of(Customer("bob"), "o1", "purchase", Amount.Of(40, "EUR")).At(now - Duration.FromDays(3)));
        Assert.Equal(now - Duration.FromDays(3), late.OccurredAt);
        Assert.Equal(now, scenario.Now);
    }

    /// <summary>One method configures the application and the test.</summary>
    [Fact]
    public async Task Custom_rules_are_given_once()
    {
        var rules = CustomRules.Empty.With("five", new Five()).With("always", new Always()).WithDomains("throwaway", ["x.example"]);
        ReferralsOptions Configure(ReferralsOptions options) => options.AddRules(rules).AddProgram(ReferralProgram.Create("custom", p => p
            .RewardReferrer(r => r.Custom("five", "EUR").When(w => w.And(Condition.Custom("always"))))));
        var scenario = new ReferralScenario(Configure(new ReferralsOptions()));
        var engine = new ReferralEngine(new InMemoryReferralStore(), Configure(new ReferralsOptions()), new FakeClock(scenario.Now));
        foreach (var input in new ReferralInput[]
        {
            Enrollment.Of(Customer("alice")),
            SignUp.Of(Customer("bob")).ReferredBy(Customer("alice")),
            Conversion.Of(Customer("bob"), "o1", "purchase", Amount.Of(40, "EUR")),
        })
        {
            Assert.Equal((await engine.SubmitAsync(input)).Code, scenario.Tell(input).Code);
        }

        Assert.Equal(Amount.Of(5, "EUR"), scenario.Available("alice", "EUR"));
        Assert.Contains("'always'", Assert.Throws<ArgumentException>(() => new ReferralsOptions().AddRules(rules).AddRules(rules)).Message, StringComparison.Ordinal);
    }

    private static IEnumerable<ReferralInput> InputsOf(StoryStep step, ReferralScenario scenario)
    {
        if (step.Input is { } input)
        {
            return [input];
        }

        if (step.Review is { } review && scenario.Facts.Where(static fact => fact.Kind == FactKind.RewardGranted).Reverse().Skip(review.FromEnd).FirstOrDefault()
            is { Subject: { } reward })
        {
            var about = RewardReview.Of(RewardId.From(reward));
            return [(review.Approves ? about.Approve() : about.Reject("no")).At(step.At)];
        }

        return step.Payouts is { } payouts
            ? [.. scenario.Ledger.Select(static line => line.Owner).OfType<CustomerId>().Distinct()
                .Select(owner => PayoutStart.Of(payouts.Batch, owner, Unit.Parse("USD")).At(step.At))]
            : [];
    }

    private static ReferralScenario Scenario()
    {
        var scenario = new ReferralScenario(Program);
        _ = scenario.Enroll("alice");
        _ = scenario.SignUp("bob", referredBy: "alice");
        return scenario;
    }

    private sealed class Five : IIncentiveRule
    {
        public IncentiveGrant Grant(QualificationContext context) => IncentiveGrant.Of(Amount.Of(5, "EUR"));
    }

    private sealed class Always : IConversionCondition
    {
        public ConditionAnswer IsMet(QualificationContext context) => true;
    }
}
