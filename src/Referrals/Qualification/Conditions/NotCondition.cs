using Referrals.Explanations;

namespace Referrals.Qualification.Conditions;

internal sealed record NotCondition(Condition Inner) : Condition
{
    internal override IEnumerable<string> CustomNames => Inner.CustomNames;

    /// <summary>The inner check is not a child here: its verdict is the other way round and would mislead a reader.</summary>
    internal override Check Evaluate(QualificationContext context, IConditionBook book)
    {
        var inner = Inner.Evaluate(context, book);
        return Check.Of(ConditionCodes.Not, !inner.Held, inner.Actual, $"not: {inner.Required ?? inner.Code}");
    }
}
