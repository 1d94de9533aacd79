using System.Globalization;
using Referrals.Qualification;
using Referrals.Qualification.Plans;
using Referrals.Rewards.Plans;

namespace Referrals.Rewards.Formulas;

/// <summary>So much for each piece: of the lines that fulfil a condition, or as many as a field of the conversion says.</summary>
internal sealed record QuantityFormula(Amount Each, Field? Field, Condition? Lines) : RewardFormula
{
    public override IReadOnlyList<Unit> Units => [Each.Unit];

    internal override IEnumerable<string> CustomConditions => Lines?.CustomNames ?? [];

    internal override FormulaPlan Compile(RewardPlanBuilder builder)
    {
        if (Field is not null)
        {
            builder.Rules.AskFor(Field);
        }

        return new Plan(Each, Field, builder.Compile(Lines));
    }

    public override string ToString() => $"{Each} for each {(Field is null ? "piece" : Field.Name)}";

    private sealed class Plan(Amount each, Field? field, ConditionPlan? lines) : FormulaPlan
    {
        private readonly OutcomeKind _granted = OutcomeKind.Granted(each.Unit);

        internal override FormulaResult Compute(in RuleScope scope)
        {
            if (field is null)
            {
                return OrderLines.TrySum(scope, lines, out _, out var pieces)
                    ? FormulaResult.Of(_granted, checked(each.MinorUnits * pieces))
                    : FormulaResult.Nothing(Refusals.NoLine);
            }

            return int.TryParse(field.Read(scope.Context, null), NumberStyles.None, CultureInfo.InvariantCulture, out var quantity)
                ? FormulaResult.Of(_granted, checked(each.MinorUnits * quantity))
                : FormulaResult.Nothing(Refusals.QuantityMissing);
        }
    }
}
