using System.Globalization;
using Microsoft.Extensions.Logging;
using NodaTime;
using Referrals.Codes;
using Referrals.Events;
using Referrals.Serialization;
using Referrals.Sharing;
using Referrals.Storage;

namespace Referrals.Pipeline;

/// <summary>Load, decide, commit, and again on a conflict. It decides nothing itself.</summary>
internal sealed class DecisionPipeline
{
    private const int CodesPerRound = 4;

    /// <summary>How many waiting conversions a sign-up judges at once.</summary>
    private const int MaxCatchUps = 100;

    private readonly IReferralStore _store;
    private readonly Func<Partition, bool> _tellsOfVersions;
    private readonly ReferralDecider? _registered;
    private readonly FollowedProgram? _followed;
    private readonly IClock _clock;
    private readonly ICodeRandomness _randomness;
    private readonly int _maxAttempts;
    private readonly OutboxOptions? _outbox;
    private readonly ILogger _logger;
    private readonly TimeProvider? _time;

    internal DecisionPipeline(
        IReferralStore store,
        Func<Partition, bool> tellsOfVersions,
        ReferralDecider? registered,
        FollowedProgram? followed,
        IClock clock,
        ICodeRandomness randomness,
        int maxAttempts,
        OutboxOptions? outbox,
        ILogger logger)
    {
        _store = store;
        _time = store switch
        {
            MeasuredReferralStore measured => measured.Time,
            GroupedReferralStore grouped => grouped.Time,
            _ => null,
        };
        _tellsOfVersions = tellsOfVersions;
        _registered = registered;
        _followed = followed;
        _clock = clock;
        _randomness = randomness;
        _maxAttempts = maxAttempts;
        _outbox = outbox;
        _logger = logger;
    }

    internal async ValueTask<Decision> RunAsync(Partition partition, ReferralInput input, CancellationToken cancellationToken)
    {
        using var activity = DecisionMeasures.Start(partition, input);
        var start = _time?.GetTimestamp() ?? 0;
        try
        {
            var (decision, attempts) = await AttemptsAsync(partition, input.Stamped(_clock.GetCurrentInstant()), cancellationToken).ConfigureAwait(false);
            DecisionMeasures.Finish(activity, partition, input, decision, attempts, Elapsed(start));
            if (decision.First is not null)
            {
                Log.Contradiction(_logger, partition, decision.Code);
            }

            return decision;
        }
        catch (Exception exception)
        {
            DecisionMeasures.Fail(activity, input, exception, Elapsed(start));
            throw;
        }
    }

    private TimeSpan Elapsed(long start) => _time?.GetElapsedTime(start) ?? TimeSpan.Zero;

    private async ValueTask<(Decision Decision, int Attempts)> AttemptsAsync(Partition partition, ReferralInput input, CancellationToken cancellationToken)
    {
        var conflicts = 0;
        var met = new HashSet<RecordKey>();
        for (var attempt = 1; attempt <= _maxAttempts; attempt++)
        {
            var decision = await AttemptAsync(partition, input, attempt, met, cancellationToken).ConfigureAwait(false);
            if (decision is null)
            {
                conflicts++;
                await PauseAsync(attempt, cancellationToken).ConfigureAwait(false);
            }
            else if (decision.Code != DecisionCodes.CodesTaken)
            {
                return (decision, attempt);
            }
        }

        throw conflicts < _maxAttempts
            ? new CodesExhaustedException(
                $"No free code was found in {_maxAttempts - conflicts} rounds of {CodesPerRound}. Nothing was stored. Make the program's codes longer."
                + (conflicts == 0 ? string.Empty : $" Another {conflicts} attempts met changes by other workers."))
            : new ReferralsException(
                $"The input could not be stored: {_maxAttempts} attempts in a row met changes by other workers. Nothing was "
                + "stored; report it again, or raise ReferralsOptions.MaxAttempts.");
    }

    /// <summary>
    /// Judges the conversions that waited for a sign-up or a reinstatement, each in a commit of its own. Where there are very many, or others write at the same
    /// time, the passing of time does the rest: they are due.
    /// </summary>
    internal async ValueTask CatchUpAsync(Partition partition, Decision awaited, CancellationToken cancellationToken)
    {
        var decision = awaited;
        for (var i = 0; i < MaxCatchUps && DueItems.CatchUpAfter(decision.Changes) is { } next; i++)
        {
            try
            {
                decision = await RunAsync(partition, next, cancellationToken).ConfigureAwait(false);
            }
            catch (ReferralsException exception)
            {
                // What was awaited is stored.
                Log.LeftForLater(_logger, exception, partition);
                return;
            }
        }
    }

