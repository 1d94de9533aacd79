namespace Referrals.Rewards.Plans;

/// <summary>What a formula makes of one conversion: so much of a unit, or nothing with a reason.</summary>
internal readonly struct FormulaResult
{
    private FormulaResult(Unit unit, long minorUnits, string? reason)
    {
        Unit = unit;
        MinorUnits = minorUnits;
        Reason = reason;
    }

    internal Unit Unit { get; }

    internal long MinorUnits { get; }

    /// <summary>What earlier conversions earn more by this one, where reaching a tier raises them.</summary>
    internal long Raise { get; private init; }

    /// <summary>The number of the tier that this conversion reached, from 1; 0 where it reached none.</summary>
    internal int TierReached { get; private init; }

    /// <summary>Why nothing is granted; <c>null</c> where something is.</summary>
    internal string? Reason { get; }

    internal static FormulaResult Of(Unit unit, long minorUnits) => new(unit, minorUnits, null);

    internal static FormulaResult Nothing(string reason) => new(default, 0, reason);

    internal FormulaResult WithTier(int reached, long raise) => new(Unit, MinorUnits, Reason) { TierReached = reached, Raise = raise };

    /// <summary>The same result with other amounts.</summary>
    internal FormulaResult With(long minorUnits, long raise) => new(Unit, minorUnits, Reason) { Raise = raise, TierReached = TierReached };
}
