using Referrals.Storage;

namespace Referrals;

/// <content>Looking a person up: by key and by index, one call for each question.</content>
public sealed partial class ReferralEngine
{
    /// <summary>One person at a glance: the code, who referred them, what they hold, how far they are, whether they are banned.</summary>
    /// <remarks>
    /// The lists behind it are <see cref="ListFriendsAsync"/>, <see cref="ListRewardsAsync"/>, <see cref="ListConversionsAsync"/> and
    /// <see cref="GetStatementAsync"/>; what was decided and why, <see cref="ProgramOperations.ListDecisionsAsync"/>.
    /// </remarks>
    /// <param name="customer">Who.</param>
    /// <param name="cancellationToken">Token to cancel the operation.</param>
    /// <returns><c>null</c> for somebody of whom the program knows nothing, or who was erased.</returns>
    /// <exception cref="ArgumentException">The customer is <c>default</c>.</exception>
    public async ValueTask<CustomerOverview?> FindCustomerAsync(CustomerId customer, CancellationToken cancellationToken = default)
    {
        var people = new PeopleReading(_scope);
        if (await StateOfAsync(people, customer, cancellationToken).ConfigureAwait(false) is not { ErasedAt: null } state)
        {
            return null;
        }

        return new CustomerOverview
        {
            Customer = customer,
            SignedUpAt = state.SignedUpAt,
            EnrolledAt = state.EnrolledAt,
            Segment = state.Segment,
            Code = await people.CodeOfAsync(state, cancellationToken).ConfigureAwait(false),
            Referral = await people.ReferralAsync(state, cancellationToken).ConfigureAwait(false),
            Friends = await people.FriendsOfAsync(state.Customer, cancellationToken).ConfigureAwait(false),
            BalanceList = (await GetBalancesAsync(customer, cancellationToken).ConfigureAwait(false)).ToValueList(),
            ProgressList = (await GetProgressAsync(customer, cancellationToken).ConfigureAwait(false)).ToValueList(),
            Ban = state.Ban is { } ban && ban.Holds(_scope.Clock.GetCurrentInstant()) ? new ReferrerBanned(customer, ban) : null,
        };
    }

    /// <summary>A customer's code and link, without enrolling anybody.</summary>
    /// <param name="customer">Whose code.</param>
    /// <param name="cancellationToken">Token to cancel the operation.</param>
    /// <returns><c>null</c> for somebody who is not enrolled. Whose code it is that somebody typed, <see cref="CodeOperations.FindAsync"/> tells.</returns>
    /// <exception cref="ArgumentException">The customer is <c>default</c>.</exception>
    public async ValueTask<ReferrerCode?> FindCodeAsync(CustomerId customer, CancellationToken cancellationToken = default)
    {
        var people = new PeopleReading(_scope);
        return await StateOfAsync(people, customer, cancellationToken).ConfigureAwait(false) is { } state
            ? await people.CodeOfAsync(state, cancellationToken).ConfigureAwait(false)
            : null;
    }

    /// <summary>Who referred a customer: since when, by what evidence, and how far the referral is.</summary>
    /// <param name="referee">The friend.</param>
    /// <param name="cancellationToken">Token to cancel the operation.</param>
    /// <returns>The referral, also one that was refused or rejected; <c>null</c> where none was ever claimed.</returns>
    /// <exception cref="ArgumentException">The customer is <c>default</c>.</exception>
    public async ValueTask<ReferralDetails?> FindReferralAsync(CustomerId referee, CancellationToken cancellationToken = default)
    {
        var people = new PeopleReading(_scope);
        return await StateOfAsync(people, referee, cancellationToken).ConfigureAwait(false) is { } state
            ? await people.ReferralAsync(state, cancellationToken).ConfigureAwait(false)
            : null;
    }

