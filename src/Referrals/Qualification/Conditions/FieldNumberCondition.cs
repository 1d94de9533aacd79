using System.Globalization;
using Referrals.Qualification.Plans;

namespace Referrals.Qualification.Conditions;

/// <summary>A field is a number that compares so with a limit; what is no number is not known.</summary>
internal sealed record FieldNumberCondition(Field Field, Comparison Comparison, decimal Limit) : Condition
{
    private const NumberStyles Plain = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;

    internal override bool FitsSignUp => Field.Source is FieldSource.Referee or FieldSource.Referrer or FieldSource.Referral;

    internal override ConditionPlan Compile(RulePlanBuilder builder)
    {
        builder.AskFor(Field);
        return new Plan(Field, Comparison, Limit);
    }

    private sealed class Plan(Field field, Comparison comparison, decimal limit) : FieldPlan(
        field,
        ConditionCodes.Number,
        $"{field.Name} {(comparison == Comparison.AtLeast ? "at least " : string.Empty)}{Comparisons.Text(comparison, limit.ToString(CultureInfo.InvariantCulture))}")
    {
        private protected override Truth Test(string value) => decimal.TryParse(value, Plain, CultureInfo.InvariantCulture, out var number)
            ? Of(Comparisons.Holds(comparison, number, limit))
            : Truth.Unknown;
    }
}
