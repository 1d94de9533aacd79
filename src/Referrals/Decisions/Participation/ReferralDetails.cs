using System.Text.Json.Serialization;
using NodaTime;
using Referrals.Attribution;
using Referrals.Codes;
using Referrals.Explanations;
using Referrals.Ledger;

namespace Referrals;

/// <summary>How far a referral is, from the click to the reward.</summary>
public enum ReferralStage
{
    /// <summary>A visitor followed the referrer's link or typed the code, and is not known as a customer yet.</summary>
    Clicked = 0,

    /// <summary>The friend has signed up; nothing has earned a reward yet.</summary>
    SignedUp = 1,

    /// <summary>Guards hold the referral until somebody has looked at it, or until the deadline of the review.</summary>
    Held = 2,

    /// <summary>The friend has done what is rewarded; the referrer's reward is not available yet, or went to the friend alone.</summary>
    Qualified = 3,

    /// <summary>A reward of the referrer for this friend has become available.</summary>
    Rewarded = 4,

    /// <summary>The referral was claimed at the sign-up and refused; there is none.</summary>
    Refused = 5,

    /// <summary>The referral was rejected, by a review, by the end of one, or by a guard at a conversion. It earns nothing any more.</summary>
    Rejected = 6,
}

/// <summary>A referral as it stands: who referred whom, since when, by what evidence, and how far it is.</summary>
/// <remarks>For the team: it names both persons. What a referrer may see of it is a <see cref="Friend"/>. Equal by value.</remarks>
public sealed record ReferralDetails
{
    internal ReferralDetails()
    {
    }

    /// <summary>The referral's id; <c>null</c> for one that was refused at the sign-up.</summary>
    public ReferralId? Id { get; internal init; }

    /// <summary>The friend; <c>null</c> for a person who was erased.</summary>
    public required CustomerId? Referee { get; init; }

    /// <summary>The referrer, or the one with the largest share; <c>null</c> for a person who was erased or was never found.</summary>
    public required CustomerId? Referrer { get; init; }

    /// <summary>Among how many referrers it is shared; 1 for nearly all, 0 where none was found.</summary>
    public int Referrers { get; internal init; } = 1;

    /// <summary>How far it is.</summary>
    public required ReferralStage Stage { get; init; }

    /// <summary>When the friend signed up.</summary>
    [JsonConverter(typeof(OptionalInstantJsonConverter))]
    public required Instant? SignedUpAt { get; init; }

    /// <summary>When the click or the entry of the code happened that it rests on; <c>null</c> for a refused one.</summary>
    [JsonConverter(typeof(OptionalInstantJsonConverter))]
    public Instant? ClaimedAt { get; internal init; }

    /// <summary>What it rests on; <c>null</c> for a refused one.</summary>
    public Evidence? Evidence { get; internal init; }

    /// <summary>The code that was used, as it is stored: a chosen one by what it looks like, so 0 for O; <c>null</c> for none.</summary>
    public ReferralCode? Code { get; internal init; }

    /// <summary>Through which channel the referrer had shared, where that is known.</summary>
    public Channel? Channel { get; internal init; }

    /// <summary>The version of the program that judges it; <c>null</c> for a refused one.</summary>
    public int? ProgramVersion { get; internal init; }

    /// <summary>Since when it is held; <c>null</c> where it is not.</summary>
    [JsonConverter(typeof(OptionalInstantJsonConverter))]
    public Instant? HeldSince { get; internal init; }

    /// <summary>The codes of the guards that hold it; empty where none does.</summary>
    public IReadOnlyList<string> HeldBy => Guards;

    /// <summary>When the review ends by itself; <c>null</c> for one that only a verdict ends, and where it is not held.</summary>
    [JsonConverter(typeof(OptionalInstantJsonConverter))]
    public Instant? ReviewUntil { get; internal init; }

    /// <summary>What happens at <see cref="ReviewUntil"/> if nobody has decided; <c>null</c> where nothing does.</summary>
    public WhenOverdue? OnSilence { get; internal init; }

