using System.Text;
using System.Text.Json.Serialization;
using NodaTime;

namespace Referrals;

/// <summary>
/// Something that was decided. Facts are appended to the journal and never changed; state, balances and KPIs are folds of them.
/// </summary>
/// <remarks>One flat shape for all kinds, so that a database can index and group facts; <see cref="FactKind"/> says what is filled.</remarks>
public sealed record Fact
{
    private int _programVersion;

    /// <summary>What happened.</summary>
    public required FactKind Kind { get; init; }

    /// <summary>When it happened, as the application reported it; whole microseconds.</summary>
    [JsonConverter(typeof(InstantJsonConverter))]
    public required Instant OccurredAt { get; init; }

    /// <summary>The customer that the fact is about.</summary>
    public CustomerId? Customer { get; init; }

    /// <summary>The referrer, where there is one.</summary>
    public CustomerId? Referrer { get; init; }

    /// <summary>The visitor of a touch.</summary>
    public VisitorId? Visitor { get; init; }

    /// <summary>The channel.</summary>
    public Channel? Channel { get; init; }

    /// <summary>The customer's segment at that time.</summary>
    public string? Segment { get; init; }

    /// <summary>The application's or our id of the share, conversion, reward, referral, code or cost.</summary>
    public string? Subject { get; init; }

    /// <summary>The incentive rule that spoke.</summary>
    public string? Rule { get; init; }

    /// <summary>A reason code, a conversion's name, a side or a kind of cost.</summary>
    public string? Code { get; init; }

    /// <summary>How much.</summary>
    public Amount? Amount { get; init; }

    /// <summary>The margin of a conversion or refund, in the unit of <see cref="Amount"/>.</summary>
    public Amount? Margin { get; init; }

    /// <summary>A survey's answer, 0 to 10.</summary>
    public int? Score { get; init; }

    /// <summary>The version of the program that decided.</summary>
    public int ProgramVersion { get => _programVersion; init => _programVersion = value; }

    /// <summary>Says of a fact that was just made which version of the program decided it.</summary>
    internal void DecidedBy(int version) => _programVersion = version;

    /// <summary>What is filled, in the order of the members: what a kind of fact has nothing to say about is left out.</summary>
    private bool PrintMembers(StringBuilder builder)
    {
        _ = builder.Append("Kind = ").Append(Kind).Append(", OccurredAt = ").Append(OccurredAt);
        Append(nameof(Customer), Customer);
        Append(nameof(Referrer), Referrer);
        Append(nameof(Visitor), Visitor);
        Append(nameof(Channel), Channel);
        Append(nameof(Segment), Segment);
        Append(nameof(Subject), Subject);
        Append(nameof(Rule), Rule);
        Append(nameof(Code), Code);
        Append(nameof(Amount), Amount);
        Append(nameof(Margin), Margin);
        Append(nameof(Score), Score);
        Append(nameof(ProgramVersion), ProgramVersion == 0 ? null : (int?)ProgramVersion);
        return true;

        void Append<T>(string name, T? value)
        {
            if (value is not null)
            {
                _ = builder.Append(", ").Append(name).Append(" = ").Append(value);
            }
        }
    }
}

/// <summary>What a <see cref="Fact"/> tells. The comment of each member says which of the fact's members it fills.</summary>
public enum FactKind
{
    /// <summary>A referrer got a code. Customer: the referrer. Subject: the code.</summary>
    CodeIssued = 0,

    /// <summary>A referrer shared. Customer: the referrer. Channel. Subject: the share.</summary>
    ShareRecorded = 1,

    /// <summary>
    /// A visitor clicked or typed a code. Referrer. Visitor. Channel. Subject: the share, if known, else the code.
    /// Code: the evidence that it is.
    /// </summary>
    TouchRecorded = 2,

    /// <summary>A visitor turned out to be a customer. Visitor. Customer.</summary>
    VisitorIdentified = 3,

    /// <summary>
    /// Somebody became a customer. Customer. Channel: how the customer was acquired; <c>referral</c> if a referral was
    /// created. Referrer: only then. Segment.
    /// </summary>
    SignedUp = 4,

    /// <summary>A referral was created. Customer: the referee. Referrer. Channel: of the share. Subject: the referral. Code: the evidence.</summary>
    ReferralCreated = 5,

    /// <summary>A referral was claimed and refused. Customer: the referee. Referrer, if known. Code: the reason.</summary>
    ReferralRefused = 6,

    /// <summary>
    /// A referral earned its first reward. Customer: the referee. Referrer. Channel: of the share. Subject: the referral. Code: the evidence.
    /// </summary>
    ReferralQualified = 7,

    /// <summary>A conversion happened. Customer. Referrer, if referred. Subject: the conversion. Code: its name. Amount. Margin. Segment.</summary>
    ConversionRecorded = 8,

    /// <summary>A conversion earned nothing from a rule. Customer. Subject: the conversion. Rule. Code: the reason.</summary>
    ConversionNotRewarded = 9,

    /// <summary>A refund. Customer. Subject: the conversion. Amount and Margin: what went back, as positive numbers.</summary>
    RefundRecorded = 10,

    /// <summary>A reward was granted. Customer: who gets it. Referrer. Subject: the reward. Rule. Amount. Code: the side.</summary>
    RewardGranted = 11,

