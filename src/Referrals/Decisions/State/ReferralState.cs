using System.Text.Json.Serialization;
using NodaTime;
using Referrals.Attribution;
using Referrals.Ledger;

namespace Referrals;

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
    public ValueList<ReferralCredit> Credits { get; init => field = value ?? []; } = [];

    /// <summary>The version of the program in force when the referral was created; it judges the referral's conversions.</summary>
    public required int ProgramVersion { get; init; }

    /// <summary>When the touch happened that made it a referral.</summary>
    public Instant? ClaimedAt { get; init; }

    /// <summary>What holds it; <c>null</c> where nothing does.</summary>
    public ReferralHold? Hold { get; init; }

    /// <summary>
    /// How many numbers are kept that the referral counts for; those of the oldest periods go first and then stay as they are. One conversion
    /// may need more.
    /// </summary>
    internal const int MaxCounts = 16;

    /// <summary>
    /// What the referral and its conversions count for beyond the referee, so that a rejection can take it back; and what they would count for, while it is
    /// rejected, so that a reinstatement can count it again.
    /// </summary>
    public ValueList<CountedTally> Counts { get; init => field = value ?? []; } = [];

    /// <summary>Whether the referral itself counts for its referrer: once no guard holds it.</summary>
    public bool IsCounted { get; init; }

    /// <summary>When the first conversion happened that qualified for a rule whose rewards end some time after it.</summary>
    public ValueList<NamedInstant> Firsts { get; init => field = value ?? []; } = [];

    /// <summary>
    /// The latest rewards that wait for its review; the first of them names those before it. Once the review has ended they are let go from the
    /// last to the first, as many at a time as fit into a commit: what is still listed then is due.
    /// </summary>
    public ValueList<RewardId> HeldRewards { get; init => field = value ?? []; } = [];

    /// <summary>When its last hold ended well; <c>null</c> where there was none.</summary>
    public Instant? ReleasedAt { get; init; }

    /// <summary>Since when it earns nothing any more, and why; <c>null</c> for a referral that stands.</summary>
    public ReferralRejection? Rejection { get; init; }

    /// <summary>
    /// While it is rejected: the first conversion that is judged, or judged again, once it is reinstated, in the order of arrival. Each names the
    /// next, as those do that wait for a sign-up.
    /// </summary>
    public string? AsideFirst { get; init; }

    /// <summary>The last of those conversions.</summary>
    public string? AsideLast { get; init; }

    /// <summary>How often it was reinstated.</summary>
    public int Reinstated { get; init; }

    /// <summary>When it was reinstated the last time; <c>null</c> for never.</summary>
    public Instant? ReinstatedAt { get; init; }

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

/// <summary>What holds a referral, since when, and until when somebody is to review it.</summary>
internal sealed record ReferralHold
{
    public required Instant Since { get; init; }

    /// <summary>The codes of the guards.</summary>
    public required ValueList<string> By { get; init; }

    /// <summary>When silence decides; <c>null</c> for never.</summary>
    public Instant? Until { get; init; }

    public WhenOverdue OnSilence { get; init; }

    internal bool IsOver(Instant at) => Until <= at;
}

/// <summary>Since when a referral earns nothing any more, and why.</summary>
internal sealed record ReferralRejection
{
    public required Instant At { get; init; }

    /// <summary>What rejected it: a guard, a review, or silence.</summary>
    public required string Code { get; init; }

    public string? Reason { get; init; }
}

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
    public ValueList<RewardId> ListedBefore { get; init => field = value ?? []; } = [];

    /// <summary>The first instant at which silence has decided a review; <c>null</c> for a review that nobody's silence ends.</summary>
    public Instant? ReviewUntil { get; init; }

    public WhenOverdue OnSilence { get; init; }

    /// <summary>Who granted it by hand; <c>null</c> where a rule did.</summary>
    public string? GrantedBy { get; init; }

    /// <summary>When a reward that was granted by hand can no longer be used; <c>null</c> for never, and for those that a rule granted.</summary>
    public Instant? ExpiresAt { get; init; }

    /// <summary>What was taken back so far, in smallest parts.</summary>
    public long Reversed { get; init; }

    /// <summary>Whether a review took it back, which is final: no correction of its conversion grants it again.</summary>
    public bool IsRejected { get; init; }

    /// <summary>Why some of it was taken back the last time; <c>null</c> where a refund or another correction of its conversion did.</summary>
    public string? TakenBackFor { get; init; }

    /// <summary>Whether it rests on a mark: then it goes back with the mark, not with a part of one conversion.</summary>
    public bool IsOfMark { get; init; }

    /// <summary>What the rule's marks took back of it, in smallest parts.</summary>
    public long Lost { get; init; }

    /// <summary>What expired so far and was not taken back afterwards, in smallest parts.</summary>
    public long Expired { get; init; }

    /// <summary>What was taken back after its use at the program's loss, in smallest parts; less what came back unused after all.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long WrittenOff { get; init; }

    /// <summary>The limits that get room back when the reward is taken back.</summary>
    public ValueList<CountedTally> Uses { get; init => field = value ?? []; } = [];

    public required RefundPolicy OnRefund { get; init; }

    public required int ProgramVersion { get; init; }

    /// <summary>Whether somebody granted it; then no referral and no order stands behind it.</summary>
    internal bool IsByHand => GrantedBy is not null;

    /// <summary>Whether the reward counts as pending.</summary>
    internal bool IsPending => Stage is RewardStage.Held or RewardStage.InReview;

    /// <summary>What was not taken back.</summary>
    internal Amount Left => Amount.FromMinorUnits(Granted.MinorUnits - Reversed, Granted.Unit);
}
