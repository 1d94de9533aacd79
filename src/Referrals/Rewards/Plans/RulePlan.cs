using Referrals.Explanations;

namespace Referrals;

/// <summary>One rule made ready: decides what a conversion earns by it, with its explanation or without, by the same steps.</summary>
internal sealed class RulePlan
{
    private readonly ConditionPlan _when;
    private readonly bool _asks;
    private readonly FormulaPlan _formula;
    private readonly CheckValue _formulaText;
    private readonly (ConditionPlan When, FormulaPlan Formula, CheckValue Text)[] _overrides;
    private readonly Multipliers? _multipliers;
    private readonly BudgetPlan[] _budgets;
    private readonly CapPlan[] _caps;
    private readonly int _taxSlot = -1;
    private readonly TaxThreshold? _tax;
    private readonly Dictionary<Unit, ValueKind> _texts;
    private readonly Dictionary<Unit, CapPlan[]> _capsByUnit;

    internal RulePlan(
        Incentive incentive, RewardPlanBuilder builder, IEnumerable<SideCap> caps, IEnumerable<Budget> budgets, TaxThreshold? tax)
    {
        Incentive = incentive;
        IsForReferee = incentive.Side == Side.Referee;
        IsBySignUp = incentive.IsBySignUp;
        PaysFlatMarks = incentive.PaysFlatMarks;
        EndsAfterFirst = incentive.EndsAfterFirst;
        HasOneUnit = incentive.Units.Count == 1;
        builder.Begin(incentive.Name, IsForReferee);
        _when = incentive.When.Compile(builder.Rules);
        _asks = incentive.When != Condition.Always;
        _formula = incentive.Formula.Compile(builder);
        _formulaText = incentive.Formula.Value;
        _overrides = [.. incentive.Overrides.Select(other => (other.When.Compile(builder.Rules), other.Formula.Compile(builder), other.Formula.Value))];
        EarnedSlot = builder.EarnedSlotOfRule;
        Raise = builder.RaiseOfRule;
        HasMarks = _formula.HasMarks || _overrides.Any(static other => other.Formula.HasMarks);
        _multipliers = incentive.Multipliers.Count == 0 ? null : new Multipliers(incentive, builder);
        Numbers = builder.Rules.TakeRuleSlots();
        _caps =
        [
            .. incentive.CapList.Select(cap => new CapPlan(cap, builder.Rules.Slot(LimitTallies.Cap(incentive.Name, cap)))),
            .. caps.Where(cap => cap.Side == incentive.Side).Select(cap => new CapPlan(cap.Cap, builder.Rules.Slot(LimitTallies.Cap(cap)))),
        ];
        _budgets = [.. budgets.Where(budget => incentive.Units.Contains(budget.Amount.Unit))
            .Select(budget => new BudgetPlan(budget, builder.Rules.Slot(LimitTallies.Budget(budget.Amount.Unit))))];
        if (tax is not null && incentive.Units.Contains(tax.Amount.Unit))
        {
            _tax = tax;
            _taxSlot = builder.Rules.Slot(LimitTallies.Tax(tax));
        }

        _ = builder.Rules.TakeRuleSlots();
        Measures = builder.Rules.TakeRuleMeasures();
        QualifiedMeasures = CountedMeasure.Of(
            Measures.Where(static measure => measure.Subject is MeasureSubject.RuleConversions or MeasureSubject.RuleConversionsOfReferee), incentive.Name);
        _capsByUnit = incentive.Units.ToDictionary(static unit => unit, CapsFor);
        _texts = incentive.Units.ToDictionary(static unit => unit, static unit => ValueKind.Of(unit));
    }

    internal Incentive Incentive { get; }

    internal bool IsForReferee { get; }

    /// <summary>Where it is kept what the rule has earned of a deal; -1 where it earns of none.</summary>
    internal int EarnedSlot { get; }

    /// <summary>How the rule raises earlier rewards; <c>null</c> where it raises none.</summary>
    internal RaisePlan? Raise { get; }

    /// <summary>Whether the rule pays marks.</summary>
    internal bool HasMarks { get; }

    /// <summary>Whether no conversion's amount changes what the rule's marks pay.</summary>
    internal bool PaysFlatMarks { get; }

    /// <summary>Whether the rule is asked when a referral begins to count, instead of with every conversion.</summary>
    internal bool IsBySignUp { get; }

    /// <summary>Whether the rule pays only for a time after the first payment that qualified.</summary>
    internal bool EndsAfterFirst { get; }

    /// <summary>Whether all that the rule pays is in one unit.</summary>
    internal bool HasOneUnit { get; }

