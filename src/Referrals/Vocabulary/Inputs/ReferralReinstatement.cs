using System.Text.Json.Serialization;

namespace Referrals;

/// <summary>A rejected referral counts again, because one of the application's people has looked at it once more.</summary>
/// <remarks>
/// What happened while the referral was rejected is made up for, one order after the other: orders that came meanwhile are judged, and what the
/// rejection took back is granted again, by rewards of their own, as far as the limits of today leave room. What a review or a clawback took back stays gone.
/// </remarks>
/// <example><code>
/// await referrals.Reviews.ReinstateAsync(ReferralReinstatement.Of(bob, by: "eve", reason: "same address: siblings"));
/// </code></example>
public sealed record ReferralReinstatement : ReferralInputOf<ReferralReinstatement>
{
    [JsonConstructor]
    internal ReferralReinstatement()
    {
    }

    /// <summary>The referred customer, who has at most one referral in a program.</summary>
    [JsonInclude]
    public CustomerId Referee { get; internal init; }

    /// <summary>Who reinstates it, as the application calls its people.</summary>
    [JsonInclude]
    public string By { get; internal init; } = string.Empty;

    /// <summary>Why. For the application's people only: participants never read it.</summary>
    [JsonInclude]
    public string Reason { get; internal init; } = string.Empty;

    /// <remarks>The time is part of the key: a referral can be rejected again, and reinstated again.</remarks>
    internal override string DerivedKey => KeyText.Of("reinstate", Stamp, ContentHash.Of(By, Reason), Referee.Value);

    /// <summary>Lets the rejected referral of a customer count again.</summary>
    /// <param name="referee">The referred customer.</param>
    /// <param name="by">Who reinstates it: 1 to 128 characters.</param>
    /// <param name="reason">Why; cut after 128 characters.</param>
    /// <exception cref="ArgumentException">The customer is <c>default</c>, or a text is empty or too long.</exception>
    public static ReferralReinstatement Of(CustomerId referee, string by, string reason)
    {
        var input = new ReferralReinstatement { Referee = InputText.Check(referee), By = InputText.Check(by) };
        var (text, changes) = input.Reasoned(reason);
        return input with { Reason = text, TextChanges = changes };
    }
}
