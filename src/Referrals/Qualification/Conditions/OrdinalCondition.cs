using System.Globalization;
using Referrals.Explanations;
using Referrals.Qualification.Plans;

namespace Referrals.Qualification.Conditions;

/// <summary>The nth conversion of its name; or every nth, where <paramref name="Every"/> is set.</summary>
internal sealed record OrdinalCondition(int Ordinal, bool Every = false) : Condition
{
    internal override ConditionPlan Compile(RulePlanBuilder builder) => new Plan(Ordinal, Every);

    private sealed class Plan(int ordinal, bool every) : LeafPlan(
        every ? ConditionCodes.EveryNth : ConditionCodes.Ordinal,
        (every ? "every " : string.Empty) + ordinal.ToString(CultureInfo.InvariantCulture))
    {
        internal override Truth Test(in RuleScope scope) =>
            Of(every ? scope.Context.Ordinal % ordinal == 0 : scope.Context.Ordinal == ordinal);

        private protected override CheckValue Actual(in RuleScope scope) => ValueText.Number.Of(scope.Context.Ordinal);
    }
}
