using Referrals.Serialization;
using Referrals.Testing;

namespace Referrals.Tests.Decisions.Rules;

/// <summary>What a custom rule, condition or guard that throws leads to, as the program declares it.</summary>
public sealed class RuleFailureTests
{
    private static readonly CustomRules Rules = CustomRules.Empty
        .With("broken", (IIncentiveRule)new Broken())
        .With("broken", (IConversionCondition)new Broken())
        .With("broken", (IReferralGuard)new Broken());

    [Theory]
    [InlineData("rule")]
    [InlineData("condition")]
    [InlineData("guard")]
    public void Without_a_policy_the_call_ends_and_nothing_is_stored(string kind)
    {
        var story = new ReferralScenario(Program(kind, RuleFailure.Throw), Rules);
        _ = story.Enroll("alice");
        var decided = story.Decisions.Count;

        var failure = Assert.Throws<ReferralsException>(() =>
        {
            _ = story.SignUp("bob", referredBy: "alice");
            decided++;
            _ = story.Purchase("bob", 80, "EUR");
        });

        Assert.Contains($"{(kind == "rule" ? "incentive rule" : kind)} 'broken' threw FormatException", failure.Message, StringComparison.Ordinal);
        Assert.Contains("program 'shop'", failure.Message, StringComparison.Ordinal);
        Assert.Equal(decided, story.Decisions.Count);
    }

    [Theory]
    [InlineData("rule")]
    [InlineData("condition")]
    [InlineData("negated")]
    public void Failing_closed_grants_nothing_and_says_why(string kind)
    {
        var story = new ReferralScenario(Program(kind, RuleFailure.FailClosed), Rules);
        _ = story.Enroll("alice");
        _ = story.SignUp("bob", referredBy: "alice");
        var decision = story.Purchase("bob", 80, "EUR");

        Assert.Empty(decision.Grants);
        Assert.Contains("it threw FormatException", decision.Explanation.ToText(), StringComparison.Ordinal);
        Assert.DoesNotContain("personal", decision.Explanation.ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public void Guard_that_fails_closed_objects()
    {
        var story = new ReferralScenario(Program("guard", RuleFailure.FailClosed), Rules);
        _ = story.Enroll("alice");
        var decision = story.SignUp("bob", referredBy: "alice");

        Assert.Equal(DecisionCodes.SignUpReferralHeld, decision.Code);
        Assert.Contains("it threw FormatException", decision.Explanation.ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public void Policy_round_trips_and_is_left_out_where_it_is_the_usual_one()
    {
        var closed = Program("rule", RuleFailure.FailClosed);

        Assert.Equal(closed, ProgramJson.Read(ProgramJson.Write(closed), Rules));
        Assert.Contains("\"whenRuleFails\": \"failClosed\"", ProgramJson.Write(closed), StringComparison.Ordinal);
        Assert.DoesNotContain("whenRuleFails", ProgramJson.Write(Program("rule", RuleFailure.Throw)), StringComparison.Ordinal);
    }

    private static ReferralProgram Program(string kind, RuleFailure failure) => ReferralProgram.Create("shop", p =>
    {
        p.WhenRuleFails(failure);
        switch (kind)
        {
            case "guard":
                p.Guard(g => g.Against(Guard.Custom("broken"))).RewardReferrer(r => r.Flat(1, "EUR"));
                break;
            case "condition":
                p.Qualify(q => q.And(Condition.Custom("broken"))).RewardReferrer(r => r.Flat(1, "EUR"));
                break;
            case "negated":
                p.Qualify(q => q.And(Condition.Not(Condition.Custom("broken")))).RewardReferrer(r => r.Flat(1, "EUR"));
                break;
            default:
                p.RewardReferrer(r => r.Custom("broken", "EUR"));
                break;
        }
    });

    private sealed class Broken : IIncentiveRule, IConversionCondition, IReferralGuard
    {
        public IncentiveGrant Grant(QualificationContext context) => throw new FormatException("personal");

        public ConditionAnswer IsMet(QualificationContext context) => throw new FormatException("personal");

        public GuardFinding Find(GuardContext context) => throw new FormatException("personal");
    }
}
