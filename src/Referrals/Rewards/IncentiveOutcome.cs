using Referrals.Rewards.Plans;

namespace Referrals.Rewards;

/// <summary>What one rule makes of one conversion. <c>default</c> grants nothing and has no code.</summary>
public readonly record struct IncentiveOutcome
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
