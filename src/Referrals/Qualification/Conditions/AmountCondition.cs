using Referrals.Explanations;
using Referrals.Qualification.Plans;

namespace Referrals.Qualification.Conditions;

internal sealed record AmountCondition(Comparison Comparison, Amount Limit) : Condition
{
    internal override ConditionPlan Compile(RulePlanBuilder builder) => new Plan(Comparison, Limit);

    private sealed class Plan(Comparison comparison, Amount limit)
        : LeafPlan(ConditionCodes.Amount, Comparisons.Text(comparison, limit.ToString()))
    {
        private readonly long _limit = limit.MinorUnits;
        private readonly ValueText _text = ValueText.Of(limit.Unit);

        internal override Truth Test(in RuleScope scope)
        {
            var context = scope.Context;
            return !context.HasAmountIn(limit.Unit) ? Truth.Unknown : Of(Comparisons.Holds(comparison, context.BaseMinorUnits, _limit));
        }

        private protected override string CodeOf(in RuleScope scope) =>
            scope.Context.HasAmountIn(limit.Unit) ? ConditionCodes.Amount
            : scope.Context.Conversion.Amount is null ? ConditionCodes.AmountMissing
            : ConditionCodes.Currency;

        private protected override CheckValue RequiredOf(in RuleScope scope) =>
            scope.Context.Conversion.Amount is null || scope.Context.HasAmountIn(limit.Unit) ? Required : limit.Unit.ToString();

        private protected override CheckValue Actual(in RuleScope scope) =>
            scope.Context.HasAmountIn(limit.Unit) ? _text.Of(scope.Context.BaseMinorUnits) : scope.Context.Amount?.ToString();
    }
}
