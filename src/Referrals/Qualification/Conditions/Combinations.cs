using NodaTime;
using Referrals.Explanations;

namespace Referrals;

internal sealed record AllCondition(ValueList<Condition> Conditions) : Condition
{
    internal override IEnumerable<string> CustomNames => Conditions.SelectMany(static condition => condition.CustomNames);

    internal override IReadOnlySet<string>? Events => Conditions.Select(static condition => condition.Events).OfType<IReadOnlySet<string>>()
        .Aggregate((IReadOnlySet<string>?)null, static (both, names) => both is null ? names : names.Where(both.Contains).ToHashSet(StringComparer.Ordinal));

    internal override bool FitsSignUp => Conditions.All(static condition => condition.FitsSignUp);

    internal override bool CanHoldOn(LocalDate day) => Conditions.All(condition => condition.CanHoldOn(day));

    internal override bool HoldsAllOf(LocalDate day) => Conditions.All(condition => condition.HoldsAllOf(day));

    internal override IEnumerable<string> EventNames => Conditions.SelectMany(static condition => condition.EventNames);

    internal override ConditionPlan Compile(RulePlanBuilder builder) => new Plan([.. Conditions.Select(condition => condition.Compile(builder))]);

    private sealed class Plan(ConditionPlan[] parts) : ConditionPlan
    {
        internal override Truth Test(in RuleScope scope)
        {
            var least = Truth.True;
            foreach (var part in parts)
            {
                var truth = part.Test(scope);
                if (truth == Truth.False)
                {
                    return Truth.False;
                }

                least = truth < least ? truth : least;
            }

            return least;
        }

        internal override Check Explain(in RuleScope scope)
        {
            if (parts.Length == 0)
            {
                return Nothing;
            }

            var checks = new Check[parts.Length];
            var held = true;
            for (var i = 0; i < checks.Length; i++)
            {
                checks[i] = parts[i].Explain(scope);
                held &= checks[i].Held;
            }

            return Check.Tree(ConditionCodes.All, held ? Verdict.Passed : Verdict.Failed, checks);
        }
    }

    private static readonly Check Nothing = Check.Tree(ConditionCodes.All, Verdict.Passed, []);
}

internal sealed record AnyCondition(ValueList<Condition> Conditions) : Condition
{
    internal override IEnumerable<string> CustomNames => Conditions.SelectMany(static condition => condition.CustomNames);

    internal override IReadOnlySet<string>? Events => Conditions.Any(static condition => condition.Events is null)
        ? null
        : Conditions.SelectMany(static condition => condition.Events!).ToHashSet(StringComparer.Ordinal);

    internal override bool FitsSignUp => Conditions.All(static condition => condition.FitsSignUp);

    internal override bool CanHoldOn(LocalDate day) => Conditions.Any(condition => condition.CanHoldOn(day));

    internal override bool HoldsAllOf(LocalDate day) => Conditions.Any(condition => condition.HoldsAllOf(day));

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

/// <summary>The opposite. What is not known has no opposite: it stays unknown, and so earns nothing.</summary>
internal sealed record NotCondition(Condition Inner) : Condition
{
    internal override IEnumerable<string> CustomNames => Inner.CustomNames;

    internal override bool FitsSignUp => Inner.FitsSignUp;

    internal override bool CanHoldOn(LocalDate day) => !Inner.HoldsAllOf(day);

    internal override bool HoldsAllOf(LocalDate day) => !Inner.CanHoldOn(day);

    internal override ConditionPlan Compile(RulePlanBuilder builder) => new Plan(Inner.Compile(builder));

    private sealed class Plan(ConditionPlan inner) : ConditionPlan
    {
        internal override Truth Test(in RuleScope scope) => (Truth)(Truth.True - inner.Test(scope));

        /// <summary>What is inside is told without its verdicts: they are the other way round here and would mislead a reader.</summary>
        internal override Check Explain(in RuleScope scope)
        {
            var check = inner.Explain(scope);
            var not = Check.Of(
                ConditionCodes.Not, Test(scope) == Truth.True, check.Found, check.Needed.Value is { } required ? Phrase.Of("value.not", required) : default(CheckValue));
            return check.Children.Count == 0 ? not : not with { Children = [Noted(check)] };
        }

        private static Check Noted(Check check) => check with { Verdict = Verdict.Noted, Children = [.. check.Children.Select(Noted)] };
    }
}
