using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using NodaTime;

namespace Referrals;

/// <summary>
/// A fact that the application reports: somebody enrolled, shared, clicked, signed up, bought, was refunded. Immutable.
/// </summary>
/// <remarks>
/// Every input has an identity: the application's id of it, such as that of the order, refund or redemption; where it has none, what it says and
/// when it happened. Reporting the same input again, from any worker and under any key, has no further effect and gives the first answer.
/// A key of the application's own, given by <c>WithKey</c>, is one more name of the input: reporting it again under that key is a repetition
/// even where the time is another one. When an input was stamped never tells two inputs apart that have the same id or key.
/// What was refused for something that may still come can be reported again; <c>docs/repetition.md</c> says which refusals are final.
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
[JsonDerivedType(typeof(RefundCancellation), "refund_cancellation")]
[JsonDerivedType(typeof(Amendment), "amendment")]
[JsonDerivedType(typeof(ProgramCost), "cost")]
[JsonDerivedType(typeof(SurveyAnswer), "survey")]
[JsonDerivedType(typeof(CustomerUpdate), "customer_update")]
[JsonDerivedType(typeof(RewardChoice), "reward_choice")]
[JsonDerivedType(typeof(Vesting), "vesting")]
[JsonDerivedType(typeof(Erasure), "erasure")]
[JsonDerivedType(typeof(ReferralReview), "referral_review")]
[JsonDerivedType(typeof(ReferralReinstatement), "referral_reinstatement")]
[JsonDerivedType(typeof(ReferralDeadline), "referral_deadline")]
[JsonDerivedType(typeof(ReferrerBan), "referrer_ban")]
[JsonDerivedType(typeof(RewardReview), "reward_review")]
[JsonDerivedType(typeof(ReviewDeadline), "review_deadline")]
[JsonDerivedType(typeof(Redemption), "redemption")]
[JsonDerivedType(typeof(ManualReward), "manual_reward")]
[JsonDerivedType(typeof(Clawback), "clawback")]
[JsonDerivedType(typeof(RedemptionCancellation), "redemption_cancellation")]
[JsonDerivedType(typeof(PayoutStart), "payout_start")]
[JsonDerivedType(typeof(PayoutConfirmation), "payout_confirmation")]
[JsonDerivedType(typeof(PayoutFailure), "payout_failure")]
[JsonDerivedType(typeof(PayoutReturn), "payout_return")]
[JsonDerivedType(typeof(Expiration), "expiration")]
[JsonDerivedType(typeof(CatchUp), "catch_up")]
[JsonDerivedType(typeof(ProgramChange), "program_change")]
public abstract record ReferralInput
{
    /// <summary>The longest idempotency key, in UTF-16 characters.</summary>
    public const int MaxKeyLength = TextRule.MaxKeyLength;

    private protected ReferralInput()
    {
    }

    /// <summary>The application's own idempotency key, or <c>null</c> if it gave none. These keys have a space of their own.</summary>
    [JsonInclude]
    public string? ExplicitKey { get; internal init; }

    /// <summary>
    /// Who in the application's team reported it, for the journal: an operator's name or id, as the application calls its people; <c>null</c> for
    /// what the application reports by itself. No rule reads it, and it is no part of the input's identity. Where it matters who decides, the input
    /// says so itself: <see cref="RewardReview.By"/>, <see cref="ManualReward.By"/>, <see cref="Clawback.By"/>.
    /// </summary>
    [JsonInclude]
    public string? Actor { get; internal init; }

    /// <summary>When it happened, whole microseconds; <c>null</c> for "now", as the engine's clock says.</summary>
    [JsonInclude]
    [JsonConverter(typeof(OptionalInstantJsonConverter))]
    public Instant? OccurredAt { get; internal init; }

    /// <summary>Texts that are not kept as they were typed; <c>null</c> for none. The explanation tells of them.</summary>
    [JsonInclude]
    [JsonConverter(typeof(ValueListJsonConverter<TextChange>))]
    internal ValueList<TextChange>? TextChanges { get; init; }

    /// <summary>Which state of a record asked for this, where the passing of time did; <c>null</c> for what the application reports.</summary>
    [JsonInclude]
    internal long? DueVersion { get; init; }

    /// <summary>The identity of an input of which an erasure has taken a part that made it; <c>null</c> for all others.</summary>
    [JsonInclude]
    internal string? KeptKey { get; init; }

    /// <summary>The identity of the input, as text: its kind and the application's id of it, or all that it says.</summary>
    internal abstract string DerivedKey { get; }

    /// <summary>Whose conversions may have waited for the input, so that they are judged right after it; <c>null</c> where none does.</summary>
    internal CustomerId? AwaitedBy => this switch
    {
        SignUp signUp => signUp.Customer,
        ReferralReinstatement reinstatement => reinstatement.Referee,
        _ => null,
    };

    /// <summary>Whose balance the input uses, so that what is due for it has to have happened; <c>null</c> for inputs that use none.</summary>
    internal CustomerId? Uses => this switch
    {
        Redemption redemption => redemption.Customer,
        PayoutStart payout => payout.Customer,
        _ => null,
    };

