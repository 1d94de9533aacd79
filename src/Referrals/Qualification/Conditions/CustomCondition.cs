using Referrals.Explanations;

namespace Referrals;

internal sealed record CustomCondition(string Name) : Condition
{
    internal override IEnumerable<string> CustomNames => [Name];

    internal override ConditionPlan Compile(RulePlanBuilder builder) => new Plan(Name, builder.Conditions.Condition(Name));

    private sealed class Plan(string name, IConversionCondition condition) : LeafPlan(ConditionCodes.Custom, name)
    {
        private readonly string _name = name;

        internal override Truth Test(in RuleScope scope)
        {
            try
            {
                return condition.IsMet(scope.Context) is { } met ? Of(met) : Truth.Unknown;
            }
            catch (Exception exception)
            {
                throw CustomRuleFailure.Of($"condition '{_name}'", exception);
            }
        }

        private protected override CheckValue Actual(in RuleScope scope) => Test(scope) switch
        {
            Truth.True => "met",
            Truth.False => "not met",
            _ => null,
        };
    }
}
