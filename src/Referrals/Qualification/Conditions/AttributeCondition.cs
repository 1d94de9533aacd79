using Referrals.Explanations;

namespace Referrals.Qualification.Conditions;

internal sealed record AttributeCondition(string Name, ValueList<string> Values) : Condition
{
    internal override Check Evaluate(QualificationContext context, IConditionBook book)
    {
        var actual = context.Conversion.Attributes.GetValueOrDefault(Name);
        return Check.Of(
            ConditionCodes.Attribute,
            actual is not null && Values.Contains(actual, StringComparer.Ordinal),
            actual is null ? null : $"{Name} = {actual}",
            $"{Name} = {string.Join(" or ", Values)}");
    }
}
