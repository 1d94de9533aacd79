using Referrals.Crm.Projection;

namespace Referrals.Crm.Syncing;

/// <summary>Reads what is mirrored of a person. It decides nothing.</summary>
internal sealed class PersonReading(ReferralEngine engine, ICrmPeople? people, TenantId tenant, CrmMapping mapping)
{
    private const int Page = 200;

    private readonly bool _needsRewards = mapping.Reward is not null || mapping.Person.Fields.Any(static field =>
        field.Value == CrmValues.PersonFriendsRewarded || field.Value.StartsWith("person.granted:", StringComparison.Ordinal));

    /// <summary>What is known of a person by the name in facts.</summary>
    internal async ValueTask<PersonRead> ReadAsync(CustomerId stored, CancellationToken cancellationToken)
    {
        if (await engine.Privacy.ResolvePersonAsync(stored, cancellationToken).ConfigureAwait(false) is not { } customer
            || await engine.FindCustomerAsync(customer, cancellationToken).ConfigureAwait(false) is not { } overview)
        {
            return PersonRead.Unknown;
        }

        if (overview is { EnrolledAt: null, Referral: null }
            || await TellAsync(customer, cancellationToken).ConfigureAwait(false) is not { } own)
        {
            return PersonRead.LeftOut;
        }

        var rewards = _needsRewards ? await RewardsAsync(customer, cancellationToken).ConfigureAwait(false) : [];
        return new PersonRead(new PersonFacts(customer, overview, rewards, own), IsKnown: true);
    }

    /// <summary>The name in facts of somebody whom a record names.</summary>
    internal async ValueTask<CustomerId> StoredAsync(CustomerId customer, CancellationToken cancellationToken) =>
        await engine.Privacy.FindPseudonymAsync(customer, cancellationToken).ConfigureAwait(false) ?? customer;

    private ValueTask<CrmPerson?> TellAsync(CustomerId customer, CancellationToken cancellationToken) =>
        people?.FindAsync(tenant, customer, cancellationToken) ?? ValueTask.FromResult<CrmPerson?>(CrmPerson.Unnamed);

    private async ValueTask<IReadOnlyList<CustomerReward>> RewardsAsync(CustomerId customer, CancellationToken cancellationToken)
    {
        var rewards = new List<CustomerReward>();
        string? after = null;
        do
        {
            var page = await engine.ListRewardsAsync(customer, after, Page, cancellationToken).ConfigureAwait(false);
            rewards.AddRange(page.Items);
            after = page.Next;
        }
        while (after is not null);
        return rewards;
    }
}

/// <summary>What was read of a person.</summary>
/// <param name="Facts">What is mirrored; <c>null</c> for nothing.</param>
/// <param name="IsKnown">Whether the program knows the person. One who has records and is not known any more was erased.</param>
internal sealed record PersonRead(PersonFacts? Facts, bool IsKnown)
{
    internal static PersonRead Unknown { get; } = new(null, IsKnown: false);

    /// <summary>Neither a referrer nor a friend, or not to be mirrored, as the application says.</summary>
    internal static PersonRead LeftOut { get; } = new(null, IsKnown: true);
}
