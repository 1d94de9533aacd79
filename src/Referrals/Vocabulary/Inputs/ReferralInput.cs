using System.Text.Json.Serialization;
using NodaTime;

namespace Referrals;

/// <summary>
/// A fact that the host reports: somebody enrolled, shared, clicked, signed up, bought, was refunded. Immutable.
/// </summary>
/// <remarks>
/// Every input has an idempotency key. Reporting the same input again, from any worker, has no further effect and gives the
/// same answer. Reporting another input under a used key is refused with the code <c>input.key_reused</c>.
/// </remarks>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Enrollment), "enrollment")]
[JsonDerivedType(typeof(CodeChange), "code_change")]
[JsonDerivedType(typeof(Share), "share")]
[JsonDerivedType(typeof(Touch), "touch")]
[JsonDerivedType(typeof(Identification), "identification")]
[JsonDerivedType(typeof(SignUp), "sign_up")]
[JsonDerivedType(typeof(Conversion), "conversion")]
[JsonDerivedType(typeof(Refund), "refund")]
[JsonDerivedType(typeof(ProgramCost), "cost")]
[JsonDerivedType(typeof(SurveyAnswer), "survey")]
[JsonDerivedType(typeof(CustomerUpdate), "customer_update")]
[JsonDerivedType(typeof(RewardChoice), "reward_choice")]
[JsonDerivedType(typeof(Vesting), "vesting")]
[JsonDerivedType(typeof(Erasure), "erasure")]
[JsonDerivedType(typeof(ReferralReview), "referral_review")]
[JsonDerivedType(typeof(ReferrerBan), "referrer_ban")]
[JsonDerivedType(typeof(RewardReview), "reward_review")]
[JsonDerivedType(typeof(ReviewDeadline), "review_deadline")]
[JsonDerivedType(typeof(Redemption), "redemption")]
[JsonDerivedType(typeof(PayoutStart), "payout_start")]
[JsonDerivedType(typeof(PayoutConfirmation), "payout_confirmation")]
[JsonDerivedType(typeof(PayoutFailure), "payout_failure")]
[JsonDerivedType(typeof(PayoutReturn), "payout_return")]
[JsonDerivedType(typeof(Expiration), "expiration")]
public abstract record ReferralInput
{
    /// <summary>The longest idempotency key, in UTF-16 characters.</summary>
    public const int MaxKeyLength = 256;

    private protected ReferralInput()
    {
    }

    /// <summary>The idempotency key that the host gave, or <c>null</c> for the one that follows from the content.</summary>
    [JsonInclude]
    public string? ExplicitKey { get; internal init; }

    /// <summary>When it happened, whole microseconds; <c>null</c> for "now", as the engine's clock says.</summary>
    [JsonInclude]
    public Instant? OccurredAt { get; internal init; }

    /// <summary>The key that follows from the content when the host gives none.</summary>
    internal abstract string DerivedKey { get; }

    /// <summary>The key in use.</summary>
    internal string Key => ExplicitKey ?? DerivedKey;

    /// <summary>When it happened; only to be asked once the pipeline has filled in the clock's time.</summary>
    internal Instant Time => OccurredAt ?? throw new InvalidOperationException("An input without a time reached a decision.");

    /// <summary>The same input with the time at which it happened; cut to whole microseconds.</summary>
    public ReferralInput At(Instant occurredAt) => this with { OccurredAt = occurredAt.ToMicroseconds() };

    /// <summary>The same input with the clock's time where the host gave none.</summary>
    internal ReferralInput Stamped(Instant now) => OccurredAt is null ? this with { OccurredAt = now.ToMicroseconds() } : this;
}
