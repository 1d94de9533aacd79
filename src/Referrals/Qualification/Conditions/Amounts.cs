using Referrals.Explanations;

namespace Referrals;

internal sealed record AmountCondition(Comparison Comparison, Amount Limit) : Condition
{
    internal override ConditionPlan Compile(RulePlanBuilder builder) => new Plan(Comparison, Limit);

    private sealed class Plan(Comparison comparison, Amount limit)
        : LeafPlan(ConditionCodes.Amount, Comparisons.Phrase(comparison, limit))
    {
        private readonly long _limit = limit.MinorUnits;
        private readonly ValueKind _text = ValueKind.Of(limit.Unit);

        internal override Truth Test(in RuleScope scope)
        {
            var context = scope.Context;
            return !context.HasAmountIn(limit.Unit) ? Truth.Unknown : Of(Comparisons.Holds(comparison, context.BaseMinorUnits, _limit));
        }

        private protected override string CodeOf(in RuleScope scope) =>
            scope.Context.HasAmountIn(limit.Unit) ? ConditionCodes.Amount
            : scope.Context.Conversion.Amount is null ? ConditionCodes.AmountMissing
            : ConditionCodes.Currency;

        private protected override CheckValue RequiredOf(in RuleScope scope) =>
            scope.Context.Conversion.Amount is null || scope.Context.HasAmountIn(limit.Unit) ? Required : limit.Unit;

        private protected override CheckValue Actual(in RuleScope scope) =>
            scope.Context.HasAmountIn(limit.Unit) ? _text.With(scope.Context.BaseMinorUnits) : scope.Context.Amount;
    }
}

/// <summary>At least one line of the order fulfils a condition; or every line does. An order without lines is not known.</summary>
internal sealed record LineCondition(Condition Inner, bool Every) : Condition
{
    internal override IEnumerable<string> CustomNames => Inner.CustomNames;

    internal override ConditionPlan Compile(RulePlanBuilder builder) => new Plan(Inner.Compile(builder), Every);

    private sealed class Plan(ConditionPlan inner, bool every) : ConditionPlan
    {
        private static readonly ValueKind Lines = ValueKind.In("value.lines", ValueKind.Number);

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
                actual: checks.Length == 0 ? default : Lines.With(checks.Length));
        }
    }
}
