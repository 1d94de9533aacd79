using Referrals.Explanations;
using Referrals.Qualification.Plans;

namespace Referrals.Qualification.Conditions;

/// <summary>A field has a value, whatever it is. This is never unknown itself, so its opposite can be asked for.</summary>
internal sealed record FieldKnownCondition(Field Field) : Condition
{
    internal override bool FitsSignUp => Field.Source is FieldSource.Referee or FieldSource.Referrer or FieldSource.Referral;

    internal override ConditionPlan Compile(RulePlanBuilder builder)
    {
        builder.AskFor(Field);
        return new Plan(Field);
    }

    private sealed class Plan(Field field) : LeafPlan(ConditionCodes.Known, $"{field.Name} is known")
    {
        internal override Truth Test(in RuleScope scope) => Of(field.Read(scope.Context, scope.Line) is not null);

        private protected override CheckValue Actual(in RuleScope scope) => field.Read(scope.Context, scope.Line);
    }
}