    /// <summary>The marks that the rule pays for a conversion that fulfils its conditions.</summary>
    internal IReadOnlyList<ReachedMark> Reached(in RuleScope scope)
    {
        var trace = default(NoTrace);
        return HasMarks ? FormulaFor(scope, ref trace).Formula.Reached(scope) : [];
    }

    /// <summary>The slots of the numbers that the rule's conditions and formulas may ask for; limits are not among them.</summary>
    internal int[] Numbers { get; }

    internal IReadOnlyList<CapPlan> Caps => _caps;

    /// <summary>The caps that a reward of a unit uses up, the lowest first. Caps that count the same share a number: of them it is the lowest.</summary>
    internal CapPlan[] CapsOf(Unit unit) => _capsByUnit.TryGetValue(unit, out var caps) ? caps : CapsFor(unit);

    /// <summary>What the rule counts or sums.</summary>
    internal IReadOnlyList<Measure> Measures { get; }

    /// <summary>What is counted of a conversion that fulfils the rule's conditions.</summary>
    internal CountedMeasure[] QualifiedMeasures { get; }

    internal IReadOnlyList<BudgetPlan> Budgets => _budgets;

    internal BudgetPlan? BudgetOf(Unit unit)
    {
        foreach (var budget in _budgets)
        {
            if (budget.Budget.Amount.Unit == unit)
            {
                return budget;
            }
        }

        return null;
    }

    /// <summary>The slot of the tax year's sum, if rewards of this unit count for it; else -1.</summary>
    internal int TaxSlotOf(Unit unit) => _tax?.Amount.Unit == unit ? _taxSlot : -1;

    internal TaxThreshold? Tax => _tax;

    /// <summary>What the rule makes of a conversion that fulfils the program's own qualification.</summary>
    /// <remarks>Results are written where the caller wants them: copying these structs would otherwise be most of the time.</remarks>
    /// <param name="scope">The conversion, and what is stored.</param>
    /// <param name="part">Which part of a shared reward is decided; <c>default</c> for the whole.</param>
    /// <param name="trace">Where the steps are written down.</param>
    /// <param name="outcome">What comes of it.</param>
    internal void Decide<TTrace>(in RuleScope scope, in CreditPart part, ref TTrace trace, out IncentiveOutcome outcome)
        where TTrace : struct, IRuleTrace
    {
        if (TTrace.IsOn)
        {
            var check = _when.Explain(scope);
            trace.Add(check);
            if (!check.Held)
            {
                outcome = new IncentiveOutcome(OutcomeKind.Unqualified(check.Reason.Code));
                return;
            }
        }
        else if (_asks && _when.Test(scope) != Truth.True)
        {
            outcome = new IncentiveOutcome(Refusals.Conditions);
            return;
        }

        var (formula, text) = _overrides.Length == 0 ? (_formula, _formulaText) : FormulaFor(scope, ref trace);
        var result = formula.Compute(scope);
        if (!result.Kind.IsGranted || result.MinorUnits + result.Raise <= 0)
        {
            Declined(result, formula, scope, text, ref trace, out outcome);
            return;
        }

        if (TTrace.IsOn)
        {
            Note(result, text, ref trace);
        }

        var (computed, raised) = (result.MinorUnits, result.Raise);
        if (_multipliers is not null || !part.IsWhole)
        {
            Adjust(ref result, scope, part, ref trace);
            if (result.MinorUnits + result.Raise == 0)
            {
                if (TTrace.IsOn)
                {
                    trace.Add(Check.Of(RewardCodes.Zero, passed: false, text, default));
                }

                outcome = new IncentiveOutcome(Refusals.Zero) { Computed = computed, ComputedRaise = raised };
                return;
            }
        }

        var total = result.MinorUnits + result.Raise;
        if (_caps.Length > 0 && !Capped(result, scope, ref trace, ref total))
        {
            outcome = new IncentiveOutcome(Refusals.CapReached, result.TierReached) { Computed = computed, ComputedRaise = raised };
            return;
        }

        if (_budgets.Length > 0 && !FitsBudget(result.Unit, total, scope, ref trace))
        {
            outcome = new IncentiveOutcome(Refusals.BudgetUsedUp, result.TierReached) { Computed = computed, ComputedRaise = raised };
            return;
        }

        // What a cap leaves is this conversion's own reward first, then what it raises.
        var own = Math.Min(total, result.MinorUnits);
        outcome = new IncentiveOutcome(
            result.Kind, own, total - own, result.TierReached, _tax is not null && BeyondTax(result.Unit, total, scope, ref trace))
        { Computed = computed, ComputedRaise = raised };
    }

    internal CheckValue Text(Unit unit, long minorUnits) => _texts[unit].With(minorUnits);