    /// <summary>Why it is held, was refused or was rejected: a stable code; <c>null</c> for a referral that stands.</summary>
    public string? Reason { get; internal init; }

    /// <summary>What the reviewer wrote at a rejection; <c>null</c> for nothing. Not for participants.</summary>
    public string? Note { get; internal init; }

    internal ValueList<string> Guards { get; init; } = [];

    /// <summary>The referral of a customer, as it stands at an instant; <c>null</c> where none was ever claimed.</summary>
    /// <param name="state">The customer's record.</param>
    /// <param name="isRewarded">Whether a reward of the referrer for it has become available.</param>
    /// <param name="now">The instant: the deadline of a review that is over counts as passed.</param>
    /// <param name="person">Who is behind a stored name.</param>
    internal static ReferralDetails? Of(CustomerState state, bool isRewarded, Instant now, Func<CustomerId, CustomerId?> person)
    {
        if (state.Referral is not { } referral)
        {
            return state.Refused is not { } refused ? null : new ReferralDetails
            {
                Referee = person(state.Customer),
                Referrer = refused.Referrer is { } claimed ? person(claimed) : null,
                Referrers = refused.Referrer is null ? 0 : 1,
                Stage = ReferralStage.Refused,
                SignedUpAt = state.SignedUpAt,
                Reason = refused.Code,
            };
        }

        var over = referral.Hold is { } ended && ended.IsOver(now);
        var hold = over ? null : referral.Hold;
        var isRejected = referral.IsRejected || (over && referral.Hold!.OnSilence == WhenOverdue.Reject);
        return new ReferralDetails
        {
            Id = referral.Id,
            Referee = person(state.Customer),
            Referrer = person(referral.Referrer),
            Referrers = referral.Referrers.Count,
            Stage = isRejected ? ReferralStage.Rejected
                : hold is not null ? ReferralStage.Held
                : isRewarded ? ReferralStage.Rewarded
                : referral.Qualified ? ReferralStage.Qualified
                : ReferralStage.SignedUp,
            SignedUpAt = state.SignedUpAt,
            ClaimedAt = referral.ClaimedAt,
            Evidence = Enum.TryParse<Evidence>(referral.Evidence, out var evidence) ? evidence : null,
            Code = referral.Code is { } code ? ReferralCode.From(code) : null,
            Channel = referral.Channel,
            ProgramVersion = referral.ProgramVersion,
            HeldSince = hold?.Since,
            Guards = hold?.By ?? [],
            ReviewUntil = hold?.Until,
            OnSilence = hold?.Until is null ? null : hold.OnSilence,
            Reason = referral.Rejection?.Code ?? (isRejected ? HeldReferrals.BySilence : hold?.By[0]),
            Note = referral.Rejection?.Reason,
        };
    }
}

/// <summary>A held referral on the work list of those who review, with what was found.</summary>
public sealed record HeldReferral
{
    internal HeldReferral(ReferralDetails referral, IEnumerable<Check> evidence)
    {
        Referral = referral;
        EvidenceList = evidence.ToValueList();
    }

    /// <summary>The referral: since when it is held and by which guards, until when, and what happens then.</summary>
    public ReferralDetails Referral { get; }

    /// <summary>
    /// What the guards found, as it was stored with the decision that holds the referral. Empty where that decision is not among the friend's latest 50.
    /// </summary>
    public IReadOnlyList<Check> Evidence => EvidenceList;

    private ValueList<Check> EvidenceList { get; }
}

/// <summary>A friend as the referrer may see them: how far it is and why, under the application's own label, with nothing personal.</summary>
public sealed record Friend
{
    internal Friend()
    {
    }

    /// <summary>
    /// The friend's id, for the application: to label the friend, or to ask more. Do not show it to the referrer. <c>null</c> for a person who was
    /// erased, and for a visitor who is not known yet.
    /// </summary>
    public CustomerId? Customer { get; internal init; }

    /// <summary>What the application calls the friend towards the referrer, such as "Ben K."; <c>null</c> where it has given none.</summary>
    public string? Label { get; internal init; }

    /// <summary>How far it is.</summary>
    public required ReferralStage Stage { get; init; }

