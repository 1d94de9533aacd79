namespace Referrals.Crm;

/// <summary>
/// What a field of a CRM can hold: names for <see cref="CrmField.Value"/>. A mapping that is read from a file writes the same texts.
/// </summary>
/// <remarks>
/// Values of a person and of the referral by which the person came fit into <see cref="CrmMapping.Person"/>; values of a referral also into
/// <see cref="CrmMapping.Referral"/>; values of a reward into <see cref="CrmMapping.Reward"/> only.
/// </remarks>
public static class CrmValues
{
    /// <summary>The person's id, as the application calls them.</summary>
    public const string PersonId = "person.id";

    /// <summary>The person's code as it is shown to people; empty for somebody who is not enrolled.</summary>
    public const string PersonCode = "person.code";

    /// <summary>The person's link; empty without one.</summary>
    public const string PersonLink = "person.link";

    /// <summary>
    /// <c>not_enrolled</c>, <c>banned</c>, or whether the code can be used: <c>active</c>, <c>replaced</c>, <c>suspended</c>,
    /// <c>not_started</c>, <c>expired</c>, <c>used_up</c>.
    /// </summary>
    public const string PersonStatus = "person.status";

    /// <summary>Since when the person takes part as a referrer; a time.</summary>
    public const string PersonEnrolledAt = "person.enrolled_at";

    /// <summary>When the person signed up; a time.</summary>
    public const string PersonSignedUpAt = "person.signed_up_at";

    /// <summary>The person's segment.</summary>
    public const string PersonSegment = "person.segment";

    /// <summary>How many friends the person has referred, those rejected later included; a number.</summary>
    public const string PersonFriends = "person.friends";

    /// <summary>
    /// For how many friends a reward of the person has become available and was not taken back in whole; a number. Of a friend who was erased,
    /// each conversion counts as one.
    /// </summary>
    public const string PersonFriendsRewarded = "person.friends_rewarded";

    /// <summary>The referral's id.</summary>
    public const string ReferralId = "referral.id";

    /// <summary>
    /// How far the referral is: <c>signed_up</c>, <c>held</c>, <c>qualified</c>, <c>rewarded</c>, <c>refused</c>, <c>rejected</c>.
    /// </summary>
    public const string ReferralStage = "referral.stage";

    /// <summary>Who referred: a lookup by the external id of <see cref="CrmMapping.Person"/>. Salesforce only.</summary>
    public const string ReferralReferrer = "referral.referrer";

    /// <summary>The id of who referred, as text.</summary>
    public const string ReferralReferrerId = "referral.referrer_id";

    /// <summary>The friend: a lookup. Salesforce only; for <see cref="CrmMapping.Referral"/>.</summary>
    public const string ReferralFriend = "referral.friend";

    /// <summary>The friend's id, as text.</summary>
    public const string ReferralFriendId = "referral.friend_id";

    /// <summary>The code that was used.</summary>
    public const string ReferralCode = "referral.code";

    /// <summary>The channel through which the referrer had shared.</summary>
    public const string ReferralChannel = "referral.channel";

    /// <summary>When the friend signed up; a time.</summary>
    public const string ReferralAt = "referral.at";

    /// <summary>Why the referral is held, was refused or rejected: a stable code.</summary>
    public const string ReferralReason = "referral.reason";

    /// <summary>The reward's id.</summary>
    public const string RewardId = "reward.id";

    /// <summary>The rule that granted the reward.</summary>
    public const string RewardRule = "reward.rule";

    /// <summary>As whom its owner is rewarded: <c>referrer</c> or <c>referee</c>.</summary>
    public const string RewardSide = "reward.side";

    /// <summary>What was granted, in the reward's unit; a number.</summary>
    public const string RewardAmount = "reward.amount";

    /// <summary>The unit of the reward, such as <c>EUR</c> or <c>points</c>.</summary>
    public const string RewardUnit = "reward.unit";

    /// <summary>Where the reward is: <c>held</c>, <c>in_review</c>, <c>vested</c>, <c>reversed</c>, <c>expired</c>.</summary>
    public const string RewardStatus = "reward.status";

    /// <summary>How much of the reward was taken back, in its unit; a number.</summary>
    public const string RewardReversed = "reward.reversed";

    /// <summary>When what earned the reward happened; a time.</summary>
    public const string RewardGrantedAt = "reward.granted_at";

    /// <summary>The application's id of the conversion that earned the reward.</summary>
    public const string RewardConversion = "reward.conversion";

    /// <summary>Whose reward it is: a lookup. Salesforce only.</summary>
    public const string RewardOwner = "reward.owner";

    /// <summary>The id of whose reward it is, as text.</summary>
    public const string RewardOwnerId = "reward.owner_id";

    /// <summary>The friend whose referral or conversion earned the reward: a lookup. Salesforce only.</summary>
    public const string RewardFriend = "reward.friend";

    /// <summary>The id of the friend whose referral or conversion earned the reward, as text.</summary>
    public const string RewardFriendId = "reward.friend_id";

    /// <summary>What the person was granted in a unit, less what was taken back; a number.</summary>
    /// <param name="unit">The unit, such as <c>EUR</c> or <c>points</c>.</param>
    public static string PersonGranted(string unit) => "person.granted:" + unit;

    /// <summary>What the person can use now, in a unit; a number.</summary>
    /// <param name="unit">The unit, such as <c>EUR</c> or <c>points</c>.</param>
    public static string PersonAvailable(string unit) => "person.available:" + unit;

    /// <summary>What the person has earned and cannot use yet, in a unit; a number.</summary>
    /// <param name="unit">The unit, such as <c>EUR</c> or <c>points</c>.</param>
    public static string PersonPending(string unit) => "person.pending:" + unit;

    /// <summary>The same text in each record.</summary>
    /// <param name="text">The text, 1 to 255 characters.</param>
    public static string Constant(string text) => "constant:" + text;

    /// <summary>What the application itself tells of a person by this name (<see cref="CrmPerson.Values"/>), such as a last name.</summary>
    /// <param name="name">The name, 1 to 255 characters.</param>
    public static string Own(string name) => "own:" + name;
}
