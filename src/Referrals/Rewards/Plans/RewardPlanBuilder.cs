using Referrals.Explanations;

namespace Referrals;

/// <summary>What formulas are made ready with.</summary>
internal sealed class RewardPlanBuilder
{
    internal RewardPlanBuilder(RulePlanBuilder rules, IIncentiveBook incentives, RoundingMode rounding)
    {
        Rules = rules;
        Incentives = incentives;
        Rounding = rounding;
    }

    internal RulePlanBuilder Rules { get; }

    internal IIncentiveBook Incentives { get; }

    internal RoundingMode Rounding { get; }

    /// <summary>Whether any rule asks what was paid of a deal.</summary>
    internal bool CountsDeals { get; private set; }

    internal ConditionPlan? Compile(Condition? condition) => condition?.Compile(Rules);

    internal int DealSlot()
    {
        CountsDeals = true;
        return Rules.Slot(new RuleTally(DealTally, TallyOwner.Deal, TimeFrame.Lifetime));
    }

    /// <summary>What a rule has earned of a deal so far, less what refunds took back.</summary>
    internal int EarnedSlot() => EarnedSlotOfRule = Rules.Slot(new RuleTally(KeyText.Of("earned", Rules.Rule), TallyOwner.Deal, TimeFrame.Lifetime));

    internal int EarnedSlotOfRule { get; private set; } = -1;

    /// <summary>What conversions of a period have earned by a table that raises them, and still stand: their own and what they were raised by.</summary>
    internal int RaisableSlot(TimeFrame over) =>
        Rules.Slot(new RuleTally(KeyText.Of("raisable", Rules.Rule), TallyOwner.Rewarded, over));

    internal RaisePlan? RaiseOfRule { get; set; }

    internal void Begin(string rule, bool isForReferee)
    {
        RaiseOfRule = null;
        Rules.Rule = rule;
        Rules.IsForReferee = isForReferee;
        EarnedSlotOfRule = -1;
    }

    internal const string DealTally = "deal";
}

/// <summary>A formula made ready to be computed a million times.</summary>
internal abstract class FormulaPlan
{
    internal abstract FormulaResult Compute(in RuleScope scope);

    /// <summary>Why the formula gives nothing: what was found, and what would have been enough.</summary>
    /// <param name="scope">What was asked about.</param>
    /// <param name="code">The reason that <see cref="Compute"/> gave.</param>
    /// <param name="text">What the formula says.</param>
    /// <remarks>A rule of the host's own gives reasons in its own words, which are for the operator alone.</remarks>
    internal virtual Check Why(in RuleScope scope, string code, CheckValue text) => CheckText.Knows(code)
        ? Check.Of(code, passed: false, text, default)
        : Check.Of(RewardCodes.Declined, passed: false, CheckValue.Text(code), text);

    /// <summary>The amount is missing or in another unit.</summary>
    private protected static Check WhyNoAmount(in RuleScope scope, string code, Unit unit) =>
        Check.Of(code, passed: false, scope.Context.Conversion.Amount, Phrase.Of("value.amount_in", unit));

    /// <summary>Whether the formula pays marks.</summary>
    internal virtual bool HasMarks => false;

    /// <summary>The marks that the formula pays now.</summary>
    internal virtual IReadOnlyList<ReachedMark> Reached(in RuleScope scope) => [];
}

/// <summary>A mark that is paid: the slot that tells which, how often, and what the formula gives for it.</summary>
internal readonly record struct ReachedMark(int Slot, long Times, long MinorUnits);

/// <summary>What a formula makes of one conversion: so much of a unit, or nothing with a reason.</summary>
internal readonly struct FormulaResult
{
    private FormulaResult(OutcomeKind kind, long minorUnits, long raise, int tierReached)
    {
        Kind = kind;
        MinorUnits = minorUnits;
        Raise = raise;
        TierReached = tierReached;
    }

    internal OutcomeKind Kind { get; }

    internal long MinorUnits { get; }

    /// <summary>What earlier conversions earn more by this one, where reaching a tier raises them.</summary>
    internal long Raise { get; }

    /// <summary>The number of the tier that this conversion reached, from 1; 0 where it reached none.</summary>
    internal int TierReached { get; }

    internal Unit Unit => Kind.Unit;

    internal static FormulaResult Of(OutcomeKind granted, long minorUnits) => new(granted, minorUnits, 0, 0);

    internal static FormulaResult Nothing(OutcomeKind refusal) => new(refusal, 0, 0, 0);

    internal FormulaResult WithTier(int reached, long raise) => new(Kind, MinorUnits, raise, reached);

    /// <summary>The same result with other amounts.</summary>
    internal FormulaResult With(long minorUnits, long raise) => new(Kind, minorUnits, raise, TierReached);
}