    /// <summary>Loads and decides, and stores nothing.</summary>
    internal async ValueTask<Decision> PreviewAsync(Partition partition, Conversion conversion, CancellationToken cancellationToken)
    {
        var stamped = conversion.Stamped(_clock.GetCurrentInstant());
        var session = await NoSession.OrOfAsync(_store, cancellationToken).ConfigureAwait(false);
        await using var disposal = session.ConfigureAwait(false);
        while (true)
        {
            var decider = DeciderOf(stamped);
            var keys = ExpectedKeys.Of(decider.Programs, decider.Links, stamped, []);
            var state = await StateLoad.StartAsync(_store, partition, keys, cancellationToken).ConfigureAwait(false);
            if (!await HasChangedAsync(partition, state, cancellationToken).ConfigureAwait(false))
            {
                CheckVersions(partition, state);
                return await RepeatedAsync(state, stamped, cancellationToken).ConfigureAwait(false)
                    ?? await state.DecideAsync(decider, stamped, [], cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Loads, decides and commits once; <c>null</c> if another worker was faster. Where all codes are taken, nothing is committed.</summary>
    private async ValueTask<Decision?> AttemptAsync(
        Partition partition, ReferralInput input, int attempt, HashSet<RecordKey> met, CancellationToken cancellationToken)
    {
        var session = await NoSession.OrOfAsync(_store, cancellationToken).ConfigureAwait(false);
        await using var disposal = session.ConfigureAwait(false);
        var decider = DeciderOf(input);
        var codes = Codes(decider, input);
        var keys = ExpectedKeys.Of(decider.Programs, decider.Links, input, codes);
        keys.AddRange(met.Except(keys));
        var state = await StateLoad.StartAsync(_store, partition, keys, cancellationToken).ConfigureAwait(false);
        input = input is PayoutStart { Attempt: 0 } start ? start.After(state.Known.PayoutsOf(start), partition) : input;
        if (await RepeatedAsync(state, input, cancellationToken).ConfigureAwait(false) is { } repeated)
        {
            return repeated;
        }

        if (await HasChangedAsync(partition, state, cancellationToken).ConfigureAwait(false))
        {
            return null;
        }

        CheckVersions(partition, state);

        var decision = await state.DecideAsync(decider, input, codes, cancellationToken).ConfigureAwait(false);
        if (decision.Code == DecisionCodes.CodesTaken || (!decision.IsAccepted && input.IsPassingOfTime))
        {
            return decision;
        }

        var stored = StoredEvent.Of(input, decision);
        var outcome = await CommitAsync(partition, stored, state, cancellationToken).ConfigureAwait(false);
        switch (outcome.Status)
        {
            case CommitStatus.Committed:
                Log.Decided(_logger, partition, decision.Code, decision.IsAccepted);
                WarnOfGuessableCodes(partition, decision);
                WarnOfUnreadLinks(partition, decision);
                return decision;
            case CommitStatus.AlreadyProcessed when !decision.IsFinal:
                // Refused for the same reason before, and still: what is told is why it is refused now.
                return decision with { IsRepeated = true };
            case CommitStatus.AlreadyProcessed when input is PayoutStart { ExplicitKey: null }:
                // Another worker has started the same payout. This one has not: it looks again, and finds the payout on its way.
                return null;
            case CommitStatus.AlreadyProcessed:
                return Repetition.Of(RecordJson.ReadEvent(outcome.StoredEvent!.Content.Value), input);
            default:
                met.UnionWith(outcome.Conflicts.Where(static key => key.Kind == RecordKind.Counter));
                Log.Conflict(_logger, partition, attempt, outcome.Conflicts[0].Kind);
                return null;
        }
    }

    /// <summary>A commit whose answer was lost may have happened: the event tells, since all of the batch is there with it or nothing is.</summary>
    private async ValueTask<CommitOutcome> CommitAsync(
        Partition partition, StoredEvent stored, StateLoad state, CancellationToken cancellationToken)
    {
        try
        {
            return await _store.CommitAsync(DecisionBatch.Of(partition, stored, state.Content, _outbox), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OperationCanceledException and not ArgumentException)
        {
            Log.UnknownOutcome(_logger, exception, partition);
            var key = StateKeys.Event(stored.Decision.Key);
            var snapshot = await _store.LoadAsync(partition, [key], cancellationToken).ConfigureAwait(false);
            if (snapshot.Find(key) is { } found)
            {
                return CommitOutcome.AlreadyProcessed(found);
            }

            throw;
        }
    }

    private void WarnOfGuessableCodes(Partition partition, Decision decision)
    {
        if (decision.Code == DecisionCodes.CodeIssued
            && decision.Explanation.Checks.Any(static check => check.Code == DecisionCodes.CodesGuessable && !check.Held))
        {
            Log.GuessableCodes(_logger, partition);
        }
    }

    /// <exception cref="ReferralsException">A version has another content than when it decided.</exception>
    private void CheckVersions(Partition partition, StateLoad state)
    {
        var decided = state.Entries.TryGetValue(StateKeys.Versions, out var entry) ? (VersionsState?)entry.Value : null;
        var check = VersionCheck.Of(_followed?.All.Programs ?? _registered!.Programs, decided);
        check.RefuseChanges();
        if (check.Warning is { } warning && _tellsOfVersions(partition))
        {
            Log.VersionsMissing(_logger, partition, warning);
        }
    }

    private void WarnOfUnreadLinks(Partition partition, Decision decision)
    {
        foreach (var check in decision.Explanation.Checks)
        {
            if (check.Code == SharingCodes.LinkOfUnknownHost)
            {
                Log.LinkOfUnknownHost(_logger, partition, check.Actual);
            }
            else if (check.Code == SharingCodes.LinkWithoutCode)
            {
                Log.LinkWithoutCode(_logger, partition);
            }
        }
    }

    /// <summary>The answer to an input that was decided before, under its key or as what it is; <c>null</c> for one that is new.</summary>
    /// <remarks>What it is comes first: the same input is the same one, whatever its key has been used for since.</remarks>
    private static async ValueTask<Decision?> RepeatedAsync(StateLoad state, ReferralInput input, CancellationToken cancellationToken)
    {
        if (state.Event(input.Key) is { } before)
        {
            return Repetition.Of(before, input);
        }

        if (input.ExplicitKey is { } key && state.Known.TryFind(StateKeys.Key(key), out var entry) && entry.Value is KeyState known)
        {
            await state.LoadAsync([StateKeys.Event(known.Event)], cancellationToken).ConfigureAwait(false);
            return Repetition.Of(state.Event(known.Event)!, input);
        }

        return null;
    }

    /// <summary>
    /// The decider of the version that is in force at the time of the input, but of none that has not begun yet. The clock is read before the
    /// calendar is: what the calendar did not hold then begins later than this.
    /// </summary>
    private ReferralDecider DeciderOf(ReferralInput input) =>
        _followed is null ? _registered! : _followed.At(input.Time, _clock.GetCurrentInstant());

    /// <summary>Whether the calendar of the program, which came with what was loaded, is another one than this instance knew; then it knows it now.</summary>
    private ValueTask<bool> HasChangedAsync(Partition partition, StateLoad state, CancellationToken cancellationToken) => _followed is null
        ? ValueTask.FromResult(false)
        : _followed.TakeAsync(_store, partition, state.Entries[StateKeys.Versions], cancellationToken);

    private ReferralCode[] Codes(ReferralDecider decider, ReferralInput input)
    {
        if (input is not (Enrollment { ChosenCode: null } or CodeChange { Kind: CodeChangeKind.Replace }))
        {
            return [];
        }

        var codes = new ReferralCode[CodesPerRound];
        for (var i = 0; i < codes.Length; i++)
        {
            codes[i] = CodeGenerator.Next(decider.Program.Codes, _randomness);
        }

        return codes;
    }

    /// <summary>The first retries come at once; later ones wait a little longer each time, up to a quarter of a second.</summary>
    private static Task PauseAsync(int attempt, CancellationToken cancellationToken) => attempt <= 3
        ? Task.CompletedTask
        : Task.Delay(Math.Min(250, 1 << Math.Min(attempt - 3, 8)), cancellationToken);
}

/// <summary>Everything that a decision stores, as one batch: the event, the state, the ledger lines, the facts, and the message about them.</summary>
internal static class DecisionBatch
{
    /// <summary>The batch of a new decision, sealed: <paramref name="known"/> gives what was loaded of the records that it replaces.</summary>
    internal static CommitBatch Of(
        Partition partition, StoredEvent stored, Func<RecordKey, RecordContent?> known, OutboxOptions? outbox = null)
    {
        var operations = Operations(stored.Decision);
        var message = outbox is null ? null : OutboxMessages.Of(outbox, partition, stored.Decision);
        if (message is not null)
        {
            operations.Add(message);
        }

        var content = EventSeal.Put(
            RecordJson.Write(stored).Span, Weight(operations, known), message is null ? 0 : EventSeal.HashOf(message.Content!));
        operations.Add(StoreOperation.Insert(
            StateKeys.Event(stored.Decision.Key), new RecordContent { Value = content, Labels = RecordLabelsMapping.Of(stored) }));
        return CommitBatch.Of(partition, operations);
    }

    /// <summary>The batch of a decision whose event was stored before and is taken over byte for byte.</summary>
    internal static CommitBatch Of(Partition partition, RecordContent stored, Decision decision)
    {
        var operations = Operations(decision);
        var labels = RecordLabelsMapping.Of(RecordKind.Event, stored.Value);
        operations.Add(StoreOperation.Insert(StateKeys.Event(decision.Key), stored with { Labels = labels }));
        return CommitBatch.Of(partition, operations);
    }

    internal static RecordKey LineKey(Referrals.Ledger.LedgerLine line) => RecordKey.Of(RecordKind.Ledger, $"{line.Posting}#{line.Account}");

    private static List<StoreOperation> Operations(Decision decision)
    {
        var operations = new List<StoreOperation>(decision.Changes.Count + decision.LedgerLines.Count + decision.Facts.Count + 3);
        operations.AddRange(decision.Changes.Select(Operation));
        if (decision.Facts.Count == 0 && operations.TrueForAll(ChangesNothing))
        {
            // What leaves no other trace, such as a refusal, is counted: else its event could vanish unseen.
            operations.Add(StateKeys.Traceless(decision.Key));
        }

        foreach (var line in decision.LedgerLines)
        {
            operations.Add(StoreOperation.Insert(
                LineKey(line),
                new RecordContent { Value = RecordJson.Write(line), Columns = line.Columns() }));
        }

        for (var i = 0; i < decision.Facts.Count; i++)
        {
            operations.Add(StoreOperation.Insert(
                FactKey(decision, i),
                FactRecord.Of(decision.Facts[i])));
        }

        return operations;
    }

    private static bool ChangesNothing(StoreOperation operation) =>
        operation.Kind == StoreOperationKind.Require || operation is { Kind: StoreOperationKind.Add, Delta: 0 };

    /// <summary>By how much a batch changes the weight of all records together. Facts and ledger lines are told by decisions and chains.</summary>
    private static ulong Weight(List<StoreOperation> operations, Func<RecordKey, RecordContent?> known)
    {
        ulong weight = 0;
        foreach (var operation in operations)
        {
            switch (operation.Kind)
            {
                case StoreOperationKind.Insert when operation.Key.Kind is not (RecordKind.Fact or RecordKind.Ledger or RecordKind.Message):
                    weight = unchecked(weight + EventSeal.WeightOf(operation.Key, 1, operation.Content!));
                    break;
                case StoreOperationKind.Replace:
                    var version = operation.ExpectedVersion;
                    weight = unchecked(weight + EventSeal.WeightOf(operation.Key, version + 1, operation.Content!)
                        - EventSeal.WeightOf(operation.Key, version, known(operation.Key)!));
                    break;
                case StoreOperationKind.Add:
                    weight = unchecked(weight + EventSeal.WeightOf(operation.Key, operation.Delta));
                    break;
                default:
                    break;
            }
        }

        return weight;
    }

    internal static RecordKey FactKey(Decision decision, int place) =>
        RecordKey.Of(RecordKind.Fact, string.Create(CultureInfo.InvariantCulture, $"{decision.Key}#{place:D3}"));

    private static StoreOperation Operation(StateChange change) => change.Kind switch
    {
        StoreOperationKind.Insert => StoreOperation.Insert(change.Key, Content(change)),
        StoreOperationKind.Replace => StoreOperation.Replace(change.Key, change.Version, Content(change)),
        StoreOperationKind.Require => StoreOperation.Require(change.Key, change.Version),
        _ => StoreOperation.Add(change.Key, change.Delta, change.Minimum, change.Maximum),
    };

    private static RecordContent Content(StateChange change) =>
        new() { Value = RecordJson.Write(change.Value!), DueAt = change.DueAt, Labels = RecordLabelsMapping.Of(change.Value!) };
}
