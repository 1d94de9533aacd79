using Referrals.Qualification;
using Referrals.Qualification.Plans;
using Referrals.Rewards.Parts;
using Referrals.Rewards.Plans;

namespace Referrals.Rewards.Formulas;

/// <summary>A share of the order, or of those of its lines that fulfil a condition, never below a floor and never above a ceiling.</summary>
internal sealed record PercentageFormula(Percentage Share, Unit Unit, Amount? Floor, Amount? Ceiling, Condition? Lines) : RewardFormula
{
    public override IReadOnlyList<Unit> Units => [Unit];

    internal override IEnumerable<string> CustomConditions => Lines?.CustomNames ?? [];

    internal override decimal? PlainSize => Share.Fraction;

    internal override FormulaPlan Compile(RewardPlanBuilder builder) => new Plan(this, builder);

    public override string ToString() => Share
        + (Lines is null ? string.Empty : " of some lines")
        + (Floor is { } floor ? $", at least {floor}" : string.Empty)
        + (Ceiling is { } ceiling ? $", at most {ceiling}" : string.Empty);

    private sealed class Plan(PercentageFormula formula, RewardPlanBuilder builder) : FormulaPlan
    {
        private readonly Unit _unit = formula.Unit;
        private readonly OutcomeKind _granted = OutcomeKind.Granted(formula.Unit);
        private readonly ShareOf _share = new(formula.Share.Fraction, builder.Rounding);
        private readonly ConditionPlan? _lines = builder.Compile(formula.Lines);
        private readonly long _floor = formula.Floor?.MinorUnits ?? 0;
        private readonly long _ceiling = formula.Ceiling?.MinorUnits ?? long.MaxValue;

        internal override FormulaResult Compute(in RuleScope scope)
        {
            var context = scope.Context;
            if (!context.HasAmountIn(_unit))
            {
                return FormulaResult.Nothing(context.Conversion.Amount is null ? Refusals.AmountMissing : Refusals.Currency);
            }

            var whole = context.BaseMinorUnits;
            if (_lines is not null && !OrderLines.TrySum(scope, _lines, out whole, out _))
            {
                return FormulaResult.Nothing(Refusals.NoLine);
            }

            return FormulaResult.Of(_granted, Math.Min(Math.Max(_share.Of(whole), _floor), _ceiling));
        }
    }
}
