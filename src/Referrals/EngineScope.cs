using Microsoft.Extensions.Logging;
using NodaTime;
using Referrals.Codes;
using Referrals.Deciding;
using Referrals.Entropy;
using Referrals.Ledger;
using Referrals.Pipeline;
using Referrals.Privacy;
using Referrals.Registration;
using Referrals.Serialization;
using Referrals.Storage;

namespace Referrals;

/// <summary>What the engine and its facets share: the store, the programs, and the tenant and program that they speak of.</summary>
internal sealed record EngineScope
{
    internal required IReferralStore Store { get; init; }

    internal required ReferralsOptions Options { get; init; }

    internal required ProgramRegistry Programs { get; init; }

    internal required IClock Clock { get; init; }

    internal required ILogger Logger { get; init; }

    internal ICodeRandomness Randomness { get; init; } = CryptographicRandomness.Instance;

    internal TenantId Tenant { get; init; }

    /// <summary>The program that was chosen with <c>ForProgram</c>; <c>default</c> for the only one.</summary>
    internal ProgramId Program { get; init; }

    internal ReferralDecider Decider => Programs.Find(Program);

    internal Partition Partition => Partition.Of(Tenant, Decider.Program.Id);

    internal PersonDirectory? Directory => Options.Surrogates is { } seal ? new PersonDirectory(Store, Partition, seal, Randomness) : null;

    /// <summary>Decides an input as the application reports it: with the persons as the application calls them.</summary>
    internal async ValueTask<Decision> SubmitAsync(ReferralInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (Directory is { } directory)
        {
            input = await SurrogateInputs.OfAsync(directory, input, cancellationToken).ConfigureAwait(false);
        }

        return await DecideAsync(input, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Decides an input that names persons as they are stored.</summary>
    internal async ValueTask<Decision> DecideAsync(ReferralInput input, CancellationToken cancellationToken)
    {
        var pipeline = Pipeline();
        var decision = await pipeline.RunAsync(Partition, input, cancellationToken).ConfigureAwait(false);
        if (input is SignUp)
        {
            await pipeline.CatchUpAsync(Partition, decision, cancellationToken).ConfigureAwait(false);
        }

        return decision;
    }

    internal DecisionPipeline Pipeline() =>
        new(Store, Decider, Clock, Randomness, Options.MaxAttempts, Options.Outbox, Logger);

    internal IAsyncEnumerable<StoredRecord> ScanAsync(RecordKind kind, CancellationToken cancellationToken) =>
        Store.ScanAsync(Partition, kind, ScanRange.All, cancellationToken);

    /// <summary>The name under which a person is stored; <c>null</c> for one who is not known.</summary>
    internal async ValueTask<CustomerId?> FindStoredAsync(CustomerId customer, CancellationToken cancellationToken) =>
        Directory is { } directory
            ? await directory.FindAsync(InputText.Check(customer), cancellationToken).ConfigureAwait(false)
            : InputText.Check(customer);

    /// <summary>The name under which to look for a person; a stranger is stored nowhere, and so keeps the own name.</summary>
    internal async ValueTask<CustomerId> NameOfAsync(CustomerId customer, CancellationToken cancellationToken) =>
        await FindStoredAsync(customer, cancellationToken).ConfigureAwait(false) ?? customer;

    /// <summary>The person behind a stored name; <c>null</c> if they were erased or never were.</summary>
    internal async ValueTask<CustomerId?> PersonOfAsync(CustomerId stored, CancellationToken cancellationToken) =>
        Directory is { } directory
            ? await directory.PersonOfAsync(InputText.Check(stored), cancellationToken).ConfigureAwait(false)
            : InputText.Check(stored);

    /// <summary>The persons behind stored names; those who were erased are left out.</summary>
    internal async ValueTask<IReadOnlyDictionary<CustomerId, CustomerId>> PersonsOfAsync(
        IReadOnlyCollection<CustomerId> stored, CancellationToken cancellationToken) => Directory is { } directory
            ? await directory.PersonsOfAsync(stored, cancellationToken).ConfigureAwait(false)
            : stored.Distinct().ToDictionary(static one => one);

    internal async IAsyncEnumerable<LedgerLine> ReadLedgerAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var record in ScanAsync(RecordKind.Ledger, cancellationToken).ConfigureAwait(false))
        {
            yield return RecordJson.ReadLine(record.Content.Value);
        }
    }

    internal async IAsyncEnumerable<Fact> ReadJournalAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var record in ScanAsync(RecordKind.Fact, cancellationToken).ConfigureAwait(false))
        {
            yield return RecordJson.ReadFact(record.Content.Value);
        }
    }

    internal async IAsyncEnumerable<DecidedInput> ReadDecisionsAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var record in ScanAsync(RecordKind.Event, cancellationToken).ConfigureAwait(false))
        {
            var stored = RecordJson.ReadEvent(record.Content.Value);
            yield return new DecidedInput(stored.Input, stored.Decision);
        }
    }
}