    private CapPlan[] CapsFor(Unit unit) => [.. _caps.Where(cap => cap.Limits(unit)).OrderBy(static cap => cap.Limit).DistinctBy(static cap => cap.Slot)];

    private (FormulaPlan Formula, CheckValue Text) FormulaFor<TTrace>(in RuleScope scope, ref TTrace trace)
        where TTrace : struct, IRuleTrace
    {
        foreach (var (when, formula, text) in _overrides)
        {
            if (ConditionTrace.Holds(when, scope, ref trace, RewardCodes.Override, RewardCodes.OverrideNotMet, text, _formulaText))
            {
                return (formula, text);
            }
        }

        return (_formula, _formulaText);
    }

    private void Note<TTrace>(in FormulaResult result, CheckValue text, ref TTrace trace)
        where TTrace : struct, IRuleTrace
    {
        trace.Add(Check.Note(RewardCodes.Formula, Text(result.Unit, result.MinorUnits), text));
        if (result.TierReached > 0)
        {
            trace.Add(Check.Note(RewardCodes.TierReached, CheckValue.Text(Incentive.TierName(result.TierReached))));
        }

        if (result.Raise > 0)
        {
            trace.Add(Check.Note(RewardCodes.Raised, Text(result.Unit, result.Raise)));
        }
    }

    private static void Declined<TTrace>(
        in FormulaResult result, FormulaPlan formula, in RuleScope scope, CheckValue text, ref TTrace trace, out IncentiveOutcome outcome)
        where TTrace : struct, IRuleTrace
    {
        var kind = result.Kind.IsGranted ? Refusals.Zero : result.Kind;
        if (TTrace.IsOn)
        {
            trace.Add(formula.Why(scope, kind.Code, text));
        }

        outcome = new IncentiveOutcome(kind);
    }

    private void Adjust<TTrace>(ref FormulaResult result, in RuleScope scope, in CreditPart part, ref TTrace trace)
        where TTrace : struct, IRuleTrace
    {
        if (_multipliers is not null)
        {
            result = _multipliers.Apply(result, scope, ref trace, _texts);
        }

        if (!part.IsWhole)
        {
            result = result.With(part.Of(result.Unit, result.MinorUnits), part.Of(result.Unit, result.Raise));
            if (TTrace.IsOn)
            {
                trace.Add(Check.Note(RewardCodes.Split, Text(result.Unit, result.MinorUnits), part.Description));
            }
        }
    }

    /// <returns>Whether anything is left.</returns>
    private bool Capped<TTrace>(in FormulaResult result, in RuleScope scope, ref TTrace trace, ref long total)
        where TTrace : struct, IRuleTrace
    {
        foreach (var cap in _caps)
        {
            if (!cap.Limits(result.Unit))
            {
                continue;
            }

            var used = scope.Tally(cap.Slot);
            var left = cap.Limit - used;
            var fits = (cap.IsCount ? 1 : total) <= left;
            var clamps = !fits && left > 0 && cap.Clamps;
            var code = fits ? RewardCodes.CapRoom : clamps ? RewardCodes.CapClamped : RewardCodes.CapReached;
            if (TTrace.IsOn)
            {
                trace.Add(cap.Check(code, fits || clamps, used));
            }

            // A correction asks a refusing cap again, so the number that the order met is kept even where there was room.
            if (!fits || (!cap.Clamps && !cap.IsCount))
            {
                scope.RestOn(cap.Slot);
            }

            if (!fits && !clamps)
            {
                return false;
            }

            total = clamps ? left : total;
        }

        return true;
    }

    private bool FitsBudget<TTrace>(in Unit unit, long total, in RuleScope scope, ref TTrace trace)
        where TTrace : struct, IRuleTrace
    {
        if (BudgetOf(unit) is not { } budget)
        {
            return true;
        }

        var left = budget.Budget.Amount.MinorUnits - scope.Tally(budget.Slot);
        var fits = total <= left;
        if (TTrace.IsOn)
        {
            trace.Add(budget.Check(fits ? RewardCodes.BudgetRoom : RewardCodes.BudgetUsedUp, fits, left, total));
        }

        if (!fits)
        {
            scope.RestOn(budget.Slot);
        }

        return fits;
    }

    private bool BeyondTax<TTrace>(Unit unit, long total, in RuleScope scope, ref TTrace trace)
        where TTrace : struct, IRuleTrace
    {
        if (TaxSlotOf(unit) is var slot && slot < 0)
        {
            return false;
        }

        var sum = checked(scope.Tally(slot) + total);
        var beyond = sum > _tax!.Amount.MinorUnits;
        if (TTrace.IsOn)
        {
            trace.Add(Check.Note(RewardCodes.Tax, Text(unit, sum), _tax.Description));
        }

        return beyond;
    }
}
