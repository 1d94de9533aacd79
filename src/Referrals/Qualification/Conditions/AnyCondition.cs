using Referrals.Explanations;
using Referrals.Qualification.Plans;

namespace Referrals.Qualification.Conditions;

internal sealed record AnyCondition(ValueList<Condition> Conditions) : Condition
{
    internal override IEnumerable<string> CustomNames => Conditions.SelectMany(static condition => condition.CustomNames);

    internal override IReadOnlySet<string>? Events => Conditions.Any(static condition => condition.Events is null)
        ? null
        : Conditions.SelectMany(static condition => condition.Events!).ToHashSet(StringComparer.Ordinal);

    internal override bool FitsSignUp => Conditions.All(static condition => condition.FitsSignUp);

    internal override IEnumerable<string> EventNames => Conditions.SelectMany(static condition => condition.EventNames);

    internal override ConditionPlan Compile(RulePlanBuilder builder) => new Plan([.. Conditions.Select(condition => condition.Compile(builder))]);

    private sealed class Plan(ConditionPlan[] parts) : ConditionPlan
    {
        internal override Truth Test(in RuleScope scope)
        {
            var greatest = Truth.False;
            foreach (var part in parts)
            {
                var truth = part.Test(scope);
                if (truth == Truth.True)
                {
                    return Truth.True;
                }

                greatest = truth > greatest ? truth : greatest;
            }

            return greatest;
        }

        internal override Check Explain(in RuleScope scope)
        {
            var checks = new Check[parts.Length];
            var held = false;
            for (var i = 0; i < checks.Length; i++)
            {
                checks[i] = parts[i].Explain(scope);
                held |= checks[i].Held;
            }

            return Check.Tree(ConditionCodes.Any, held ? Verdict.Passed : Verdict.Failed, checks);
        }
    }
}