    /// <summary>When the friend signed up; of a visitor who is not known yet, the latest click.</summary>
    [JsonConverter(typeof(OptionalInstantJsonConverter))]
    public required Instant? Since { get; init; }

    /// <summary>Through which channel the referrer had shared, where that is known.</summary>
    public Channel? Channel { get; internal init; }

    /// <summary>Why it is held, was refused or rejected: a stable code; <c>null</c> for a friend who counts.</summary>
    public string? Reason { get; internal init; }

    /// <summary>The reason in a sentence that a participant may read; <c>null</c> for a friend who counts.</summary>
    public string? Words => ToText(ReferralTexts.English);

    /// <summary>When a held referral is decided if nobody does; <c>null</c> where nothing waits for that.</summary>
    [JsonConverter(typeof(OptionalInstantJsonConverter))]
    public Instant? ReviewUntil { get; internal init; }

    /// <summary>What the referrer was granted for this friend, the latest reward first, at most <see cref="MaxRewards"/>; empty for nothing.</summary>
    public IReadOnlyList<CustomerReward> Rewards => RewardList;

    /// <summary>How many rewards of one friend are shown at most.</summary>
    public const int MaxRewards = 20;

    internal ValueList<CustomerReward> RewardList { get; init; } = [];

    internal static Friend Of(ReferralDetails referral, IEnumerable<CustomerReward> rewards) => new()
    {
        Customer = referral.Referee,
        Stage = referral.Stage,
        Since = referral.SignedUpAt,
        Channel = referral.Channel,
        Reason = referral.Reason,
        ReviewUntil = referral.ReviewUntil,
        RewardList = rewards.ToValueList(),
    };

    internal static Friend Of(VisitorState visitor) => new()
    {
        Stage = ReferralStage.Clicked,
        Since = visitor.Touches[^1].At,
        Channel = visitor.Touches[^1].Channel,
    };

    /// <summary>What the referrer may know of why the referral does not count, or not yet, in the words of a language; <c>null</c> where it counts.</summary>
    public string? ToText(ReferralTexts texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return Stage switch
        {
            ReferralStage.Held => texts.Text("line.referral_held"),
            ReferralStage.Rejected => texts.Text("line.referral_rejected"),
            ReferralStage.Refused => (Reason is { } code ? CheckText.Participant(code, Side.Referrer, texts) : null) ?? texts.Text("line.referral_refused"),
            _ => null,
        };
    }
}

/// <summary>A reward as it stands: what for, how much of it is left, and what happens to it next and when.</summary>
/// <remarks>Equal by value.</remarks>
public sealed record CustomerReward
{
    internal CustomerReward()
    {
    }

    /// <summary>The reward.</summary>
    public required RewardId Id { get; init; }

    /// <summary>The incentive rule that granted it.</summary>
    public required string Rule { get; init; }

    /// <summary>As whom its owner is rewarded.</summary>
    public required Side Side { get; init; }

    /// <summary>Whose it is; <c>null</c> for a person who was erased.</summary>
    public required CustomerId? Owner { get; init; }

    /// <summary>The friend whose referral or conversion earned it; <c>null</c> for a person who was erased.</summary>
    public required CustomerId? Referee { get; init; }

    /// <summary>The conversion that earned it; <c>null</c> where the referral itself did.</summary>
    public required string? ConversionId { get; init; }

    /// <summary>What was granted.</summary>
    public required Amount Granted { get; init; }

    /// <summary>When the conversion or referral that earned it happened.</summary>
    [JsonConverter(typeof(InstantJsonConverter))]
    public required Instant GrantedAt { get; init; }

    /// <summary>
    /// Where it is: held, in review, vested, reversed once all of it was taken back, or expired once all that was left of it has. Of a vested one,
    /// <see cref="Available"/> tells how much can still be used.
    /// </summary>
    public required RewardStage Stage { get; init; }

    /// <summary>Why it waits or was taken back: a stable code, such as that of the guard that holds the referral; <c>null</c> where nothing is wrong.</summary>
    public string? Reason { get; internal init; }

