using Referrals.Explanations;

namespace Referrals.Qualification.Conditions;

internal sealed record EventCondition(string Name) : Condition
{
    internal override Check Evaluate(QualificationContext context, IConditionBook book) => Check.Of(
        ConditionCodes.Event,
        string.Equals(context.Conversion.Name, Name, StringComparison.Ordinal),
        context.Conversion.Name,
        Name);
}
