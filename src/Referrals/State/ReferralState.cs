using NodaTime;
using Referrals.Attribution;
using Referrals.State.Guarding;

namespace Referrals.State;

/// <summary>A referral, kept with its referee: there is one per referee and program.</summary>
internal sealed record ReferralState
{
    /// <summary>How many waiting rewards are listed here; the one that is one too many takes the list over and begins a new one.</summary>
    internal const int MaxHeldRewards = 16;

    public required ReferralId Id { get; init; }

    public required CustomerId Referrer { get; init; }

    public required Instant CreatedAt { get; init; }

    public required string Evidence { get; init; }

    public string? Code { get; init; }

    public string? ShareId { get; init; }

    public Channel? Channel { get; init; }

    /// <summary>The shares of a referral that is split among several referrers; empty where one has all.</summary>
    public ValueList<ReferralCredit> Credits { get; init; } = [];

    /// <summary>The version of the program in force when the referral was created; it judges the referral's conversions.</summary>
    public required int ProgramVersion { get; init; }

    /// <summary>When the touch happened that made it a referral.</summary>
    public Instant? ClaimedAt { get; init; }

    /// <summary>What holds it; <c>null</c> where nothing does.</summary>
    public ReferralHold? Hold { get; init; }

    /// <summary>How many numbers are kept that the referral counts for; those of the oldest periods go first and then stay as they are. One conversion may need more.</summary>
    internal const int MaxCounts = 16;

    /// <summary>What the referral and its conversions count for beyond the referee, so that a rejection can take it back.</summary>
    public ValueList<CountedTally> Counts { get; init; } = [];

    /// <summary>Whether the referral itself counts for its referrer: once no guard holds it.</summary>
    public bool IsCounted { get; init; }

    /// <summary>When the first conversion happened that qualified for a rule whose rewards end some time after it.</summary>
    public ValueList<NamedInstant> Firsts { get; init; } = [];

    /// <summary>
    /// The latest rewards that wait for its review; the first of them names those before it. Once the review has ended they are let go from the
    /// last to the first, as many at a time as fit into a commit: what is still listed then is due.
    /// </summary>
    public ValueList<RewardId> HeldRewards { get; init; } = [];

    /// <summary>When its last hold ended well; <c>null</c> where there was none.</summary>
    public Instant? ReleasedAt { get; init; }

    /// <summary>Since when it earns nothing any more, and why; <c>null</c> for a referral that stands.</summary>
    public ReferralRejection? Rejection { get; init; }

    /// <summary>When silence decides its review, or since when the rewards that have waited for it are to be let go.</summary>
    internal Instant? DueAt => Hold is { } hold ? hold.Until : HeldRewards.Count > 0 ? Rejection?.At ?? ReleasedAt : null;

    /// <summary>Everybody who shares it.</summary>
    internal ValueList<CustomerId> Referrers =>
        Credits.Count == 0 ? [Referrer] : Credits.Select(static credit => credit.Referrer).ToValueList();

    /// <summary>Whether its rewards wait for a review.</summary>
    internal bool IsHeld => Hold is not null;

    /// <summary>Whether it earns nothing any more.</summary>
    internal bool IsRejected => Rejection is not null;

    /// <summary>Whether a reward was ever granted for the referral.</summary>
    public bool Qualified { get; init; }
}
