using System.Reflection;
using Referrals.Explanations;

namespace Referrals.Tests.Explanations;

/// <summary>Every reason of a condition and of a rule is reached by a story, and reads well for the operator and for the customer.</summary>
public sealed class RuleReasonTests
{
    [Fact]
    public void Every_reason_of_a_condition_reads_well()
    {
        var stories = ConditionStories.All.Select(static story => (story.Code, story.Decision)).ToArray();

        Assert.Equal(CodesOf(typeof(ConditionCodes)), stories.Select(static story => story.Code).Order(StringComparer.Ordinal));
        Assert.All(stories, static story => Assert.Contains(Checks(story.Decision), check => check.Code == story.Code && check.Verdict == Verdict.Failed));
        Approvals.Verify(string.Join("\n\n", stories.Select(static story => Both(story.Decision))));
    }

    [Fact]
    public void Every_reason_of_a_rule_reads_well()
    {
        var stories = RewardStories.All.Select(static story => (story.Code, story.Decision)).ToArray();

        Assert.Equal(
            CodesOf(typeof(RewardCodes)).Except([RewardCodes.Granted, RewardCodes.Conditions, RewardCodes.OwnerErased]),
            stories.Select(static story => story.Code).Order(StringComparer.Ordinal));
        Assert.All(stories, static story => Assert.Contains(Checks(story.Decision), check => check.Code == story.Code));
        Approvals.Verify(string.Join("\n\n", stories.Select(static story => Both(story.Decision))));
    }

    /// <summary>The two codes that no check bears: they are outcomes of rules that are asked without an explanation.</summary>
    [Fact]
    public void Plan_without_explanation_says_granted_or_conditions()
    {
        var program = ReferralProgram.Create("plan", p => p
            .RewardReferrer(r => r.Flat(10, "EUR"))
            .RewardReferee(r => r.Flat(5, "EUR").When(w => w.AtLeast(50, "EUR"))));
        var at = Referrals.Tests.Decisions.Story.Day(3);
        var bought = Conversion.Of(CustomerId.From("bob"), "o", "purchase", Amount.Of(9, "EUR")).At(at);
        var context = new QualificationContext(
            bought, 1, CustomerId.From("bob"), CustomerId.From("alice"), at, NodaTime.DateTimeZone.Utc);
        var outcomes = new IncentiveOutcome[2];

        Assert.Equal(1, IncentivePlan.For(program).Decide(context, FreshRuleState.Instance, outcomes));
        Assert.Equal([RewardCodes.Granted, RewardCodes.Conditions], outcomes.Select(static outcome => outcome.Code));
    }

    [Fact]
    public void Customer_always_reads_a_sentence_about_what_failed()
    {
        foreach (var decision in ConditionStories.All.Concat(RewardStories.All).Select(static story => story.Decision))
        {
            var text = decision.Explanation.ToParticipantText(Side.Referrer);
            Assert.DoesNotMatch(@"[a-z]+\.[a-z]+|\{|\}|_|\[|\]|not known to|at least (above|below|at most|exactly)", text);
            if (decision.Explanation.Checks.Any(static check => check.Verdict == Verdict.Failed && check.Side == Side.Referrer))
            {
                Assert.Contains(". ", text, StringComparison.Ordinal);
            }
        }
    }

    private static IEnumerable<string> CodesOf(Type codes) => codes
        .GetFields(BindingFlags.Static | BindingFlags.NonPublic)
        .Where(static field => field.IsLiteral)
        .Select(static field => (string)field.GetRawConstantValue()!)
        .Order(StringComparer.Ordinal);

    private static IEnumerable<Check> Checks(Referrals.Decision decision) => decision.Explanation.Checks.SelectMany(Deep);

    private static IEnumerable<Check> Deep(Check check) => check.Children.SelectMany(Deep).Prepend(check);

    private static string Both(Referrals.Decision decision) =>
        $"{decision.Explanation.ToText()}\n  customer: {decision.Explanation.ToParticipantText()}"
            + $"\n  referrer: {decision.Explanation.ToParticipantText(Side.Referrer)}";
}
