using Referrals.Explanations;

namespace Referrals.Qualification.Conditions;

internal sealed record CustomCondition(string Name) : Condition
{
    internal override IEnumerable<string> CustomNames => [Name];

    internal override Check Evaluate(QualificationContext context, IConditionBook book)
    {
        var met = book.Condition(Name).IsMet(context);
        return Check.Of(ConditionCodes.Custom, met, met ? "met" : "not met", Name);
    }
}
