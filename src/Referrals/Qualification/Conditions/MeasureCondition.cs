using System.Globalization;
using Referrals.Explanations;
using Referrals.Qualification.Plans;

namespace Referrals.Qualification.Conditions;

/// <summary>A measure compares so with a limit, in smallest parts or as a count.</summary>
internal sealed record MeasureCondition(Measure Measure, Comparison Comparison, long Limit) : Condition
{
    internal override bool FitsSignUp => true;

    internal override ConditionPlan Compile(RulePlanBuilder builder) => new Plan(this, builder.Slot(Measure));

    private string Required => Comparisons.Text(
        Comparison, Measure.SumOf is { } unit ? Referrals.Amount.FromMinorUnits(Limit, unit).ToString() : Limit.ToString(CultureInfo.InvariantCulture));

    private sealed class Plan(MeasureCondition condition, int slot) : LeafPlan(ConditionCodes.Measure, $"{condition.Required}: {condition.Measure}")
    {
        private readonly Measure _measure = condition.Measure;
        private readonly ValueText _text = condition.Measure.SumOf is { } unit ? ValueText.Of(unit) : ValueText.Number;

        internal override Truth Test(in RuleScope scope) => Of(Comparisons.Holds(condition.Comparison, ValueOf(scope), condition.Limit));

        private protected override CheckValue Actual(in RuleScope scope) => _text.Of(ValueOf(scope));

        private long ValueOf(in RuleScope scope) =>
            scope.Tally(slot) + (_measure.CountsCurrent ? MeasureTallies.Delta(_measure, scope.Context) : 0);
    }
}
