using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using NodaTime;
using Referrals.Ledger;
using Referrals.Operations;
using Referrals.Pipeline;
using Referrals.Serialization;
using Referrals.Simulation;
using Referrals.Storage;

namespace Referrals;

/// <summary>What runs beside the product: due work, audit, journal and ledger, rebuild, export and import, simulation. See <see cref="ReferralEngine.Operations"/>.</summary>
public sealed class ProgramOperations
{
    private readonly EngineScope _scope;

    internal ProgramOperations(EngineScope scope) => _scope = scope;

    private const int MessagesToLookAt = 100, PeoplePage = 500;

    /// <summary>
    /// Tells the program how late it is: holds and reviews end, rewards expire, in the order of time. Call it from a timer; any number
    /// of instances may do so at once.
    /// </summary>
    /// <param name="until">How late it is; <c>null</c> for now.</param>
    /// <param name="cancellationToken">Token to cancel the operation; what has happened by then stays.</param>
    /// <returns>How much happened by this call, and what could not be carried out: that keeps nothing else waiting, and the next call tries it again.</returns>
    public ValueTask<DueReport> ProcessDueAsync(
        Instant? until = null, CancellationToken cancellationToken = default)
    {
        var now = SupportedTime.Nearest(until ?? _scope.Clock.GetCurrentInstant());
        var passing = new TimePassing(_scope.Store, _scope.Partition, input => _scope.DecideAsync(input, cancellationToken), _scope.Logger);
        return passing.RunAsync(now, cancellationToken);
    }

    /// <summary>
    /// Decides many inputs, in their order, and commits them in groups of some hundred: for imports and for replaying a history, several times as fast
    /// as one by one. Each is decided once, as <see cref="ReferralEngine.SubmitAsync"/> would, on all that was decided before it.
    /// </summary>
    /// <remarks>
    /// <para>A decision is given once it is stored. If the caller stops, or the process dies, submit all of them again: what was stored is
    /// answered as repeated. A group that meets changes by other workers is decided again, input by input.</para>
    /// <para>The store has to be an <see cref="IBulkStore"/>, as that of Entity Framework is; with any other, inputs are committed one by one. An
    /// input that uses a balance, such as a redemption, is committed by itself.</para>
    /// </remarks>
    /// <param name="inputs">The inputs, as the application calls persons. They are read as they are needed.</param>
    /// <param name="cancellationToken">Token to cancel the operation; what was given by then is stored.</param>
    /// <returns>Each input with its decision, in order.</returns>
    /// <exception cref="ReferralsException">As of <see cref="ReferralEngine.SubmitAsync"/>; everything before that input is stored.</exception>
    public IAsyncEnumerable<DecidedInput> SubmitManyAsync(IAsyncEnumerable<ReferralInput> inputs, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return new BulkSubmission(_scope).RunAsync(inputs, cancellationToken);
    }