    /// <summary>A held reward became available. Customer: whose it is. Subject: the reward. Amount. Code: the side.</summary>
    RewardVested = 12,

    /// <summary>A reward was taken back, whole or in part. Customer: whose it was. Subject: the reward. Amount: how much. Code: the side.</summary>
    RewardReversed = 13,

    /// <summary>A cost. Channel. Amount. Code: its kind, such as <c>platform_fee</c>. Subject: the application's id of the cost.</summary>
    CostRecorded = 14,

    /// <summary>A customer answered how likely a recommendation is. Customer. Score: 0 to 10.</summary>
    SurveyAnswered = 15,

    /// <summary>A referral code was suspended, resumed, limited or replaced. Customer: the referrer. Subject: the code. Code: what happened.</summary>
    CodeChanged = 16,

    /// <summary>
    /// A customer reached a tier or milestone of a rule. Customer. Rule. Subject: the conversion. Code: the tier's name, or its number
    /// from 1.
    /// </summary>
    TierReached = 17,

    /// <summary>A reward did not fit into the program's budget any more, for the first time. Rule. Amount: the whole budget.</summary>
    BudgetExhausted = 18,

    /// <summary>
    /// What a rule that is only tried out would have granted. Customer: who would have got it. Rule. Subject: the conversion. Amount.
    /// Code: the side.
    /// </summary>
    ShadowReward = 19,

    /// <summary>
    /// A review of a reward ended. Customer: whose it is. Subject: the reward. Rule. Amount: what is left of it. Code: <c>approved</c>,
    /// <c>rejected</c>, or the same automatically: <c>silence_approved</c>, <c>silence_rejected</c>.
    /// </summary>
    RewardReviewed = 20,

    /// <summary>A reward was not used in time. Customer: whose it was. Subject: the reward. Rule. Amount: what was left of it.</summary>
    RewardExpired = 21,

    /// <summary>A customer used rewards. Customer. Subject: the application's id of the redemption. Amount.</summary>
    RewardRedeemed = 22,

    /// <summary>A payout was started. Customer. Subject: the payout. Code: the batch. Amount: what was set aside for it.</summary>
    PayoutStarted = 23,

    /// <summary>A payout has arrived. Customer. Subject: the payout. Amount: what the customer got.</summary>
    PayoutPaid = 24,

    /// <summary>A payout failed; the amount is available again. Customer. Subject: the payout. Amount. Code: the application's reason.</summary>
    PayoutFailed = 25,

    /// <summary>The fee of a payout that has arrived. Customer. Subject: the payout. Amount. Code: who bears it, <c>owner</c> or <c>program</c>.</summary>
    PayoutFeeTaken = 26,

    /// <summary>
    /// A part of what was taken back had been used before. Customer. Subject: the reward. Rule. Amount. Code: <c>owed</c> or
    /// <c>written_off</c>, contained in the amount of the <see cref="RewardReversed"/> beside it; or <c>recovered</c>, where what had been written off
    /// came back unused.
    /// </summary>
    RewardShortfall = 27,

    /// <summary>Rewards were set off against what their owner owed. Customer. Amount.</summary>
    DebtSetOff = 28,

    /// <summary>
    /// The money of a payout that had arrived came back. Customer. Subject: the payout. Amount: what is available again. Code: the
    /// application's reason.
    /// </summary>
    PayoutReturned = 29,

    /// <summary>
    /// A conversion was corrected. It happened when the conversion did. Customer. Referrer, if referred. Subject: the conversion. Code: its name.
    /// Amount and Margin: by how much it is worth more, negative for less. Segment.
    /// </summary>
    ConversionAmended = 30,

    /// <summary>
    /// A refund did not stand. Customer. Subject: the conversion. Code: its name. Amount and Margin: what did not go back after all, as positive
    /// numbers.
    /// </summary>
    RefundCancelled = 31,

    /// <summary>What a customer had redeemed is available again. Customer. Subject: the application's id of the redemption. Amount: how much of it.</summary>
    RedemptionCancelled = 32,

    /// <summary>A referral is held for review. Customer: the referee. Referrer. Subject: the referral. Code: the first guard that holds it.</summary>
    ReferralHeld = 40,

    /// <summary>A held referral was approved. Customer: the referee. Referrer. Subject: the referral. Code: by whom, review or silence.</summary>
    ReferralApproved = 41,

    /// <summary>A referral was rejected and earns nothing any more. Customer: the referee. Referrer. Subject: the referral. Code: why.</summary>
    ReferralRejected = 42,

    /// <summary>A customer may not refer any more. Customer: the referrer. Code: <c>ban</c>.</summary>
    ReferrerBanned = 43,

    /// <summary>A customer may refer again. Customer: the referrer. Code: <c>ban_lifted</c>.</summary>
    ReferrerBanLifted = 44,

    /// <summary>The program was changed while it was running. Subject: the version, where it is about one. Code: the <see cref="ProgramChangeKind"/>.</summary>
    ProgramChanged = 45,

    /// <summary>A rejected referral counts again. Customer: the referee. Referrer. Subject: the referral. Code: <c>reinstated</c>.</summary>
    ReferralReinstated = 46,

    /// <summary>A person was forgotten. Customer: the surrogate, which leads back to nobody.</summary>
    PersonErased = 50,
}