/// <summary>
/// What comes of a rule besides numbers: something in a unit, or nothing for a reason. Made once, so that an outcome holds one reference
/// only: writing references into the caller's array is most of what a decision costs.
/// </summary>
internal sealed record OutcomeKind
{
    private OutcomeKind(string code, bool isQualified, Unit unit)
    {
        Code = code;
        IsQualified = isQualified;
        Unit = unit;
    }

    internal string Code { get; }

    internal bool IsQualified { get; }

    /// <summary>The unit of what is granted; <c>default</c> for nothing.</summary>
    internal Unit Unit { get; }

    internal bool IsGranted => !Unit.IsDefault;

    internal static OutcomeKind Granted(Unit unit) => new(RewardCodes.Granted, isQualified: true, unit);

    /// <summary>Nothing, although the conditions hold.</summary>
    internal static OutcomeKind Refused(string code) => new(code, isQualified: true, default);

    /// <summary>Nothing, since the conditions do not hold.</summary>
    internal static OutcomeKind Unqualified(string code) => new(code, isQualified: false, default);
}

/// <summary>The reasons for nothing that are known beforehand.</summary>
internal static class Refusals
{
    internal static readonly OutcomeKind Conditions = OutcomeKind.Unqualified(RewardCodes.Conditions);
    internal static readonly OutcomeKind AmountMissing = OutcomeKind.Refused(RewardCodes.AmountMissing);
    internal static readonly OutcomeKind Currency = OutcomeKind.Refused(RewardCodes.Currency);
    internal static readonly OutcomeKind NoLine = OutcomeKind.Refused(RewardCodes.NoLine);
    internal static readonly OutcomeKind QuantityMissing = OutcomeKind.Refused(RewardCodes.QuantityMissing);
    internal static readonly OutcomeKind BelowTiers = OutcomeKind.Refused(RewardCodes.BelowTiers);
    internal static readonly OutcomeKind NoMilestone = OutcomeKind.Refused(RewardCodes.NoMilestone);
    internal static readonly OutcomeKind MilestonesOver = OutcomeKind.Refused(RewardCodes.MilestonesOver);
    internal static readonly OutcomeKind PaymentsOver = OutcomeKind.Refused(RewardCodes.PaymentsOver);
    internal static readonly OutcomeKind TimeOver = OutcomeKind.Refused(RewardCodes.TimeOver);
    internal static readonly OutcomeKind DealMissing = OutcomeKind.Refused(RewardCodes.DealMissing);
    internal static readonly OutcomeKind StageNotReached = OutcomeKind.Refused(RewardCodes.StageNotReached);
    internal static readonly OutcomeKind Zero = OutcomeKind.Refused(RewardCodes.Zero);
    internal static readonly OutcomeKind CapReached = OutcomeKind.Refused(RewardCodes.CapReached);
    internal static readonly OutcomeKind BudgetUsedUp = OutcomeKind.Refused(RewardCodes.BudgetUsedUp);
    internal static readonly OutcomeKind Pair = OutcomeKind.Refused(RewardCodes.Pair);
    internal static readonly OutcomeKind Outranked = OutcomeKind.Refused(RewardCodes.Outranked);
}

/// <summary>Sums the lines of an order that fulfil a condition.</summary>
internal static class OrderLines
{
    /// <returns>Whether any line does.</returns>
    internal static bool TrySum(in RuleScope scope, ConditionPlan? condition, out long minorUnits, out long quantity)
    {
        minorUnits = 0;
        quantity = 0;
        var any = false;
        foreach (var line in scope.Context.Conversion.Lines)
        {
            if (condition is null || condition.Test(scope.Of(line)) == Truth.True)
            {
                any = true;
                minorUnits = checked(minorUnits + line.Amount.MinorUnits);
                quantity += line.Quantity;
            }
        }

        return any;
    }

    /// <summary>Why no line is rewarded: what was found in each, as far as a reader goes.</summary>
    internal static Check Why(in RuleScope scope, ConditionPlan? condition, CheckValue text)
    {
        const int told = 10;
        var lines = scope.Context.Conversion.Lines;
        var checks = new List<Check>();
        for (var i = 0; condition is not null && i < Math.Min(told, lines.Count); i++)
        {
            checks.Add(condition.Explain(scope.Of(lines[i])));
        }

        return Check.Of(RewardCodes.NoLine, passed: false, Phrase.Of("value.lines", lines.Count), text) with { Children = checks };
    }
}