    /// <summary>
    /// Checks everything that must always hold: the ledger's postings, chains and balances; that rewards, customers and ledger agree; that
    /// everybody was referred at most once and nobody by himself, around any number of corners; that caps and budgets were kept; that the
    /// journal holds exactly what was decided; and that no row, column or counter was changed, added or deleted behind the back. An empty
    /// answer means that all is right.
    /// </summary>
    /// <remarks>
    /// <para>It reads all of the partition and keeps a few numbers for each customer and reward; run it at night, on a replica if there is one.
    /// While others write, things can look wrong that are only half seen: what is found is therefore looked at a second time,
    /// and only what is found twice is told. Whether all records together are what the journal has led to is asked only if nothing was
    /// committed meanwhile: for that, run it in a quiet hour or in a transaction at repeatable read.</para>
    /// <para>If they are not, up to 100,000 inputs are decided again, in memory, to name the record.</para>
    /// </remarks>
    /// <param name="cancellationToken">Token to cancel the operation.</param>
    public async ValueTask<IReadOnlyList<AuditFinding>> VerifyAsync(
        CancellationToken cancellationToken = default)
    {
        var partition = _scope.Partition;
        var findings = await AuditAsync().ConfigureAwait(false);
        if (findings.Count > 0)
        {
            var again = (await AuditAsync().ConfigureAwait(false)).Select(static finding => (finding.Code, finding.Subject)).ToHashSet();
            findings = [.. findings.Where(finding => again.Contains((finding.Code, finding.Subject)))];
        }

        if (findings.Count > 0)
        {
            Referrals.Operations.Log.Found(_scope.Logger, partition, findings.Count, findings[0].Code);
        }
        else
        {
            Referrals.Operations.Log.Clean(_scope.Logger, partition);
        }

        return findings;

        async ValueTask<IReadOnlyList<AuditFinding>> AuditAsync()
        {
            await _scope.FollowAsync(cancellationToken).ConfigureAwait(false);
            var audit = new PartitionAudit(_scope.Store, partition, _scope.Decider, _scope.Options.Surrogates);
            var found = await audit.RunAsync(cancellationToken).ConfigureAwait(false);

            // Where the record of versions cannot be read, that is a finding already.
            return found.Any(static finding => finding.Code == AuditCodes.Unreadable) ? found
                : [.. found, .. FindingsOf(await _scope.CompareVersionsAsync(cancellationToken).ConfigureAwait(false))];
        }
    }

    private static IEnumerable<AuditFinding> FindingsOf(Referrals.Pipeline.VersionCheck versions)
    {
        foreach (var version in versions.Changed)
        {
            yield return new AuditFinding(
                AuditCodes.VersionChanged, Text(version), $"Version {version} has decided and is registered with another content now; register it as it was.");
        }

        foreach (var version in versions.Missing)
        {
            yield return new AuditFinding(
                AuditCodes.VersionMissing, Text(version), $"Version {version} has decided and is not registered; register it with AddProgram.");
        }

        static string Text(int version) => version.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>
    /// Checks the whole ledger: every posting balances, no line was changed, taken out or put in between, and every customer's
    /// balance is the sum of its lines and of its lots. An empty answer means that all is right. Call it while nobody writes, or look
    /// twice; see also <see cref="VerifyAsync"/>, which checks everything.
    /// </summary>
    public async ValueTask<IReadOnlyList<LedgerFinding>> VerifyLedgerAsync(
        CancellationToken cancellationToken = default)
    {
        var audit = new LedgerAudit();
        await foreach (var line in _scope.ReadLedgerAsync(cancellationToken).ConfigureAwait(false))
        {
            audit.Add(line);
        }

        return
        [
            .. audit.Finish(),
            .. await PartitionAudit.FindWrongBalancesAsync(_scope.Store, _scope.Partition, audit, cancellationToken).ConfigureAwait(false),
        ];
    }

    /// <summary>The journal: every fact, in the order in which it was decided.</summary>
    public IAsyncEnumerable<Fact> ReadJournalAsync(CancellationToken cancellationToken = default) =>
        _scope.ReadJournalAsync(cancellationToken);

    /// <summary>Everybody whom the program knows, each once, in the order in which they became known. Who was erased is left out.</summary>
    /// <remarks>
    /// It reads the program's customers page by page, whatever their number: what exports, mailings and other work on all people begin with. Who becomes
    /// known while it runs may or may not be among them.
    /// </remarks>
    public async IAsyncEnumerable<CustomerId> ReadPeopleAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await _scope.FollowAsync(cancellationToken).ConfigureAwait(false);
        var stored = _scope.ScanAsync(RecordKind.Customer, cancellationToken)
            .Select(static record => (CustomerState)RecordJson.Read(RecordKind.Customer, record.Content.Value))
            .Where(static customer => customer.ErasedAt is null)
            .Select(static customer => customer.Customer);
        await foreach (var page in stored.Chunk(PeoplePage).WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            var persons = await _scope.PersonsOfAsync(page, cancellationToken).ConfigureAwait(false);
            foreach (var one in page)
            {
                if (persons.TryGetValue(one, out var person))
                {
                    yield return person;
                }
            }
        }
    }

