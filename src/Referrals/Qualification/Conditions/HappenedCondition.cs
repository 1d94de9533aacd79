using Referrals.Explanations;
using Referrals.Qualification.Plans;

namespace Referrals.Qualification.Conditions;

/// <summary>The customer has had a conversion of this name, this one included.</summary>
internal sealed record HappenedCondition(string Name) : Condition
{
    internal override ConditionPlan Compile(RulePlanBuilder builder)
    {
        builder.AsksForEvents = true;
        return new Plan(Name);
    }

    private sealed class Plan(string name) : LeafPlan(ConditionCodes.Happened, $"{name} has happened")
    {
        internal override Truth Test(in RuleScope scope) => Of(
            string.Equals(scope.Context.Conversion.Name, name, StringComparison.Ordinal)
            || scope.Context.EventCounts.GetValueOrDefault(name) > 0);

        private protected override CheckValue Actual(in RuleScope scope) => Test(scope) == Truth.True ? name : null;
    }
}