    /// <summary>
    /// A referrer's friends and how far each is, the latest first; after them the visitors who have clicked and are not known yet. A referral that is
    /// shared among several stands under the one with the largest share.
    /// </summary>
    /// <param name="referrer">Whose friends.</param>
    /// <param name="after">The cursor of the page before; <c>null</c> for the first.</param>
    /// <param name="take">How many: 1 to 200.</param>
    /// <param name="labels">
    /// Says what the application calls its customers towards the referrer, such as "Ben K."; asked once for each page, for those who are on it. Who
    /// is not in the answer has no label. <c>null</c> for no labels.
    /// </param>
    /// <param name="cancellationToken">Token to cancel the operation.</param>
    /// <exception cref="ArgumentException">The customer is <c>default</c>, or the cursor is not one.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="take"/> is out of its range.</exception>
    public async ValueTask<Page<Friend>> ListFriendsAsync(
        CustomerId referrer,
        string? after = null,
        int take = 50,
        Func<IReadOnlyList<CustomerId>, CancellationToken, ValueTask<IReadOnlyDictionary<CustomerId, string>>>? labels = null,
        CancellationToken cancellationToken = default)
    {
        var stored = await _scope.NameOfAsync(referrer, cancellationToken).ConfigureAwait(false);
        var page = await new PeopleReading(_scope).FriendsAsync(stored, after, take, cancellationToken).ConfigureAwait(false);
        if (labels is null)
        {
            return page;
        }

        CustomerId[] known = [.. page.Items.Select(static friend => friend.Customer).OfType<CustomerId>()];
        var words = known.Length == 0 ? new Dictionary<CustomerId, string>() : await labels(known, cancellationToken).ConfigureAwait(false);
        return new Page<Friend>(
            page.Items.Select(friend => friend.Customer is { } one && words.TryGetValue(one, out var label) ? friend with { Label = label } : friend),
            page.Next);
    }

    /// <summary>A customer's rewards, the latest first: what each is for, where it is, why, and what happens to it next and when.</summary>
    /// <param name="owner">Whose rewards.</param>
    /// <param name="after">The cursor of the page before; <c>null</c> for the first.</param>
    /// <param name="take">How many: 1 to 200.</param>
    /// <param name="cancellationToken">Token to cancel the operation.</param>
    /// <exception cref="ArgumentException">The customer is <c>default</c>, or the cursor is not one.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="take"/> is out of its range.</exception>
    public async ValueTask<Page<CustomerReward>> ListRewardsAsync(
        CustomerId owner, string? after = null, int take = 50, CancellationToken cancellationToken = default)
    {
        var stored = await _scope.NameOfAsync(owner, cancellationToken).ConfigureAwait(false);
        var query = LabelQuery.OfOwner(RecordKind.Reward, stored.Value);
        return await new PeopleReading(_scope).RewardsAsync(query, after, take, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A customer's conversions, the latest first, and what each earned whom.</summary>
    /// <param name="customer">Whose conversions.</param>
    /// <param name="after">The cursor of the page before; <c>null</c> for the first.</param>
    /// <param name="take">How many: 1 to 200.</param>
    /// <param name="cancellationToken">Token to cancel the operation.</param>
    /// <exception cref="ArgumentException">The customer is <c>default</c>, or the cursor is not one.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="take"/> is out of its range.</exception>
    public async ValueTask<Page<CustomerConversion>> ListConversionsAsync(
        CustomerId customer, string? after = null, int take = 50, CancellationToken cancellationToken = default)
    {
        var stored = await _scope.NameOfAsync(customer, cancellationToken).ConfigureAwait(false);
        return await new PeopleReading(_scope).ConversionsAsync(stored, after, take, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<CustomerState?> StateOfAsync(PeopleReading people, CustomerId customer, CancellationToken cancellationToken)
    {
        var stored = await _scope.NameOfAsync(customer, cancellationToken).ConfigureAwait(false);
        return await people.CustomerAsync(stored, cancellationToken).ConfigureAwait(false);
    }
}
