namespace Referrals.Rewards;

/// <summary>What one rule makes of one conversion. <c>default</c> grants nothing and has no code.</summary>
public readonly record struct IncentiveOutcome
{
    private readonly Unit _unit;

    internal IncentiveOutcome(string code, bool qualified)
    {
        Code = code;
        IsQualified = qualified;
    }

    internal IncentiveOutcome(in Unit unit, long minorUnits, long raise, int tierReached, bool needsReview)
    {
        _unit = unit;
        MinorUnits = minorUnits;
        RaiseMinorUnits = raise;
        Code = RewardCodes.Granted;
        TierReached = tierReached;
        NeedsReview = needsReview;
        IsQualified = true;
        IsGranted = true;
    }

    /// <summary>Why nothing is granted; <c>reward.granted</c> where something is.</summary>
    /// <remarks>Conditions that do not hold are <c>reward.conditions</c>; which of them, the explanation tells.</remarks>
    public string Code { get; internal init; }

    /// <summary>Whether something is granted.</summary>
    public bool IsGranted { get; }

    /// <summary>Whether the rule's conditions hold, so that the conversion counts for its tiers and milestones.</summary>
    public bool IsQualified { get; }

    /// <summary>What is granted; <c>null</c> for nothing.</summary>
    public Amount? Amount => IsGranted ? Referrals.Amount.FromMinorUnits(MinorUnits, _unit) : null;

    /// <summary>What is granted besides, for earlier conversions that this one raises to a higher tier; <c>null</c> for nothing.</summary>
    public Amount? Raise => RaiseMinorUnits > 0 ? Referrals.Amount.FromMinorUnits(RaiseMinorUnits, _unit) : null;

    /// <summary>Whether the reward goes beyond the tax threshold and waits for a review.</summary>
    public bool NeedsReview { get; }

    /// <summary>The number of the tier or milestone that was reached by this, from 1; 0 for none.</summary>
    public int TierReached { get; internal init; }

    internal long MinorUnits { get; }

    internal long RaiseMinorUnits { get; }

    internal Unit Unit => _unit;
}
