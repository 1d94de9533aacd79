using Referrals.Explanations;

namespace Referrals.Qualification.Conditions;

internal sealed record AnyCondition(ValueList<Condition> Conditions) : Condition
{
    internal override IEnumerable<string> CustomNames => Conditions.SelectMany(static condition => condition.CustomNames);

    internal override Check Evaluate(QualificationContext context, IConditionBook book)
    {
        var checks = new Check[Conditions.Count];
        var passed = false;
        for (var i = 0; i < checks.Length; i++)
        {
            checks[i] = Conditions[i].Evaluate(context, book);
            passed |= checks[i].Held;
        }

        return new Check
        {
            Code = ConditionCodes.Any,
            Verdict = passed ? Verdict.Passed : Verdict.Failed,
            Children = checks,
        };
    }
}
