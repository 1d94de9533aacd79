using System.Text.Json.Serialization;

namespace Referrals;

/// <summary>Somebody looked at a referral that a guard holds, and approves or rejects it.</summary>
/// <remarks>
/// Approval releases what the referral earned meanwhile. Rejection takes all of it back, and the referral earns nothing any more.
/// </remarks>
public sealed record ReferralReview : ReferralInputOf<ReferralReview>
{
    [JsonConstructor]
    internal ReferralReview()
    {
    }

    /// <summary>The referred customer, who has at most one referral in a program.</summary>
    [JsonInclude]
    public CustomerId Referee { get; internal init; }

    /// <summary>Whether the referral is approved.</summary>
    [JsonInclude]
    public bool IsApproved { get; internal init; }

    /// <summary>Why; always there for a rejection. For the application's people only: participants never read it.</summary>
    [JsonInclude]
    public string? Reason { get; internal init; }

    /// <remarks>The time is part of the key: a referral can be held again, and is then reviewed again.</remarks>
    internal override string DerivedKey => KeyText.Of("review", Stamp, IsApproved ? "approve" : "reject", Referee.Value);

    /// <summary>Approves the held referral of a customer.</summary>
    /// <param name="referee">The referred customer.</param>
    /// <param name="reason">Why, if that is to be kept; cut after 128 characters.</param>
    /// <exception cref="ArgumentException">The customer is <c>default</c>, or the reason is empty.</exception>
    public static ReferralReview Approve(CustomerId referee, string? reason = null)
    {
        var review = new ReferralReview { Referee = InputText.Check(referee), IsApproved = true };
        return string.IsNullOrWhiteSpace(reason) ? review : review.Because(reason);
    }

    /// <summary>Rejects the referral of a customer.</summary>
    /// <param name="referee">The referred customer.</param>
    /// <param name="reason">Why; cut after 128 characters.</param>
    /// <exception cref="ArgumentException">The customer is <c>default</c>, or the reason is empty.</exception>
    public static ReferralReview Reject(CustomerId referee, string reason) =>
        new ReferralReview { Referee = InputText.Check(referee) }.Because(reason);

    private ReferralReview Because(string reason)
    {
        var (text, changes) = Reasoned(reason);
        return this with { Reason = text, TextChanges = changes };
    }
}
