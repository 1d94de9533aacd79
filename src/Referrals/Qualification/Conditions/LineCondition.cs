using Referrals.Explanations;
using Referrals.Qualification.Plans;

namespace Referrals.Qualification.Conditions;

/// <summary>At least one line of the order fulfils a condition; or every line does. An order without lines is not known.</summary>
internal sealed record LineCondition(Condition Inner, bool Every) : Condition
{
    internal override IEnumerable<string> CustomNames => Inner.CustomNames;

    internal override ConditionPlan Compile(RulePlanBuilder builder) => new Plan(Inner.Compile(builder), Every);

    private sealed class Plan(ConditionPlan inner, bool every) : ConditionPlan
    {
        internal override Truth Test(in RuleScope scope)
        {
            if (scope.Context.Conversion.Lines.Count == 0)
            {
                return Truth.Unknown;
            }

            var result = every ? Truth.True : Truth.False;
            foreach (var line in scope.Context.Conversion.Lines)
            {
                var truth = inner.Test(scope.Of(line));
                result = (every ? truth < result : truth > result) ? truth : result;
            }

            return result;
        }

        internal override Check Explain(in RuleScope scope)
        {
            var lines = scope.Context.Conversion.Lines;
            var checks = new Check[lines.Count];
            for (var i = 0; i < checks.Length; i++)
            {
                checks[i] = inner.Explain(scope.Of(lines[i]));
            }

            return Check.Tree(
                every ? ConditionCodes.EveryLine : ConditionCodes.AnyLine,
                Test(scope) == Truth.True ? Verdict.Passed : Verdict.Failed,
                checks,
                actual: checks.Length == 0 ? default : ValueText.Counted(checks.Length == 1 ? "line" : "lines").Of(checks.Length));
        }
    }
}
