using Referrals.Qualification.Plans;
using Referrals.Rewards.Parts;
using Referrals.Rewards.Plans;
using Referrals.Rewards.Tables;

namespace Referrals.Rewards.Formulas;

/// <summary>
/// A reward for a deal, earned as the deal is paid: in stages, or in proportion where there are none. What a payment earns is the
/// difference of what is earned after and before it, so that the parts add up to the reward exactly.
/// </summary>
internal sealed record StagedFormula(RewardFormula Whole, ValueList<PaymentStage> Stages) : RewardFormula
{
    public override IReadOnlyList<Unit> Units => Whole.Units;

    internal override IEnumerable<RewardFormula> Parts => [Whole];

    internal override int CountedNumbers => 2;

    internal override FormulaPlan Compile(RewardPlanBuilder builder) => new Plan(this, builder);

    public override string ToString() => Stages.Count == 0
        ? $"{Whole} of the deal, in proportion to what is paid"
        : $"{Whole} of the deal, " + string.Join(", ", Stages.Select(static stage => $"{stage.Earned} once {stage.Paid} is paid"));

    private sealed class Plan(StagedFormula formula, RewardPlanBuilder builder) : FormulaPlan
    {
        private readonly int _slot = builder.DealSlot();
        private readonly int _earned = builder.EarnedSlot();
        private readonly Unit _unit = formula.Units[0];
        private readonly OutcomeKind _granted = OutcomeKind.Granted(formula.Units[0]);
        private readonly RoundingMode _rounding = builder.Rounding;
        private readonly long? _flat = (formula.Whole as FlatFormula)?.Amount.MinorUnits;
        private readonly ShareOf _share = new(formula.Whole.PlainPercentageOf(formula.Units[0])?.Fraction ?? 0, builder.Rounding);

        internal override FormulaResult Compute(in RuleScope scope)
        {
            var context = scope.Context;
            if (context.Conversion.DealAmount is not { } deal || context.Conversion.Amount is null)
            {
                return FormulaResult.Nothing(Refusals.DealMissing);
            }

            if (_flat is null && deal.Unit != _unit)
            {
                return FormulaResult.Nothing(Refusals.Currency);
            }

            var whole = _flat ?? _share.Of(deal.MinorUnits);
            var before = scope.Tally(_slot);
            var earned = Earned(whole, checked(before + context.BaseMinorUnits), deal.MinorUnits) - scope.Tally(_earned);
            return earned > 0 ? FormulaResult.Of(_granted, earned) : FormulaResult.Nothing(Refusals.StageNotReached);
        }

        private long Earned(long whole, long paid, long deal)
        {
            if (formula.Stages.Count == 0)
            {
                return _rounding.Divide((Int128)whole * Math.Min(paid, deal), deal);
            }

            var earned = 0L;
            foreach (var stage in formula.Stages)
            {
                if (paid >= stage.Paid.Fraction * deal)
                {
                    earned = new ShareOf(stage.Earned.Fraction, _rounding).Of(whole);
                }
            }

            return earned;
        }
    }
}
