namespace Referrals.Rewards.Plans;

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
