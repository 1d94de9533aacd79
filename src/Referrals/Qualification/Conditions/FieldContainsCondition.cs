using Referrals.Qualification.Plans;

namespace Referrals.Qualification.Conditions;

/// <summary>A field has this text in it, compared exactly.</summary>
internal sealed record FieldContainsCondition(Field Field, string Text) : Condition
{
    internal override bool FitsSignUp => Field.Source is FieldSource.Referee or FieldSource.Referrer or FieldSource.Referral;

    internal override ConditionPlan Compile(RulePlanBuilder builder)
    {
        builder.AskFor(Field);
        return new Plan(Field, Text);
    }

    private sealed class Plan(Field field, string text) : FieldPlan(field, ConditionCodes.Contains, $"{field.Name} with {text} in it")
    {
        private protected override Truth Test(string value) => Of(value.Contains(text, StringComparison.Ordinal));
    }
}
