using NodaTime;
using Referrals.Ledger.Life;
using Referrals.Rewards;

namespace Referrals.State;

/// <summary>
/// A granted reward and where it is in its life. Up to its vesting it moves as a whole; from then on what is left of it is a lot of its
/// owner's account, which parts of it leave.
/// </summary>
internal sealed record RewardState
{
    public required RewardId Id { get; init; }

    public required string Rule { get; init; }

    public required Side Side { get; init; }

    public required CustomerId Owner { get; init; }

    /// <summary>Who earned what goes to a cause; <c>null</c> where the owner did.</summary>
    public CustomerId? Earner { get; init; }

    public required CustomerId Referee { get; init; }

    /// <summary>The conversion that earned it; <c>null</c> where a referral did.</summary>
    public string? ConversionId { get; init; }

    public required Amount Granted { get; init; }

    public required Instant GrantedAt { get; init; }

    /// <summary>Held, in review, vested; reversed once all of it is taken back; expired once all that was left of it has expired.</summary>
    public RewardStage Stage { get; init; }

    /// <summary>When the hold ends; <c>null</c> for a reward that was never held.</summary>
    public Instant? HeldUntil { get; init; }

    /// <summary>Whether the referral is held for review, so that the reward cannot vest before that has ended.</summary>
    public bool WaitsForReferral { get; init; }

    /// <summary>The rewards that were listed by the referral before this one took the list over; see <see cref="ReferralState.HeldRewards"/>.</summary>
    public ValueList<RewardId> ListedBefore { get; init; } = [];

    /// <summary>The first instant at which silence has decided a review; <c>null</c> for a review that nobody's silence ends.</summary>
    public Instant? ReviewUntil { get; init; }

    public WhenOverdue OnSilence { get; init; }

    /// <summary>What was taken back so far, in smallest parts.</summary>
    public long Reversed { get; init; }

    /// <summary>Whether it rests on a mark: then it goes back with the mark, not with a part of one conversion.</summary>
    public bool IsOfMark { get; init; }

    /// <summary>What the rule's marks took back of it, in smallest parts.</summary>
    public long Lost { get; init; }

    /// <summary>What expired so far and was not taken back afterwards, in smallest parts.</summary>
    public long Expired { get; init; }

    /// <summary>The limits that get room back when the reward is taken back.</summary>
    public ValueList<CountedTally> Uses { get; init; } = [];

    public required RefundPolicy OnRefund { get; init; }

    public required int ProgramVersion { get; init; }

    /// <summary>Whether the reward counts as pending.</summary>
    internal bool IsPending => Stage is RewardStage.Held or RewardStage.InReview;

    /// <summary>What was not taken back.</summary>
    internal Amount Left => Amount.FromMinorUnits(Granted.MinorUnits - Reversed, Granted.Unit);
}