/// <summary>The multipliers of a rule, as whole numbers of ten thousandths.</summary>
internal sealed class Multipliers
{
    private const long One = 10_000;

    private readonly (ConditionPlan When, long Factor, Phrase Text)[] _multipliers;
    private readonly MultiplierMode _mode;
    private readonly RoundingMode _rounding;

    internal Multipliers(Incentive incentive, RewardPlanBuilder builder)
    {
        _multipliers = [.. incentive.Multipliers.Select(multiplier => (
            multiplier.When.Compile(builder.Rules),
            (long)(multiplier.Factor * One),
            Phrase.Of("value.times", multiplier.Factor)))];
        _mode = incentive.MultiplierMode;
        _rounding = builder.Rounding;
    }

    internal FormulaResult Apply<TTrace>(
        FormulaResult result, in RuleScope scope, ref TTrace trace, IReadOnlyDictionary<Unit, ValueKind> texts)
        where TTrace : struct, IRuleTrace
    {
        // Ten thousandths to the power of the number of factors, so that nothing is rounded on the way.
        var (factor, scale, applies) = ((Int128)One, (Int128)One, false);
        foreach (var (when, next, text) in _multipliers)
        {
            if (!ConditionTrace.Holds(when, scope, ref trace, RewardCodes.Multiplier, RewardCodes.MultiplierNotMet, text))
            {
                continue;
            }

            factor = !applies ? next
                : _mode switch
                {
                    MultiplierMode.Add => factor + next - One,
                    MultiplierMode.Largest => Int128.Max(factor, next),
                    _ => factor * next,
                };
            scale *= applies && _mode == MultiplierMode.Multiply ? One : 1;
            applies = true;
        }

        if (!applies)
        {
            return result;
        }

        // Deductions that are added up may take all of a reward, but not more.
        var product = (decimal)Int128.Max(0, factor) / (decimal)scale;
        var multiplied = result.With((long)_rounding.Apply(result.MinorUnits * product), (long)_rounding.Apply(result.Raise * product));
        if (TTrace.IsOn)
        {
            trace.Add(Check.Note(
                RewardCodes.Multiplied, texts[result.Unit].With(multiplied.MinorUnits), Phrase.Of("value.times", Math.Round(product, 4))));
        }

        return multiplied;
    }
}

/// <summary>What one rule makes of one conversion. <c>default</c> grants nothing and has no code.</summary>
internal readonly record struct IncentiveOutcome
{
    private readonly OutcomeKind? _kind;

    internal IncentiveOutcome(OutcomeKind kind, int tierReached = 0)
    {
        _kind = kind;
        TierReached = tierReached;
    }

    internal IncentiveOutcome(OutcomeKind kind, long minorUnits, long raise, int tierReached, bool needsReview)
    {
        _kind = kind;
        MinorUnits = minorUnits;
        RaiseMinorUnits = raise;
        TierReached = tierReached;
        NeedsReview = needsReview;
    }

    /// <summary>Why nothing is granted; <c>reward.granted</c> where something is.</summary>
    /// <remarks>Conditions that do not hold are <c>reward.conditions</c>; which of them, the explanation tells.</remarks>
    public string Code => _kind?.Code ?? string.Empty;

    /// <summary>Whether something is granted.</summary>
    public bool IsGranted => _kind is { IsGranted: true };

    /// <summary>Whether the rule's conditions hold, so that the conversion counts for its tiers and milestones.</summary>
    public bool IsQualified => _kind is { IsQualified: true };

    /// <summary>What is granted; <c>null</c> for nothing.</summary>
    public Amount? Amount => IsGranted ? Referrals.Amount.FromMinorUnits(MinorUnits, Unit) : null;

    /// <summary>What is granted besides, for earlier conversions that this one raises to a higher tier; <c>null</c> for nothing.</summary>
    public Amount? Raise => RaiseMinorUnits > 0 ? Referrals.Amount.FromMinorUnits(RaiseMinorUnits, Unit) : null;

    /// <summary>Whether the reward goes beyond the tax threshold and waits for a review.</summary>
    public bool NeedsReview { get; }

    /// <summary>The number of the tier or milestone that was reached by this, from 1; 0 for none.</summary>
    public int TierReached { get; }

    internal long MinorUnits { get; }

    internal long RaiseMinorUnits { get; }

    /// <summary>What the formula gave, before multipliers, shares and limits.</summary>
    internal long Computed { get; init; }

    /// <summary>The same of what earlier conversions are raised by.</summary>
    internal long ComputedRaise { get; init; }

    internal Unit Unit => _kind?.Unit ?? default;
}
