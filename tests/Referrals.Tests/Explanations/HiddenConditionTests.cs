using Referrals.Explanations;
using Referrals.Testing;
using static Referrals.Tests.Decisions.Story;

namespace Referrals.Tests.Explanations;

/// <summary>Every condition on which a reward depends is in its explanation, met or not, and every refusal says how far it was.</summary>
public sealed class HiddenConditionTests
{
    private static readonly RewardFormula Ten = RewardFormula.Flat(Amount.Of(10, "EUR"));

    /// <summary>Each part of a program that takes a condition, with conditions that hold and that do not, over composites as well.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Conditions_of_every_part_of_a_rule_are_explained(bool met)
    {
        var asked = Condition.In(Field.Event("marker"), met ? "yes" : "no");
        Action<IncentiveBuilder>[] rules =
        [
            r => r.Give(Ten).When(w => w.And(asked)),
            r => r.Give(Ten).When(w => w.And(Condition.Not(asked))),
            r => r.Give(Ten).When(w => w.And(Condition.Not(Condition.Any(asked, Condition.Segment("never"))))),
            r => r.Give(Ten).Times(2, asked),
            r => r.Give(Ten).Times(2, Condition.Not(Condition.All(asked, Condition.Always))),
            r => r.Give(Ten).Override(asked, RewardFormula.Flat(Amount.Of(20, "EUR"))),
            r => r.Give(Ten).Override(Condition.Segment("never"), Ten).Override(asked, RewardFormula.Flat(Amount.Of(20, "EUR"))),
        ];
        foreach (var rule in rules)
        {
            var text = Explain(ReferralProgram.Create("p", p => p.RewardReferrer(rule))).ToText();
            Assert.Contains("marker = yes", text, StringComparison.Ordinal);
            Assert.Contains(met ? "marker = yes" : "marker = no", text, StringComparison.Ordinal);
        }

        var qualified = Explain(ReferralProgram.Create("p", p => p.Qualify(q => q.And(asked)).RewardReferrer(r => r.Give(Ten)))).ToText();
        Assert.Contains(met ? "marker = yes" : "marker = no", qualified, StringComparison.Ordinal);
    }

    [Fact]
    public void Order_without_a_rewarded_line_says_what_its_lines_were()
    {
        var program = ReferralProgram.Create("p", p => p.RewardReferrer(r => r.Give(
            RewardFormula.PercentOf(Percentage.Of(10), Unit.Money("EUR"), lines: Condition.In(Field.Line("category"), "shoes")))));

        Assert.Contains("category = hats, required category = shoes", Explain(program).ToText(), StringComparison.Ordinal);
    }

    /// <summary>How far it was: 2 of 3, of orders and of money, for milestones, repeated marks, tiers, payments and stages.</summary>
    [Fact]
    public void Refusal_says_how_far_it_was()
    {
        var sum = Measure.RuleConversions().Sum(Unit.Money("EUR"));
        (Action<IncentiveBuilder> Rule, string Operator, string Participant)[] cases =
        [
            (r => r.AtMilestone(3, 10, "EUR"), "2, required 3: conversions that qualified", "You have 2 of 3 for the next reward."),
            (r => r.Every(5, 10, "EUR"), "2, required 5: conversions that qualified", "You have 2 of 5 for the next reward."),
            (r => r.Give(RewardFormula.AtMilestones(sum, Tier.Of(200, Ten))), "80.00 EUR, required 200.00 EUR", "You have 80.00 EUR of 200.00 EUR for the next reward."),
            (r => r.Tiered(t => t.From(3, 10, "EUR")), "2, required 3: conversions that qualified", "You have 2 of 3 for the first tier."),
            (r => r.Flat(10, "EUR").ForPayments(1), "payment 2, required at most 1", "All rewarded payments have been made."),
        ];
        foreach (var (rule, phrase, participant) in cases)
        {
            var explanation = Explain(ReferralProgram.Create("p", p => p.RewardReferrer(rule)));
            Assert.Contains(phrase, explanation.ToText(), StringComparison.Ordinal);
            Assert.Contains(participant, explanation.ToParticipantText(Side.Referrer), StringComparison.Ordinal);
        }
    }

    /// <summary>What a part of a reward depends on is no reason why a rule grants nothing.</summary>
    [Fact]
    public void Multiplier_that_does_not_apply_is_no_reason_for_nothing()
    {
        var explanation = Explain(ReferralProgram.Create("p", p => p.RewardReferrer(r => r
            .AtMilestone(3, 10, "EUR").Times(2, Condition.Segment("never")).Override(Condition.Segment("never"), Ten))));

        Assert.Equal(RewardCodes.NoMilestone, explanation.Checks.Single(static check => check.Rule is not null).Reason.Code);
    }

    /// <summary>The explanation of the second order.</summary>
    private static Explanation Explain(ReferralProgram program)
    {
        var scenario = new ReferralScenario(program);
        _ = scenario.Enroll("alice");
        _ = scenario.SignUp("bob", referredBy: "alice");
        _ = scenario.Tell(Order("o1"));
        return scenario.Tell(Order("o2")).Explanation;

        static Conversion Order(string id) => Conversion.Of(Customer("bob"), id, "purchase", Amount.Of(40, "EUR"))
            .WithLine(ProductLine.Of("hat", Amount.Of(40, "EUR")).With("category", "hats"))
            .With("marker", "yes");
    }
}
