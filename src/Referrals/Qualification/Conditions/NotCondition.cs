using Referrals.Explanations;
using Referrals.Qualification.Plans;

namespace Referrals.Qualification.Conditions;

/// <summary>The opposite. What is not known has no opposite: it stays unknown, and so earns nothing.</summary>
internal sealed record NotCondition(Condition Inner) : Condition
{
    internal override IEnumerable<string> CustomNames => Inner.CustomNames;

    internal override bool FitsSignUp => Inner.FitsSignUp;

    internal override ConditionPlan Compile(RulePlanBuilder builder) => new Plan(Inner.Compile(builder));

    private sealed class Plan(ConditionPlan inner) : ConditionPlan
    {
        internal override Truth Test(in RuleScope scope) => (Truth)(Truth.True - inner.Test(scope));

        /// <summary>The inner check is not a child here: its verdict is the other way round and would mislead a reader.</summary>
        internal override Check Explain(in RuleScope scope)
        {
            var check = inner.Explain(scope);
            return Check.Of(ConditionCodes.Not, Test(scope) == Truth.True, check.Actual, $"not: {check.Required ?? check.Code}");
        }
    }
}
