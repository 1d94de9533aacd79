using Microsoft.Extensions.Logging;
using NodaTime;
using Referrals.Codes;
using Referrals.Hosting;
using Referrals.Ledger;
using Referrals.Operations;
using Referrals.Pipeline;
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

    /// <summary>Whether decisions publish no events, although the options say so.</summary>
    internal bool IsSilent { get; init; }

    internal TenantId Tenant { get; init; }

    /// <summary>The program that was chosen with <c>ForProgram</c>; <c>default</c> for the only one.</summary>
    internal ProgramId Program { get; init; }

    /// <summary>What decides now, as this instance knows it.</summary>
    internal ReferralDecider Decider => Programs.Find(Tenant, Program, Clock.GetCurrentInstant());

    internal Partition Partition => Partition.Of(Tenant, Programs.IdOf(Program));

    /// <summary>The program as it is kept in the store; <c>null</c> where the code registers all versions.</summary>
    internal FollowedProgram? Followed => Programs.AreStored ? Programs.Follow(Partition) : null;

    /// <summary>Reads the program anew where this instance has not done so for a while. Costs nothing where the code registers all versions.</summary>
    internal ValueTask FollowAsync(CancellationToken cancellationToken) => Followed is { } followed
        ? followed.ReadAsync(Store, Partition, Clock.GetCurrentInstant(), Options.StoredPrograms!.RefreshInterval, cancellationToken)
        : ValueTask.CompletedTask;

    internal PersonDirectory? Directory => Options.Surrogates is { } seal ? new PersonDirectory(Store, Partition, seal, Randomness) : null;

    /// <summary>Decides an input as the application reports it: with the persons as the application calls them.</summary>
    internal async ValueTask<Decision> SubmitAsync(ReferralInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        await FollowAsync(cancellationToken).ConfigureAwait(false);
        if (Directory is not { } directory)
        {
            return await DecideAsync(input, cancellationToken).ConfigureAwait(false);
        }

        // Somebody who is not known may be one who was erased: what was told before must not make them known again.
        var before = await AreKnownAsync(directory, input, cancellationToken).ConfigureAwait(false)
            ? null
            : await ErasedAsync(directory, input, cancellationToken).ConfigureAwait(false);
        var decision = await DecideAsAsync(before).ConfigureAwait(false);
        if (decision.First is not null && before is null)
        {
            // Or the person has come back since, as a new one, and this was told of the one before.
            before = await ErasedAsync(directory, input, cancellationToken).ConfigureAwait(false);
            decision = before is null ? decision : await DecideAsAsync(before).ConfigureAwait(false);
        }

        return decision;

        async ValueTask<Decision> DecideAsAsync(ErasedPersons? erased)
        {
            var stored = await SurrogateInputs.OfAsync(directory, Words, input, erased, cancellationToken).ConfigureAwait(false);
            return await DecideAsync(stored, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>What may be stored of persons' segments, attributes and e-mail domains for good.</summary>
    internal ProgramWords Words => ProgramWords.Of(Decider);

    private static async ValueTask<bool> AreKnownAsync(PersonDirectory directory, ReferralInput input, CancellationToken cancellationToken)
    {
        foreach (var person in (CustomerId?[])[SurrogateInputs.PersonOf(input), SurrogateInputs.ReferrerOf(input)])
        {
            if (person is { } one && await directory.FindAsync(one, cancellationToken).ConfigureAwait(false) is null)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Of whom an input was when it was told before, as far as they were erased since; <c>null</c> if none of them was.</summary>
    private async ValueTask<ErasedPersons?> ErasedAsync(PersonDirectory directory, ReferralInput input, CancellationToken cancellationToken)
    {
        var identity = await SurrogateInputs.KeyOfAsync(directory, Words, input, cancellationToken).ConfigureAwait(false);
        var told = await ToldAsync(identity, input.ExplicitKey, cancellationToken).ConfigureAwait(false);
        if (told is null)
        {
            return null;
        }

        var before = RecordJson.ReadEvent(told.Content.Value).Input;
        var owner = await BeforeAsync(SurrogateInputs.PersonOf(input), SurrogateInputs.PersonOf(before)).ConfigureAwait(false);
        var referrer = await BeforeAsync(SurrogateInputs.ReferrerOf(input), SurrogateInputs.ReferrerOf(before)).ConfigureAwait(false);
        return owner is null && referrer is null ? null : new ErasedPersons(owner, referrer);

        // Nobody can say any more whether it was this person; but one who never was erased was another one.
        async ValueTask<CustomerId?> BeforeAsync(CustomerId? person, CustomerId? stored) => person is { } now && stored is { } then
            && await directory.PersonOfAsync(then, cancellationToken).ConfigureAwait(false) is null
            && await directory.WasForgottenAsync(now, cancellationToken).ConfigureAwait(false)
                ? then
                : null;
    }

    /// <summary>The event of an input that was decided before, under its identity or under the key that the application gave it.</summary>
    internal async ValueTask<StoredRecord?> ToldAsync(string identity, string? given, CancellationToken cancellationToken)
    {
        if (await FindAsync(Referrals.StateKeys.Event(identity)).ConfigureAwait(false) is { } told)
        {
            return told;
        }

        return given is not null && await FindAsync(Referrals.StateKeys.Key(given)).ConfigureAwait(false) is { } pointer
            ? await FindAsync(Referrals.StateKeys.Event(((KeyState)RecordJson.Read(RecordKind.Key, pointer.Content.Value)).Event)).ConfigureAwait(false)
            : null;

        async ValueTask<StoredRecord?> FindAsync(RecordKey key) =>
            (await Store.LoadAsync(Partition, [key], cancellationToken).ConfigureAwait(false)).Find(key);
    }

    /// <summary>Decides an input that names persons as they are stored.</summary>
    internal async ValueTask<Decision> DecideAsync(ReferralInput input, CancellationToken cancellationToken)
    {
        await FollowAsync(cancellationToken).ConfigureAwait(false);
        if (input.Uses is { } owner && !await IsToldAsync(input, cancellationToken).ConfigureAwait(false))
        {
            // What can be used is what can be used at that instant, whether or not the timer has run.
            var at = (input.OccurredAt ?? Clock.GetCurrentInstant()).ToMicroseconds();
            var passing = new TimePassing(
                Store, Partition, due => DecideAsync(due, cancellationToken), Logger, DueItems.ConcerningOwner(owner));
            _ = await passing.RunAsync(at, cancellationToken).ConfigureAwait(false);
        }

        var pipeline = Pipeline();
        var decision = await pipeline.RunAsync(Partition, input, cancellationToken).ConfigureAwait(false);
        if (input.AwaitedBy is not null)
        {
            await pipeline.CatchUpAsync(Partition, decision, cancellationToken).ConfigureAwait(false);
        }

        return decision;
    }

    /// <summary>Whether an input was decided before: then it is answered, and has no other effect. A payout is told from others once it is numbered.</summary>
    private async ValueTask<bool> IsToldAsync(ReferralInput input, CancellationToken cancellationToken) =>
        input is not PayoutStart { ExplicitKey: null, Attempt: 0 }
        && await ToldAsync(input.Key, input.ExplicitKey, cancellationToken).ConfigureAwait(false) is not null;

    /// <summary>What the passing of time would do by an instant to the records that somebody is concerned with.</summary>
    internal async ValueTask<OverdueReading> OverdueAsync(Func<object, bool> concerns, Instant until, CancellationToken cancellationToken)
    {
        await FollowAsync(cancellationToken).ConfigureAwait(false);
        return await OverdueReading.RunAsync(Store, Partition, Decider, concerns, until.ToMicroseconds(), cancellationToken).ConfigureAwait(false);
    }

    internal DecisionPipeline Pipeline() =>
        new(Store, Programs.TryTell, Programs.Registered(Program), Followed, Clock, Randomness, Options.MaxAttempts, IsSilent ? null : Options.Outbox, Logger);

    internal IAsyncEnumerable<StoredRecord> ScanAsync(RecordKind kind, CancellationToken cancellationToken) =>
        Store.ScanAsync(Partition, kind, ScanRange.All, cancellationToken);

    /// <summary>The name under which a person is stored; <c>null</c> for one who is not known.</summary>
    internal async ValueTask<CustomerId?> FindStoredAsync(CustomerId customer, CancellationToken cancellationToken)
    {
        await FollowAsync(cancellationToken).ConfigureAwait(false);
        return Directory is { } directory
            ? await directory.FindAsync(InputText.Check(customer), cancellationToken).ConfigureAwait(false)
            : InputText.Check(customer);
    }

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
            yield return FactRecord.Read(record.Content);
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

    /// <summary>Compares the versions that have decided with those that are registered, and tells of those that are missing.</summary>
    /// <exception cref="ReferralsException">A version has another content than when it decided.</exception>
    internal async ValueTask<VersionCheck> CheckVersionsAsync(CancellationToken cancellationToken)
    {
        var check = await CompareVersionsAsync(cancellationToken).ConfigureAwait(false);
        check.RefuseChanges();
        if (check.Warning is { } warning && Programs.TryTell(Partition))
        {
            Referrals.Pipeline.Log.VersionsMissing(Logger, Partition, warning);
        }

        return check;
    }

    /// <summary>Compares the versions that have decided with those that are registered.</summary>
    internal async ValueTask<VersionCheck> CompareVersionsAsync(CancellationToken cancellationToken)
    {
        await FollowAsync(cancellationToken).ConfigureAwait(false);
        if (Followed is { Exists: false })
        {
            return VersionCheck.Nothing(Partition.Program);
        }

        var key = Referrals.StateKeys.Versions;
        var snapshot = await Store.LoadAsync(Partition, [key], cancellationToken).ConfigureAwait(false);
        var decided = snapshot.Find(key) is { } record ? (Referrals.VersionsState)RecordJson.Read(key.Kind, record.Content.Value) : null;
        return VersionCheck.Of((Followed?.All ?? Decider).Programs, decided);
    }

    /// <summary>The scopes of all tenants, or the one of an application without tenants; and of all programs.</summary>
    internal async ValueTask<IReadOnlyList<EngineScope>> EachAsync(Referrals.Hosting.ITenantSource? tenants, CancellationToken cancellationToken)
    {
        var scopes = new List<EngineScope>();
        if (tenants is null)
        {
            scopes.Add(this);
        }
        else
        {
            await foreach (var tenant in tenants.TenantsAsync(cancellationToken).ConfigureAwait(false))
            {
                scopes.Add(this with { Tenant = tenant });
            }
        }

        var each = new List<EngineScope>();
        foreach (var scope in scopes)
        {
            await foreach (var program in scope.ProgramIdsAsync(cancellationToken).ConfigureAwait(false))
            {
                each.Add(scope with { Program = program });
            }
        }

        return each;
    }

    /// <summary>The programs that the code registers, and those that this tenant's store holds besides.</summary>
    internal async IAsyncEnumerable<ProgramId> ProgramIdsAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var program in Programs.Ids)
        {
            yield return program;
        }

        if (Options.StoredPrograms is not null)
        {
            await foreach (var program in ProgramCatalogue.ReadAsync(Store, Tenant, cancellationToken).ConfigureAwait(false))
            {
                if (!Programs.Ids.Contains(program))
                {
                    yield return program;
                }
            }
        }
    }
}
