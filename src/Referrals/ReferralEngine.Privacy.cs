using Referrals.Deciding;
using Referrals.Privacy;

namespace Referrals;

/// <content>Persons: their surrogates, what is known of them, and how they are forgotten.</content>
public sealed partial class ReferralEngine
{
    /// <summary>
    /// Forgets a person for good. Facts, ledger lines, chains and counters only ever held a surrogate; now nothing leads from it to the person
    /// any more. Books, balances and audits are as before. The person's code is suspended and devices, segment and attributes are dropped; the
    /// journal keeps that somebody was erased.
    /// </summary>
    /// <remarks>
    /// Call it again if it did not end: it goes on. What the host itself put into ids of conversions, into names of events, into chosen codes
    /// or idempotency keys stays as it is: keep persons out of them. Backups and files of <see cref="ExportAsync"/> are the host's.
    /// </remarks>
    /// <param name="customer">The person, as the host calls them.</param>
    /// <param name="program">The program; may be left out where there is only one.</param>
    /// <param name="cancellationToken">Ends the call early; call it again then.</param>
    /// <returns>The decision; <c>null</c> if the program knows nobody of this id, or not any more.</returns>
    /// <exception cref="ReferralsException">The options keep no surrogates, so that ids stand in the journal as they are.</exception>
    public async ValueTask<Decision?> EraseAsync(
        CustomerId customer, ProgramId program = default, CancellationToken cancellationToken = default)
    {
        var directory = Directory(program) ?? throw new ReferralsException(
            "Persons can only be erased where the store holds surrogates. Call KeepSurrogates(key) in AddReferrals before the first input.");
        if (await directory.FindAsync(InputText.Check(customer), cancellationToken).ConfigureAwait(false) is not { } surrogate)
        {
            return null;
        }

        var decision = await SubmitAsync(Erasure.Of(surrogate), program, cancellationToken).ConfigureAwait(false);
        await directory.ForgetAsync(customer, surrogate, cancellationToken).ConfigureAwait(false);
        return decision;
    }

    /// <summary>
    /// Writes everything that a program holds about a person as one JSON object: who they are here, each input and decision that they are part
    /// of, facts, postings and balances. It reads the whole journal of the program.
    /// </summary>
    /// <param name="customer">The person, as the host calls them.</param>
    /// <param name="destination">Where to write; it stays open.</param>
    /// <param name="program">The program; may be left out where there is only one.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>How many inputs were written.</returns>
    public async ValueTask<long> ExportPersonAsync(
        CustomerId customer, Stream destination, ProgramId program = default, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(destination);
        var stored = await StoredAsync(InputText.Check(customer), program, cancellationToken).ConfigureAwait(false);
        var balances = await BalancesAsync(customer, program, cancellationToken).ConfigureAwait(false);
        var name = stored ?? customer;
        var export = new PersonExport(
            _store, PartitionOf(program), customer, name, one => new DecidedInput(one.Input, one.Decision).Concerns(name));
        return await export.RunAsync(destination, balances, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The name under which a person stands in facts, ledger and KPIs; <c>null</c> if the program does not know the person.</summary>
    /// <remarks>Without <see cref="ReferralsOptions.KeepSurrogates"/> it is the id itself.</remarks>
    public ValueTask<CustomerId?> SurrogateOfAsync(
        CustomerId customer, ProgramId program = default, CancellationToken cancellationToken = default) =>
        StoredAsync(InputText.Check(customer), program, cancellationToken);

    /// <summary>The person behind a name that stands in a fact or a ledger line; <c>null</c> if they were erased or never were.</summary>
    /// <remarks>Without <see cref="ReferralsOptions.KeepSurrogates"/> it is the id itself.</remarks>
    public async ValueTask<CustomerId?> PersonOfAsync(
        CustomerId surrogate, ProgramId program = default, CancellationToken cancellationToken = default) =>
        Directory(program) is { } directory
            ? await directory.PersonOfAsync(InputText.Check(surrogate), cancellationToken).ConfigureAwait(false)
            : InputText.Check(surrogate);

    private async ValueTask<CustomerId?> StoredAsync(CustomerId customer, ProgramId program, CancellationToken cancellationToken) =>
        Directory(program) is { } directory
            ? await directory.FindAsync(customer, cancellationToken).ConfigureAwait(false)
            : customer;

    /// <summary>The name under which to look for a person; a stranger stands nowhere, and so keeps the own name.</summary>
    private async ValueTask<CustomerId> NameOfAsync(CustomerId customer, ProgramId program, CancellationToken cancellationToken) =>
        await StoredAsync(InputText.Check(customer), program, cancellationToken).ConfigureAwait(false) ?? customer;

    /// <summary>The persons behind names that are stored; those who were erased are left out.</summary>
    internal async ValueTask<IReadOnlyDictionary<CustomerId, CustomerId>> PersonsOfAsync(
        IReadOnlyCollection<CustomerId> stored, ProgramId program, CancellationToken cancellationToken) =>
        Directory(program) is { } directory
            ? await directory.PersonsOfAsync(stored, cancellationToken).ConfigureAwait(false)
            : stored.Distinct().ToDictionary(static one => one);

    private PersonDirectory? Directory(ProgramId program) => _options.Surrogates is { } seal
        ? new PersonDirectory(_store, PartitionOf(program), seal, _randomness)
        : null;
}