    /// <summary>Whether it waits for people: for its own review, or for that of its referral.</summary>
    public bool WaitsForReview { get; internal init; }

    /// <summary>What happens to it next if nobody does anything; <c>null</c> where nothing does, or only a verdict can move it.</summary>
    public RewardStage? Next { get; internal init; }

    /// <summary>When that happens; <c>null</c> with <see cref="Next"/>.</summary>
    [JsonConverter(typeof(OptionalInstantJsonConverter))]
    public Instant? NextAt { get; internal init; }

    /// <summary>How much of it can be used now. Zero for one that was pooled with others because its owner has too many.</summary>
    public required Amount Available { get; init; }

    /// <summary>How much was taken back.</summary>
    public required Amount Reversed { get; init; }

    /// <summary>How much was not used in time.</summary>
    public required Amount Expired { get; init; }

    /// <param name="reward">The reward, as it is by now.</param>
    /// <param name="account">The owner's account in its unit, as it is by now; <c>null</c> for none.</param>
    /// <param name="referee">The friend's record; <c>null</c> where it was not asked for.</param>
    /// <param name="now">The instant.</param>
    /// <param name="person">Who is behind a stored name.</param>
    internal static CustomerReward Of(
        RewardState reward, AccountState? account, CustomerState? referee, Instant now, Func<CustomerId, CustomerId?> person)
    {
        var unit = reward.Granted.Unit;
        var lots = (account?.Lots ?? []).Where(lot => lot.Reward == reward.Id && lot.IsUsableAt(now)).ToArray();
        var hold = reward.WaitsForReferral ? referee?.Referral?.Hold : null;
        var (next, at) = NextOf(reward, hold, lots.Min(static lot => lot.ExpiresAt));
        return new CustomerReward
        {
            Id = reward.Id,
            Rule = reward.Rule,
            Side = reward.Side,
            Owner = person(reward.Owner),
            Referee = person(reward.Referee),
            ConversionId = reward.ConversionId,
            Granted = reward.Granted,
            GrantedAt = reward.GrantedAt,
            Stage = reward.Stage,
            Reason = ReasonOf(reward, hold, referee),
            WaitsForReview = reward.Stage == RewardStage.InReview || (reward.IsPending && reward.WaitsForReferral),
            Next = next,
            NextAt = at,
            Available = Amount.FromMinorUnits(lots.Sum(static lot => lot.Left), unit),
            Reversed = Amount.FromMinorUnits(reward.Reversed, unit),
            Expired = Amount.FromMinorUnits(reward.Expired, unit),
        };
    }

    private static (RewardStage? Next, Instant? At) NextOf(RewardState reward, ReferralHold? hold, Instant? expiry) => reward.Stage switch
    {
        RewardStage.InReview when reward.ReviewUntil is { } until => (AfterSilence(reward, until), until),
        RewardStage.Held when hold is { Until: { } until } => hold.OnSilence == WhenOverdue.Reject
            ? (RewardStage.Reversed, until)
            : (RewardStage.Vested, Instant.Max(until, reward.HeldUntil ?? until)),
        RewardStage.Held when !reward.WaitsForReferral && reward.HeldUntil is { } until => (RewardStage.Vested, until),
        RewardStage.Vested when expiry is { } until => (RewardStage.Expired, until),
        _ => (null, null),
    };

    private static RewardStage AfterSilence(RewardState reward, Instant until) =>
        reward.OnSilence == WhenOverdue.Reject ? RewardStage.Reversed
        : reward.WaitsForReferral || reward.HeldUntil > until ? RewardStage.Held
        : RewardStage.Vested;

    private static string? ReasonOf(RewardState reward, ReferralHold? hold, CustomerState? referee) => reward.Stage switch
    {
        RewardStage.Held when hold is not null => hold.By[0],
        RewardStage.Reversed when referee?.Referral?.Rejection is { } rejection => rejection.Code,
        _ when reward.Reversed > 0 => reward.TakenBackFor ?? DecisionCodes.RefundReversed,
        _ => null,
    };
}