    /// <summary>The ledger: every line, in the order in which it was posted.</summary>
    public IAsyncEnumerable<LedgerLine> ReadLedgerAsync(CancellationToken cancellationToken = default) =>
        _scope.ReadLedgerAsync(cancellationToken);

    /// <summary>Every input with its decision and explanation, refusals included, in the order in which they were decided.</summary>
    public IAsyncEnumerable<DecidedInput> ReadDecisionsAsync(CancellationToken cancellationToken = default) =>
        _scope.ReadDecisionsAsync(cancellationToken);

    /// <summary>What was decided about a customer and why, refusals included, the latest first.</summary>
    /// <remarks>
    /// These are the inputs that name the customer, and those about the customer's rewards and payouts. What a friend's order earned a referrer is
    /// among the friend's; see <see cref="ReferralEngine.ListFriendsAsync"/>.
    /// </remarks>
    /// <param name="customer">Who.</param>
    /// <param name="after">The cursor of the page before; <c>null</c> for the first.</param>
    /// <param name="take">How many: 1 to 200.</param>
    /// <param name="cancellationToken">Token to cancel the operation.</param>
    /// <exception cref="ArgumentException">The customer is <c>default</c>, or the cursor is not one.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="take"/> is out of its range.</exception>
    public async ValueTask<Page<DecidedInput>> ListDecisionsAsync(
        CustomerId customer, string? after = null, int take = 50, CancellationToken cancellationToken = default)
    {
        var stored = await _scope.NameOfAsync(customer, cancellationToken).ConfigureAwait(false);
        var query = LabelQuery.OfOwner(RecordKind.Event, stored.Value);
        return await new PeopleReading(_scope).DecisionsAsync(query, static _ => true, after, take, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// What was decided about an order, lead or other conversion and why: the conversion, what was made up for it after the sign-up, its refunds;
    /// the latest first.
    /// </summary>
    /// <param name="conversionId">The application's id of the conversion.</param>
    /// <param name="after">The cursor of the page before; <c>null</c> for the first.</param>
    /// <param name="take">How many: 1 to 200.</param>
    /// <param name="cancellationToken">Token to cancel the operation.</param>
    /// <exception cref="ArgumentException">The id is empty, or the cursor is not one.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="take"/> is out of its range.</exception>
    public ValueTask<Page<DecidedInput>> ListDecisionsOfConversionAsync(
        string conversionId, string? after = null, int take = 50, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(conversionId);
        var query = LabelQuery.OfSubject(RecordKind.Event, conversionId);
        return new PeopleReading(_scope).DecisionsAsync(
            query,
            static input => input is Conversion or Amendment or Refund or RefundCancellation or CatchUp,
            after,
            take,
            cancellationToken);
    }

    /// <summary>The decision of one input, by its idempotency key.</summary>
    /// <param name="key">The key: the application's own, or that of <see cref="Decision.Key"/>.</param>
    /// <param name="cancellationToken">Token to cancel the operation.</param>
    /// <returns><c>null</c> where no input of this key was decided, or its refusal was not kept.</returns>
    /// <exception cref="ArgumentException">The key is empty.</exception>
    public ValueTask<DecidedInput?> FindDecisionAsync(string key, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        return new PeopleReading(_scope).DecisionAsync(key, cancellationToken);
    }

    /// <summary>
    /// Reviews a program with what the stored history shows: names that nobody reported, refunds that came after a hold, budgets that would have been
    /// used up in days. The store is only read.
    /// </summary>
    /// <remarks>It reads the whole journal once and keeps the state in memory, as <see cref="SimulateAsync"/> does.</remarks>
    /// <param name="program">The program to review. Its id says whose history is meant; it need not be registered.</param>
    /// <param name="options">What is known besides; its history is replaced. <c>null</c> for nothing.</param>
    /// <param name="cancellationToken">Token to cancel the operation.</param>
    /// <exception cref="ArgumentException">No program of this id is registered.</exception>
    public async ValueTask<ProgramAnalysis> AnalyzeAsync(
        ReferralProgram program, AnalysisOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(program);
        var scope = _scope with { Program = program.Id };
        await scope.FollowAsync(cancellationToken).ConfigureAwait(false);
        var history = new List<DecidedInput>();
        await foreach (var decided in scope.ReadDecisionsAsync(cancellationToken).ConfigureAwait(false))
        {
            history.Add(decided);
        }

        return ProgramSimulation.Analyze(history, scope.Decider, program, options);
    }

    /// <summary>
    /// Decides the stored history again under a changed program: what it would have cost, who would have gained, who would have lost, and
    /// why. The store is only read.
    /// </summary>
    /// <remarks>
    /// It reads the whole journal once and keeps the state of both sides in memory; run it on a copy or a replica, not in a request. See
    /// <see cref="SimulationReport.Deviations"/> for what a missing version does. A start of a payout that was refused is not in the journal, so that
    /// it stays refused under the changed program too; a payout that was started keeps its id, so that what was reported about it still counts.
    /// </remarks>
    /// <param name="changed">The program to try. Its id says whose history is meant; it need not be registered, and its version does not matter.</param>
    /// <param name="options">The time, the unit of KPIs, and other rules of the application; <c>null</c> for all of the history.</param>
    /// <param name="cancellationToken">Token to cancel the operation.</param>
    /// <exception cref="ArgumentException">No program of this id is registered, or the time ends before it starts.</exception>
    /// <exception cref="ReferralProgramException">The changed program asks for a rule that the application does not have.</exception>
    public async ValueTask<SimulationReport> SimulateAsync(
        ReferralProgram changed, SimulationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(changed);
        var scope = _scope with { Program = changed.Id };
        await scope.FollowAsync(cancellationToken).ConfigureAwait(false);
        var run = new SimulationRun(scope.Decider, changed, options);
        await foreach (var decided in scope.ReadDecisionsAsync(cancellationToken).ConfigureAwait(false))
        {
            run.Add(decided);
        }

        return run.Finish();
    }

    /// <summary>
    /// Makes the whole state of a program anew in another store, out of this one's journal alone: every input is decided again
    /// and must lead to what it led to then. Versions, balances, ledger and counters come out as they are here. Who is behind a
    /// surrogate is no part of the journal, and taken over as it is.
    /// </summary>
    /// <remarks>
    /// This store is only read. Register every version of the program that ever decided, and custom rules as they were.
    /// Call it while nobody writes to the target; called again after an end in the middle, it goes over what is there and goes on. Events
    /// for delivery are not made anew.
    /// </remarks>
    /// <param name="target">The store to fill; its partition is empty, or holds what an earlier call has rebuilt.</param>
    /// <param name="progress">Is told how many inputs are decided, from time to time and at the end; optional.</param>
    /// <param name="cancellationToken">Token to cancel the operation; what was rebuilt by then stays.</param>
    /// <returns>How many inputs the journal holds.</returns>
    /// <exception cref="ReferralsException">An input does not lead to what it led to then; nothing from it on is stored.</exception>
    public async ValueTask<long> RebuildAsync(
        IReferralStore target, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(target);
        await _scope.FollowAsync(cancellationToken).ConfigureAwait(false);
        var rebuild = new JournalRebuild(target, _scope.Partition, _scope.Decider);
        var count = await rebuild.RunAsync(
            _scope.ScanAsync(RecordKind.Event, cancellationToken), progress, cancellationToken).ConfigureAwait(false);
        await rebuild.TakeOverAsync(_scope.ScanAsync(RecordKind.Person, cancellationToken), cancellationToken).ConfigureAwait(false);
        return count;
    }

    /// <summary>
    /// Compares what this store and another one hold of a program, key by key: contents, due times, typed columns and counters. Versions and
    /// positions are not compared, nor messages that wait for delivery. Call it while nobody writes.
    /// </summary>
    /// <returns>Every record that is not alike; none if all is equal.</returns>
    public IAsyncEnumerable<StoreDifference> CompareAsync(
        IReferralStore other, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(other);
        return StoreComparison.FindAsync(_scope.Store, other, _scope.Partition, cancellationToken);
    }

    /// <summary>
    /// Writes everything that the store holds of a program as JSON Lines: a backup, or a move to another database or tenant. The size does not
    /// matter; it is written as it is read. Events that wait for delivery are not part of it.
    /// </summary>
    /// <remarks>
    /// Call it while nobody writes, or in a transaction at repeatable read, so that all of it is of one moment.
    /// </remarks>
    /// <param name="destination">Where to write; it stays open.</param>
    /// <param name="progress">Is told how many records are written, from time to time and at the end; optional.</param>
    /// <param name="cancellationToken">Token to cancel the operation; what was written by then is a cut file, which no import takes.</param>
    /// <returns>How many records were written.</returns>
    public async ValueTask<long> ExportAsync(
        Stream destination, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(destination);
        var output = PipeWriter.Create(destination, new StreamPipeWriterOptions(leaveOpen: true));
        using var export = new PartitionExport(output);
        var count = await export.RunAsync(
            _scope.Store, _scope.Partition, _scope.Clock.GetCurrentInstant(), progress, cancellationToken).ConfigureAwait(false);
        await output.CompleteAsync().ConfigureAwait(false);
        return count;
    }

    /// <summary>
    /// Fills an empty partition from what <see cref="ExportAsync"/> has written, of this tenant or of another one. Called again with the same
    /// file after an end in the middle, it goes on where it was; called again after the end, it changes nothing.
    /// </summary>
    /// <remarks>
    /// A stream that can seek is first read to its end: then a spoiled file is refused before anything is stored. Nobody else may write to the
    /// partition meanwhile. Use <see cref="VerifyLedgerAsync"/> afterwards to be sure.
    /// </remarks>
    /// <param name="source">The file; it stays open.</param>
    /// <param name="progress">Is told how many records are stored, from time to time; optional.</param>
    /// <param name="cancellationToken">Token to cancel the operation; what was stored by then stays, and the next call goes on from there.</param>
    /// <returns>How many records the file has.</returns>
    /// <exception cref="PartitionFileException">The file is spoiled, cut, of another program or of an unknown version.</exception>
    /// <exception cref="ReferralsException">The partition is not empty, or somebody else wrote to it.</exception>
    public async ValueTask<long> ImportAsync(
        Stream source, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        var import = new PartitionImport(_scope.Store, _scope.Partition);
        if (source.CanSeek)
        {
            var start = source.Position;
            await import.CheckAsync(source, cancellationToken).ConfigureAwait(false);
            source.Position = start;
        }

        var count = await import.RunAsync(source, progress, cancellationToken).ConfigureAwait(false);
        if (_scope.Options.StoredPrograms is not null)
        {
            await ProgramCatalogue.AddAsync(_scope.Store, _scope.Tenant, _scope.Partition.Program, cancellationToken).ConfigureAwait(false);
        }

        return count;
    }

    /// <summary>
    /// Reads a little of each program and tenant: throws if the store cannot be reached or a version was changed, and gives what else is wrong.
    /// </summary>
    internal async ValueTask<IReadOnlyCollection<string>> ProbeAsync(Referrals.Hosting.ITenantSource? tenants, CancellationToken cancellationToken)
    {
        var warnings = new SortedSet<string>(StringComparer.Ordinal);
        var setAside = 0;
        foreach (var scope in await _scope.EachAsync(tenants, cancellationToken).ConfigureAwait(false))
        {
            if ((await scope.CheckVersionsAsync(cancellationToken).ConfigureAwait(false)).Warning is { } warning)
            {
                _ = warnings.Add(warning);
            }

            if (scope.Store is not IOutboxStore || scope.Options.Outbox is null)
            {
                continue;
            }

            var range = ScanRange.All.Take(MessagesToLookAt);
            await foreach (var message in scope.Store.ScanAsync(scope.Partition, RecordKind.Message, range, cancellationToken).ConfigureAwait(false))
            {
                setAside += message.Content.DueAt is null ? 1 : 0;
            }
        }

        if (setAside > 0)
        {
            _ = warnings.Add($"At least {setAside} events could not be delivered and were set aside. Look at them with Events.ReadDeadLettersAsync.");
        }

        return warnings;
    }
}
