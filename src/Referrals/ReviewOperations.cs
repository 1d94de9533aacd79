using Referrals.Ledger;
using Referrals.Serialization;
using Referrals.Storage;

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

    /// <summary>Grants a reward by hand; beyond what the program says, it then waits for a second person.</summary>
    /// <param name="reward">Who gets how much, by whom and why.</param>
    /// <param name="cancellationToken">Token to cancel the operation.</param>
    public ValueTask<Decision> GrantAsync(ManualReward reward, CancellationToken cancellationToken = default) =>
        _scope.SubmitAsync(reward, cancellationToken);

    /// <summary>Takes back by hand what is left of a reward.</summary>
    /// <param name="clawback">Which reward, by whom and why.</param>
    /// <param name="cancellationToken">Token to cancel the operation.</param>
    public ValueTask<Decision> ClawBackAsync(Clawback clawback, CancellationToken cancellationToken = default) =>
        _scope.SubmitAsync(clawback, cancellationToken);

    /// <summary>Lets a rejected referral count again.</summary>
    /// <param name="reinstatement">The referral, by its referee, by whom and why.</param>
    /// <param name="cancellationToken">Token to cancel the operation.</param>
    /// <remarks>What waited meanwhile is made up for before the call returns. Where other workers are in the way, the passing of time does the rest.</remarks>
    public ValueTask<Decision> ReinstateAsync(ReferralReinstatement reinstatement, CancellationToken cancellationToken = default) =>
        _scope.SubmitAsync(reinstatement, cancellationToken);

    /// <summary>Bans a referrer, or lifts a ban.</summary>
    /// <param name="ban">The referrer, and what changes.</param>
    /// <param name="cancellationToken">Token to cancel the operation.</param>
    public ValueTask<Decision> BanAsync(ReferrerBan ban, CancellationToken cancellationToken = default) =>
        _scope.SubmitAsync(ban, cancellationToken);

    /// <summary>The referrals that are held: what was found, until when, and what happens then. The work list of those who review.</summary>
    /// <remarks>They come in the order in which the friends became known. A page can hold fewer than were asked for, where deadlines are over.</remarks>
    /// <param name="after">The cursor of the page before; <c>null</c> for the first.</param>
    /// <param name="take">How many: 1 to 200.</param>
    /// <param name="cancellationToken">Token to cancel the operation.</param>
    /// <exception cref="ArgumentException">The cursor is not one.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="take"/> is out of its range.</exception>
    public ValueTask<Page<HeldReferral>> ListHeldReferralsAsync(string? after = null, int take = 50, CancellationToken cancellationToken = default) =>
        new PeopleReading(_scope).HeldAsync(after, take, cancellationToken);

    /// <summary>The rewards that are in review, the oldest first, with their deadlines and what happens then.</summary>
    /// <param name="after">The cursor of the page before; <c>null</c> for the first.</param>
    /// <param name="take">How many: 1 to 200.</param>
    /// <param name="cancellationToken">Token to cancel the operation.</param>
    /// <exception cref="ArgumentException">The cursor is not one.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="take"/> is out of its range.</exception>
    public async ValueTask<Page<CustomerReward>> ListRewardsInReviewAsync(
        string? after = null, int take = 50, CancellationToken cancellationToken = default)
    {
        var query = LabelQuery.InList(RecordKind.Reward, RecordLabelsMapping.Held);
        var page = await new PeopleReading(_scope).RewardsAsync(query, after, take, cancellationToken).ConfigureAwait(false);

        // Where the deadline is over, silence has decided, though the timer has not run yet.
        return new Page<CustomerReward>(page.Items.Where(static reward => reward.Stage == RewardStage.InReview), page.Next);
    }

    /// <summary>The referrers who are banned now, in the order in which they were banned.</summary>
    /// <param name="after">The cursor of the page before; <c>null</c> for the first.</param>
    /// <param name="take">How many bans to look at, those that are over included: 1 to 200.</param>
    /// <param name="cancellationToken">Token to cancel the operation.</param>
    /// <exception cref="ArgumentException">The cursor is not one.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="take"/> is out of its range.</exception>
    public ValueTask<Page<ReferrerBanned>> ListBannedAsync(string? after = null, int take = 50, CancellationToken cancellationToken = default) =>
        new PeopleReading(_scope).BansAsync(after, take, cancellationToken);
}
