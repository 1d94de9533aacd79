using Referrals.Operations;

namespace Referrals;

/// <summary>Data subject rights: erasing and exporting persons, and resolving pseudonyms. See <see cref="ReferralEngine.Privacy"/>.</summary>
public sealed class PrivacyOperations
{
    private readonly EngineScope _scope;

    internal PrivacyOperations(EngineScope scope) => _scope = scope;

    /// <summary>
    /// Forgets a person for good. Facts, ledger lines, chains and counters only ever held a surrogate; now nothing leads from it to the person
    /// any more. What the person could have used expires, since nobody can use it any more; the passing of time books it, as
    /// <see cref="ProgramOperations.ProcessDueAsync"/> does. The person's code is suspended and devices are dropped; segment and attributes are
    /// taken out of the records, the journal, explanations, facts and events that wait for delivery; the journal keeps that somebody was erased.
    /// </summary>
    /// <remarks>
    /// It reads the journal of the program once. Call it again if it did not end: it goes on. A segment or attribute that a rule compares with
    /// stays as far as the rule's own words, so that the journal can be decided again. What the application itself put into ids of conversions, into
    /// names of events, into chosen codes or idempotency keys stays: keep persons out of them. Backups and files of <see cref="ExportAsync"/> are yours.
    /// </remarks>
    /// <param name="customer">The person, as the application calls them.</param>
    /// <param name="cancellationToken">Token to cancel the operation; call it again then.</param>
    /// <returns>The decision; <c>null</c> if the program knows nobody of this id, or not any more.</returns>
    /// <exception cref="ReferralsException">The options keep no surrogates, so that ids stand in the journal as they are.</exception>
    public ValueTask<Decision?> EraseAsync(CustomerId customer, CancellationToken cancellationToken = default) =>
        EraseAsync(customer, null, cancellationToken);

    /// <summary>Forgets a person for good, and keeps who in the application's team had it done.</summary>
    /// <param name="customer">The person, as the application calls them.</param>
    /// <param name="actor">The operator, as <see cref="ReferralInput.Actor"/>; <c>null</c> for nobody in particular.</param>
    /// <param name="cancellationToken">Token to cancel the operation; call it again then.</param>
    /// <returns>The decision; <c>null</c> if the program knows nobody of this id, or not any more.</returns>
    /// <exception cref="ReferralsException">The options keep no surrogates, so that ids stand in the journal as they are.</exception>
    public ValueTask<Decision?> EraseAsync(CustomerId customer, string? actor, CancellationToken cancellationToken = default) =>
        EraseAsync(customer, actor, null, cancellationToken);

    /// <summary>Forgets a person for good, and keeps who in the application's team had it done and why.</summary>
    /// <param name="customer">The person, as the application calls them.</param>
    /// <param name="actor">The operator, as <see cref="ReferralInput.Actor"/>; <c>null</c> for nobody in particular.</param>
    /// <param name="reason">
    /// Why, for the journal: 1 to 128 characters, such as the number of the request; <c>null</c> for nothing to say. It outlives the person, so it must
    /// not name them. Where an erasure goes on, the first reason stays.
    /// </param>
    /// <param name="cancellationToken">Token to cancel the operation; call it again then.</param>
    /// <returns>The decision; <c>null</c> if the program knows nobody of this id, or not any more.</returns>
    /// <exception cref="ArgumentException">The reason is empty.</exception>
    /// <exception cref="ReferralsException">The options keep no surrogates, so that ids stand in the journal as they are.</exception>
    public async ValueTask<Decision?> EraseAsync(CustomerId customer, string? actor, string? reason, CancellationToken cancellationToken = default)
    {
        var directory = _scope.Directory ?? throw new ReferralsException(
            "Persons can only be erased where the store holds surrogates. Call UsePseudonyms(key) in AddReferrals before the first input.");
        if (await directory.FindAsync(InputText.Check(customer), cancellationToken).ConfigureAwait(false) is not { } surrogate)
        {
            return null;
        }

        var erasure = reason is null ? Erasure.Of(surrogate) : Erasure.Of(surrogate).Because(reason);
        var decision = await _scope.SubmitAsync(
            actor is null ? erasure : erasure.ReportedBy(actor), cancellationToken).ConfigureAwait(false);
        await new PersonRedaction(_scope.Store, _scope.Partition, _scope.Words, surrogate).RunAsync(cancellationToken).ConfigureAwait(false);
        await directory.ForgetAsync(customer, surrogate, cancellationToken).ConfigureAwait(false);
        return decision;
    }

    /// <summary>
    /// Writes everything that a program holds about a person as one JSON object: who they are here, each input and decision that they are part
    /// of, facts, postings and balances. It reads the whole journal of the program.
    /// </summary>
    /// <param name="customer">The person, as the application calls them.</param>
    /// <param name="destination">Where to write; it stays open.</param>
    /// <param name="cancellationToken">Token to cancel the operation.</param>
    /// <returns>How many inputs were written.</returns>
    public async ValueTask<long> ExportAsync(
        CustomerId customer, Stream destination, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(destination);
        var stored = await _scope.FindStoredAsync(InputText.Check(customer), cancellationToken).ConfigureAwait(false);
        var balances = await new ReferralEngine(_scope).GetBalancesAsync(customer, cancellationToken).ConfigureAwait(false);
        var name = stored ?? customer;
        var export = new PersonExport(
            _scope.Store, _scope.Partition, customer, name, one => new DecidedInput(one.Input, one.Decision).Concerns(name));
        return await export.RunAsync(destination, balances, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The name under which a person stands in facts, ledger and KPIs; <c>null</c> if the program does not know the person.</summary>
    /// <remarks>Without <see cref="ReferralsOptions.UsePseudonyms"/> it is the id itself.</remarks>
    public ValueTask<CustomerId?> FindPseudonymAsync(CustomerId customer, CancellationToken cancellationToken = default) =>
        _scope.FindStoredAsync(InputText.Check(customer), cancellationToken);

    /// <summary>The person behind a name that stands in a fact or a ledger line; <c>null</c> if they were erased or never were.</summary>
    /// <remarks>Without <see cref="ReferralsOptions.UsePseudonyms"/> it is the id itself.</remarks>
    public async ValueTask<CustomerId?> ResolvePersonAsync(
        CustomerId pseudonym, CancellationToken cancellationToken = default) =>
        await _scope.PersonOfAsync(pseudonym, cancellationToken).ConfigureAwait(false);
}