    /// <summary>
    /// Whether the input only says how late it is. Such an input may be asked at any time: a refusal of it is no news, is not stored and is never
    /// repeated.
    /// </summary>
    internal bool IsPassingOfTime => this is Vesting or ReviewDeadline or ReferralDeadline or Expiration or CatchUp;

    /// <summary>The key under which the input is decided once. What falls due asks again as soon as its record has changed.</summary>
    internal string Key => KeptKey
        ?? (DueVersion is { } version ? KeyText.Of("due", version.ToString(CultureInfo.InvariantCulture), DerivedKey) : DerivedKey);

    /// <summary>The time as a part of the identity of what may be said more than once; <c>null</c> while there is none.</summary>
    private protected string? Stamp => OccurredAt?.ToUnixTimeTicks().ToString(CultureInfo.InvariantCulture);

    /// <summary>When it happened; only to be asked once the pipeline has filled in the clock's time.</summary>
    internal Instant Time => OccurredAt ?? throw new InvalidOperationException("An input without a time reached a decision.");

    /// <summary>The same input with the time at which it happened; cut to whole microseconds.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The time is before 1900, or not before the year 3000.</exception>
    public ReferralInput At(Instant occurredAt) => this with { OccurredAt = SupportedTime.Check(occurredAt) };

    /// <summary>The same input with the clock's time where the application gave none.</summary>
    internal ReferralInput Stamped(Instant now) => OccurredAt is null ? this with { OccurredAt = Clock(now) } : this;

    /// <summary>What is kept of a text that somebody typed, and the input's changes with its own.</summary>
    private protected (string? Text, ValueList<TextChange>? Changes) Typed(string field, string? typed, TextRule rule)
    {
        var (text, change) = rule.Tidy(typed);
        return (text, TextChange.With(TextChanges, field, typed, rule, change));
    }

    /// <summary>As <see cref="Typed"/>, for a reason that has to be there.</summary>
    private protected (string Text, ValueList<TextChange>? Changes) Reasoned(string reason)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        var (text, changes) = Typed("reason", reason, TextRule.Opaque);
        return (text ?? throw new ArgumentException("A reason must hold more than control characters.", nameof(reason)), changes);
    }

    private static Instant Clock(Instant now) => SupportedTime.Holds(now)
        ? now.ToMicroseconds()
        : throw new ReferralsException(
            $"The clock says {now}, which is not from {SupportedTime.First} on and before {SupportedTime.End}. Nothing was stored; set the clock right.");
}

/// <summary>What all inputs can be told besides their content: when it happened, and under which key it is reported.</summary>
/// <typeparam name="TSelf">The input itself.</typeparam>
public abstract record ReferralInputOf<TSelf> : ReferralInput
    where TSelf : ReferralInputOf<TSelf>
{
    private protected ReferralInputOf()
    {
    }

    /// <summary>The same input with the time at which it happened; cut to whole microseconds.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The time is before 1900, or not before the year 3000.</exception>
    public new TSelf At(Instant occurredAt) => (TSelf)(OccurredAt == occurredAt ? this : this with { OccurredAt = SupportedTime.Check(occurredAt) });

    /// <summary>The same input with who in the application's team reported it.</summary>
    /// <param name="actor">The operator's name or id; control characters are taken out, and what is longer than 128 characters is cut.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public TSelf ReportedBy(string actor)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(actor);
        var (text, _) = TextRule.Opaque.Tidy(actor);
        return (TSelf)(this with { Actor = text ?? throw new ArgumentException("A name must hold more than control characters.", nameof(actor)) });
    }

    /// <summary>The same input under the application's own idempotency key, such as the id of a message.</summary>
    /// <param name="key">
    /// 1 to <see cref="ReferralInput.MaxKeyLength"/> characters, unique among the keys that the application gives to inputs of a program. No key
    /// can get in the way of an input that was not given it.
    /// </param>
    /// <exception cref="ArgumentException">
    /// The key is empty, too long, begins or ends with white space, or holds a control character or half of a surrogate pair.
    /// </exception>
    public TSelf WithKey(string key) => (TSelf)(this with { ExplicitKey = InputText.CheckKey(key) });
}

/// <summary>Short hashes of texts for derived keys: SHA-256 over length-prefixed parts, 128 bits kept.</summary>
internal static class ContentHash
{
    internal static string Of(params ReadOnlySpan<string?> parts)
    {
        var text = new StringBuilder();
        foreach (var part in parts)
        {
            _ = text.Append(part?.Length ?? -1).Append(':').Append(part).Append(';');
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, 16));
    }
}

/// <summary>What several inputs have in common.</summary>
internal static class InputAttributes
{
    internal static readonly IReadOnlyDictionary<string, string> None = ValueMap<string, string>.Empty;

    /// <summary>
    /// The attributes with one more, in the order of their names. The name is the application's; the value is what a customer may have typed.
    /// </summary>
    internal static (IReadOnlyDictionary<string, string> Attributes, ValueList<TextChange>? Changes) With(
        IReadOnlyDictionary<string, string> attributes, ValueList<TextChange>? changes, string name, string? value)
    {
        var field = "attributes." + InputText.Check(name);
        var (text, change) = TextRule.Opaque.Tidy(value);
        var map = attributes.ToValueMap();
        return (text is null ? map.Without(name) : map.With(name, text), TextChange.With(changes, field, value, TextRule.Opaque, change));
    }
}
