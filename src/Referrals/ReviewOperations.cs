namespace Referrals;

/// <summary>Decisions that people make about referrals, rewards and referrers. See <see cref="ReferralEngine.Reviews"/>.</summary>
public sealed class ReviewOperations
{
    private readonly EngineScope _scope;

    internal ReviewOperations(EngineScope scope) => _scope = scope;

    /// <summary>Approves or rejects a referral.</summary>
    /// <param name="review">The referral, by its referee, and the verdict.</param>
    /// <param name="cancellationToken">Token to cancel the operation.</param>
    public ValueTask<Decision> DecideAsync(ReferralReview review, CancellationToken cancellationToken = default) =>
        _scope.SubmitAsync(review, cancellationToken);

    /// <summary>Approves or rejects a reward that is in review.</summary>
    /// <param name="review">The reward and the verdict.</param>
    /// <param name="cancellationToken">Token to cancel the operation.</param>
    public ValueTask<Decision> DecideAsync(RewardReview review, CancellationToken cancellationToken = default) =>
        _scope.SubmitAsync(review, cancellationToken);

    /// <summary>Bans a referrer, or lifts a ban.</summary>
    /// <param name="ban">The referrer, and what changes.</param>
    /// <param name="cancellationToken">Token to cancel the operation.</param>
    public ValueTask<Decision> BanAsync(ReferrerBan ban, CancellationToken cancellationToken = default) =>
        _scope.SubmitAsync(ban, cancellationToken);
}
