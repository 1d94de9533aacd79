using System.Globalization;
using Referrals.Explanations;

namespace Referrals;

internal sealed record FlatFormula(Amount Amount) : RewardFormula
{
    public override IReadOnlyList<Unit> Units => [Amount.Unit];

    internal override decimal? PlainSize => Amount.Value;

    internal override FormulaPlan Compile(RewardPlanBuilder builder) => new Plan(Amount);

    internal override object Description => Amount;

    private sealed class Plan(Amount amount) : FormulaPlan
    {
        private readonly FormulaResult _result = FormulaResult.Of(OutcomeKind.Granted(amount.Unit), amount.MinorUnits);

        internal override FormulaResult Compute(in RuleScope scope) => _result;
    }
}

/// <summary>A share of the order, or of those of its lines that fulfil a condition, never below a floor and never above a ceiling.</summary>
internal sealed record PercentageFormula(Percentage Share, Unit Unit, Amount? Floor, Amount? Ceiling, Condition? Lines) : RewardFormula
{
    public override IReadOnlyList<Unit> Units => [Unit];

    internal override IEnumerable<string> CustomConditions => Lines?.CustomNames ?? [];

    internal override decimal? PlainSize => Share.Fraction;

    internal override FormulaPlan Compile(RewardPlanBuilder builder) => new Plan(this, builder);

    internal override object Description => PhraseList.Commas(((object?[])
    [
        Lines is null ? Share : Phrase.Of("value.of_some_lines", Share),
        Floor is { } floor ? Comparisons.Phrase(Comparison.AtLeast, floor) : null,
        Ceiling is { } ceiling ? Comparisons.Phrase(Comparison.AtMost, ceiling) : null,
    ]).OfType<object>());

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

        internal override Check Why(in RuleScope scope, string code, CheckValue text) => code == RewardCodes.NoLine
            ? OrderLines.Why(scope, _lines, text)
            : code is RewardCodes.AmountMissing or RewardCodes.Currency ? WhyNoAmount(scope, code, _unit)
            : base.Why(scope, code, text);
    }
}

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

    internal override object Description =>
        Field is null ? Phrase.Of("value.for_each_piece", Each) : Phrase.Of("value.for_each", Each, Field.Name);

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

        internal override Check Why(in RuleScope scope, string code, CheckValue text) => field is null
            ? code == RewardCodes.NoLine ? OrderLines.Why(scope, lines, text) : base.Why(scope, code, text)
            : code != RewardCodes.QuantityMissing ? base.Why(scope, code, text)
            : Check.Of(code, passed: false, CheckValue.Text(field.Read(scope.Context, null) is { } value ? $"{field.Name} = {value}" : null), Phrase.Of("value.whole_number", field.Name));
    }
}

/// <summary>So much for every full step of the amount: a point for every 10 EUR.</summary>
internal sealed record SpendFormula(Amount Each, Amount Step) : RewardFormula
{
    public override IReadOnlyList<Unit> Units => [Each.Unit];

    internal override FormulaPlan Compile(RewardPlanBuilder builder) => new Plan(Each, Step);

    internal override object Description => Phrase.Of("value.for_every", Each, Step);

    private sealed class Plan(Amount each, Amount step) : FormulaPlan
    {
        private readonly OutcomeKind _granted = OutcomeKind.Granted(each.Unit);

        internal override FormulaResult Compute(in RuleScope scope)
        {
            var context = scope.Context;
            return context.HasAmountIn(step.Unit)
                ? FormulaResult.Of(_granted, checked(context.BaseMinorUnits / step.MinorUnits * each.MinorUnits))
                : FormulaResult.Nothing(context.Conversion.Amount is null ? Refusals.AmountMissing : Refusals.Currency);
        }

        internal override Check Why(in RuleScope scope, string code, CheckValue text) =>
            code is RewardCodes.AmountMissing or RewardCodes.Currency ? WhyNoAmount(scope, code, step.Unit) : base.Why(scope, code, text);
    }
}
