using Referrals.Explanations;
using Referrals.Qualification.Plans;

namespace Referrals.Qualification.Conditions;

internal sealed record EventCondition(string Name) : Condition
{
    internal override IReadOnlySet<string>? Events => new HashSet<string>(StringComparer.Ordinal) { Name };

    internal override IEnumerable<string> EventNames => [Name];

    internal override ConditionPlan Compile(RulePlanBuilder builder) => new Plan(Name);

    private sealed class Plan(string name) : LeafPlan(ConditionCodes.Event, name)
    {
        internal override Truth Test(in RuleScope scope) => Of(string.Equals(scope.Context.Conversion.Name, Required, StringComparison.Ordinal));

        private protected override CheckValue Actual(in RuleScope scope) => scope.Context.Conversion.Name;
    }
}
