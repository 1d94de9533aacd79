using System.Text.Json.Serialization;

namespace Referrals;

/// <summary>Somebody has decided about a reward that is in review.</summary>
/// <example><code>
/// RewardReview.Of(reward).Approve()
/// RewardReview.Of(reward).Reject("the order was placed by an employee")
/// </code></example>
public sealed record RewardReview : ReferralInputOf<RewardReview>
{
    [JsonConstructor]
    internal RewardReview()
    {
    }

    /// <summary>The reward.</summary>
    [JsonInclude]
    public RewardId Reward { get; internal init; }

    /// <summary>Whether the reward is approved.</summary>
    [JsonInclude]
    public bool IsApproved { get; internal init; }

    /// <summary>Why; always there for a rejection. For the application's people only: participants never read it.</summary>
    [JsonInclude]
    public string? Reason { get; internal init; }

    /// <summary>Who decided, as the application calls its people; <c>null</c> where it did not say.</summary>
    [JsonInclude]
    public string? By { get; internal init; }

    /// <remarks>The time is part of the key: a report that came too early and was refused must not stand in the way of a later one.</remarks>
    internal override string DerivedKey => By is null
        ? KeyText.Of("reward-review", IsApproved ? "approve" : "reject", Reward.Value)
        : KeyText.Of("reward-review", IsApproved ? "approve" : "reject", Reward.Value, By);

    /// <summary>The same verdict, with who gave it. A reward that was granted by hand is approved by somebody else than who granted it.</summary>
    /// <param name="person">Who decided, as the application calls its people: 1 to 128 characters.</param>
    /// <exception cref="ArgumentException">The text is empty or too long.</exception>
    public RewardReview DecidedBy(string person) => this with { By = InputText.Check(person) };

    /// <summary>Begins a review's report; say then what was decided.</summary>
    /// <exception cref="ArgumentException">The reward is <c>default</c>.</exception>
    public static RewardReviewChoice Of(RewardId reward) => new(InputText.Check(reward));

    internal RewardReview Because(string reason)
    {
        var (text, changes) = Reasoned(reason);
        return this with { Reason = text, TextChanges = changes };
    }
}

/// <summary>A review's report that still lacks the verdict.</summary>
public sealed class RewardReviewChoice
{
    private readonly RewardId _reward;

    internal RewardReviewChoice(RewardId reward) => _reward = reward;

    /// <summary>The reward is approved: it becomes available, or is held if its hold is not over.</summary>
    /// <param name="reason">Why, if that is to be kept; cut after 128 characters.</param>
    /// <exception cref="ArgumentException">The reason holds nothing but control characters.</exception>
    public RewardReview Approve(string? reason = null)
    {
        var review = new RewardReview { Reward = _reward, IsApproved = true };
        return string.IsNullOrWhiteSpace(reason) ? review : review.Because(reason);
    }

    /// <summary>The reward is rejected and taken back whole.</summary>
    /// <param name="reason">Why, for the operator; cut after 128 characters. Customers do not read it.</param>
    /// <exception cref="ArgumentException">The reason is empty.</exception>
    public RewardReview Reject(string reason) => new RewardReview { Reward = _reward }.Because(reason);
}
