using System.Globalization;
using NodaTime;
using Referrals.Qualification;
using Referrals.Qualification.Plans;
using Referrals.Rewards.Plans;

namespace Referrals.Rewards.Formulas;

/// <summary>
/// A reward for each payment of a referee: the first so many, or within so much time after the first, or for ever; each worth so much
/// of the one before. Several formulas are for the first, the second payment and so on.
/// </summary>
internal sealed record RecurringFormula(
    ValueList<RewardFormula> Each, int? Payments, Period? Within, Percentage? Declining, bool RepeatsLast) : RewardFormula
{
    public override IReadOnlyList<Unit> Units => [.. Each.SelectMany(static formula => formula.Units).Distinct()];

    internal override IEnumerable<RewardFormula> Parts => Each;

    internal override int CountedNumbers => 1;

    internal override FormulaPlan Compile(RewardPlanBuilder builder) => new Plan(this, builder);

    public override string ToString() => string.Join(", then ", Each)
        + (Declining is { } ratio ? $", each {ratio} of the one before" : string.Empty)
        + (Payments is { } count ? string.Create(CultureInfo.InvariantCulture, $", for {count} payments") : string.Empty)
        + (Within is { } window ? $", for {window}" : string.Empty);

    private sealed class Plan(RecurringFormula formula, RewardPlanBuilder builder) : FormulaPlan
    {
        private static readonly Measure Counted = Measure.RuleConversionsOfReferee();

        private readonly int _slot = builder.Rules.Slot(Counted);
        private readonly FormulaPlan[] _each = [.. formula.Each.Select(each => each.Compile(builder))];
        private readonly DateTimeZone _zone = builder.Rules.Calendar.Zone;
        private readonly string _rule = builder.Rules.Rule;

        internal override FormulaResult Compute(in RuleScope scope)
        {
            var place = scope.Tally(_slot);
            if (place >= (formula.Payments ?? long.MaxValue) || (place >= _each.Length && !formula.RepeatsLast))
            {
                return FormulaResult.Nothing(Refusals.PaymentsOver);
            }

            // The time begins with the first payment that qualified; one that is reported late may turn out to be it.
            if (formula.Within is { } window && scope.Context.FirstQualifiedAt(_rule) is { } first
                && scope.Context.OccurredAt >= window.EndFrom(first, _zone))
            {
                return FormulaResult.Nothing(Refusals.TimeOver);
            }

            var result = _each[Math.Min(place, _each.Length - 1)].Compute(scope);
            return formula.Declining is not { } ratio || !result.Kind.IsGranted || place == 0
                ? result
                : FormulaResult.Of(result.Kind, (long)builder.Rounding.Apply(result.MinorUnits * Power(ratio.Fraction, place)));
        }

        private static decimal Power(decimal ratio, long exponent)
        {
            // Far beyond 28 digits nothing is left of any amount.
            var power = 1m;
            for (var i = 0; i < exponent && power > 0; i++)
            {
                power *= ratio;
            }

            return power;
        }
    }
}
