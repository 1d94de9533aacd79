namespace Referrals;

/// <summary>A review's report that still lacks the verdict.</summary>
public sealed class RewardReviewChoice
{
    private readonly RewardId _reward;

    internal RewardReviewChoice(RewardId reward) => _reward = reward;

    /// <summary>The reward is approved: it becomes available, or is held if its hold is not over.</summary>
    public RewardReview Approve() => new() { Reward = _reward, IsApproved = true };

    /// <summary>The reward is rejected and taken back whole.</summary>
    /// <param name="reason">Why, for the operator; cut after 128 characters. Customers do not read it.</param>
    /// <exception cref="ArgumentException">The reason is empty.</exception>
    public RewardReview Reject(string reason) => new RewardReview { Reward = _reward }.Because(reason);
}
