using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;
using Referrals.Crm.Projection;
using Referrals.Crm.Sending;

namespace Referrals.Crm.Syncing;

/// <summary>
/// Takes persons who were noted, projects what is known of them now, and writes what has changed: any number of facts of a person since the last time are
/// one record in one batch.
/// </summary>
internal sealed class CrmSync
{
    private static readonly Duration LeaseTime = Duration.FromMinutes(10);
    private static readonly Duration FirstDelay = Duration.FromSeconds(30);
    private static readonly Duration LongestDelay = Duration.FromMinutes(30);
    private static readonly Duration AfterFault = Duration.FromMinutes(1);

    private readonly IServiceScopeFactory _scopes;
    private readonly CrmClock _clock;
    private readonly ILogger _logger;

    internal CrmSync(IServiceScopeFactory scopes, CrmClock clock, ILogger logger)
    {
        _scopes = scopes;
        _clock = clock;
        _logger = logger;
    }

    /// <summary>Works until nobody is due or the CRM wants to be left alone.</summary>
    internal async Task<CrmRound> RunAsync(CrmChannel channel, CancellationToken cancellationToken)
    {
        await channel.Round.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var round = new CrmRound(0, 0, 0, 0);
            while (!channel.RestsAt(_clock.Now()))
            {
                var scope = _scopes.CreateAsyncScope();
                await using var disposal = scope.ConfigureAwait(false);
                var batch = await SyncBatch.StartAsync(channel, scope.ServiceProvider, _clock, LeaseTime, cancellationToken).ConfigureAwait(false);
                if (batch is null)
                {
                    break;
                }

                await ReadAsync(batch, cancellationToken).ConfigureAwait(false);
                await WriteAsync(batch, cancellationToken).ConfigureAwait(false);
                round = round.And(await SettleAsync(batch, cancellationToken).ConfigureAwait(false));
            }

            return round;
        }
        finally
        {
            _ = channel.Round.Release();
        }
    }

    /// <summary>What each person's records are to be, and which of them are to be written.</summary>
    private async ValueTask ReadAsync(SyncBatch batch, CancellationToken cancellationToken)
    {
        foreach (var person in batch.People)
        {
            try
            {
                var read = await batch.Reading.ReadAsync(person.Stored, cancellationToken).ConfigureAwait(false);
                person.IsErased = !read.IsKnown && person.Known.Count > 0;
                foreach (var record in read.Facts is { } facts ? RecordProjection.Of(batch.Mapping, person.Stored, facts) : [])
                {
                    var other = record.Other is { } named ? (CustomerId?)await batch.Reading.StoredAsync(named, cancellationToken).ConfigureAwait(false) : null;
                    person.Add(record, record.Hash(batch.Mapping.Of(record.Kind)!), other, batch.Target);
                }
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                Log.ReadFailed(_logger, exception, batch.Target);
                person.Items.Clear();
                person.DueAgain(_clock.Now() + AfterFault);
            }
        }

        await batch.ReadOthersAsync(cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask WriteAsync(SyncBatch batch, CancellationToken cancellationToken)
    {
        foreach (var person in batch.People.Where(static person => person.IsErased))
        {
            await EraseAsync(batch, person, cancellationToken).ConfigureAwait(false);
        }

        while (batch.MayGoOn && batch.NextWave(_clock.Now()) is { Count: > 0 } wave)
        {
            var crmObject = batch.Mapping.Of(wave[0].Kind)!;
            await NoteKeysAsync(batch, wave, cancellationToken).ConfigureAwait(false);
            var sender = new RecordSender(batch.Channel.Crm, crmObject, batch.Channel.Options.Duplicates, () => batch.IsLeased);
            var ready = wave.Select(static item => new ReadyRecord(item.Record, item.LeavesOut)).ToList();
            var outcomes = await sender.SendAsync(ready, cancellationToken).ConfigureAwait(false);
            foreach (var (item, outcome) in wave.Zip(outcomes))
            {
                Apply(batch, item, outcome);
            }

            Note(batch, sender.Pause, outcomes.Any(static outcome => outcome is not null));
        }
    }

    /// <summary>Before a person is sent for the first time, the key is kept: should the answer be lost, the record can be found again by it.</summary>
    private async ValueTask NoteKeysAsync(SyncBatch batch, IReadOnlyList<SyncItem> wave, CancellationToken cancellationToken)
    {
        foreach (var item in wave.Where(static item => item is { Kind: CrmRecordKind.Person, State: { RemoteId: null, RemoteKey: null } }))
        {
            item.State = item.State with { RemoteKey = item.Record.Key };
            if (!await batch.Store.SaveAsync(item.Person.Work, [item.State], isReleased: false, _clock.Now(), cancellationToken).ConfigureAwait(false))
            {
                Log.LeaseLost(_logger, batch.Target);
            }
        }
    }

    private void Apply(SyncBatch batch, SyncItem item, RowOutcome? outcome)
    {
        var now = _clock.Now();
        item.IsSettled = true;
        if (outcome is null)
        {
            item.Person.DueAgain(batch.Channel.Rest is { } rest && rest.Until > now ? rest.Until : now);
            item.IsOpen = true;
            return;
        }

        item.IsChanged = true;
        var state = item.State with { Other = item.Other, Waits = item.Waits };
        if (outcome.Result == RowResult.Written)
        {
            item.IsFirst = state.RemoteId is null;
            item.State = state with
            {
                State = CrmRecordState.Written,
                Hash = item.Hash,
                RemoteId = outcome.RemoteId ?? state.RemoteId,
                RemoteKey = outcome.RemoteId is null ? state.RemoteKey : null,
                Attempts = 0,
                Code = null,
                Words = null,
                At = now,
            };
            batch.Written++;
            return;
        }

        state = state with { Code = outcome.Code, Words = Cut(outcome.Words), Attempts = state.Attempts + 1, At = now };
        if (outcome.Result == RowResult.Later && state.Attempts < batch.Channel.Options.MaxAttempts)
        {
            item.State = state with { State = CrmRecordState.Pending, Hash = null };
            item.IsOpen = true;
            item.Person.DueAgain(now + Delay(state.Attempts));
            return;
        }

        item.State = state with { State = CrmRecordState.SetAside, Hash = item.Hash };
        batch.SetAside++;
        Log.SetAside(_logger, batch.Target, item.Kind, outcome.Code);
    }

    /// <summary>
    /// Empties what we have written about somebody who was erased. The CRM's record of the person stays, and so do fields that were filled because they
    /// were empty: they belong to the CRM's users.
    /// </summary>
    private async ValueTask EraseAsync(SyncBatch batch, SyncPerson person, CancellationToken cancellationToken)
    {
        foreach (var state in person.Known.Where(static state => state is not { State: CrmRecordState.SetAside, Hash: SyncPerson.ErasedHash }))
        {
            if (batch.Mapping.Of(state.Kind) is not { } crmObject)
            {
                continue;
            }

            var record = new ProjectedRecord(state.Kind, state.Id, state.RemoteKey ?? state.Id, [], null);
            var item = new SyncItem(person, record, SyncPerson.ErasedHash, state.Other, state);
            person.Items.Add(item);
            if (!batch.MayGoOn)
            {
                Apply(batch, item, null);
                continue;
            }

            var (outcome, pause) = await EraseAsync(batch.Channel.Crm, crmObject, item, cancellationToken).ConfigureAwait(false);
            Note(batch, pause, outcome is not null);
            Apply(batch, item, outcome);
        }
    }

    private static async ValueTask<(RowOutcome? Outcome, CrmPause? Pause)> EraseAsync(
        ICrm crm, CrmObject crmObject, SyncItem item, CancellationToken cancellationToken)
    {
        var remoteId = item.State.RemoteId;
        CrmPause? pause = null;
        if (remoteId is null)
        {
            if (item is { Kind: CrmRecordKind.Person, State.RemoteKey: null })
            {
                return (new RowOutcome(RowResult.Written), null);
            }

            var found = await crm.ReadAsync(crmObject, crmObject.Key, [item.Record.Key], [], cancellationToken).ConfigureAwait(false);
            pause = found.Pause;
            remoteId = found.Records.GetValueOrDefault(item.Record.Key)?.RemoteId;
            if (remoteId is null || pause is not null)
            {
                return (found.Refused ?? (found.IsComplete && remoteId is null ? new RowOutcome(RowResult.Written) : null), pause);
            }
        }

        var fields = RecordProjection.Erased(crmObject, item.Kind).Select(static field => (field.Name, field.Value));
        var all = item.Kind == CrmRecordKind.Person ? fields.Append((crmObject.Key, FieldValue.Nothing)) : fields;
        var answer = await crm.UpdateAsync(crmObject, [new OutgoingRecord(null, [.. all], remoteId)], cancellationToken).ConfigureAwait(false);
        var outcome = answer.Malformed ?? (answer.Rows.Count > 0 ? answer.Rows[0] : null);

        // What is not there any more needs not be emptied.
        return (outcome is { Result: RowResult.Gone } ? new RowOutcome(RowResult.Written, remoteId) : outcome, answer.Pause);
    }

    private void Note(SyncBatch batch, CrmPause? pause, bool isAnswered)
    {
        if (pause is null)
        {
            if (isAnswered)
            {
                batch.Channel.Answered();
            }

            return;
        }

        batch.Channel.Pause(pause, _clock.Now());
        if (pause.NeedsPeople)
        {
            Log.NeedsPeople(_logger, batch.Target, pause.Code, pause.For);
        }
        else
        {
            Log.Paused(_logger, batch.Target, pause.Code, pause.For);
        }
    }

    private async ValueTask<CrmRound> SettleAsync(SyncBatch batch, CancellationToken cancellationToken)
    {
        var now = _clock.Now();
        var postponed = 0;
        foreach (var person in batch.People)
        {
            // What was ready and could not be sent any more, or waits for another, comes again.
            var until = batch.Channel.Rest is { } rest && rest.Until > now ? rest.Until : now;
            foreach (var item in person.Items.Where(static item => item.IsToSend && !item.IsSettled))
            {
                person.DueAgain(item.ParkedUntil ?? until);
            }

            postponed += person.DueAt is null ? 0 : 1;
            var isForgotten = person is { IsErased: true, DueAt: null, HasRefusedErasure: false }
                && person.Items.TrueForAll(static item => item.State.State == CrmRecordState.Written);
            CrmRecord[] changed = [.. person.Items.Where(static item => item.IsChanged).Select(static item => item.State)];
            var kept = isForgotten
                ? await batch.Store.ForgetAsync(person.Work, now, cancellationToken).ConfigureAwait(false)
                : await batch.Store.SaveAsync(person.Work with { DueAt = person.DueAt }, changed, isReleased: true, now, cancellationToken)
                    .ConfigureAwait(false);
            if (!kept)
            {
                Log.LeaseLost(_logger, batch.Target);
            }
            else if (isForgotten || person.Items.Exists(static item => item is { Kind: CrmRecordKind.Person, IsFirst: true }))
            {
                // Records that name the person are to name them no more, or can name them now.
                await batch.Store.NoteRelatedAsync(batch.Target, person.Stored, isOnlyWaiting: !isForgotten, now, cancellationToken).ConfigureAwait(false);
            }
        }

        return new CrmRound(batch.People.Count, batch.Written, batch.SetAside, postponed);
    }

    private static Duration Delay(int attempt) => Duration.Min(LongestDelay, FirstDelay * Math.Pow(2, Math.Min(attempt - 1, 20)));

    private static string? Cut(string? words) => words is { Length: > 1_000 } ? words[..1_000] : words;
}

/// <summary>What the sync logs: CRMs, kinds, codes and counts; never a person, nor the CRM's words, which may name one.</summary>
internal static partial class Log
{
    [LoggerMessage(90, LogLevel.Warning, "{Target}: a record of a {Kind} was refused with {Code} and set aside.")]
    internal static partial void SetAside(ILogger logger, string target, CrmRecordKind kind, string? code);

    [LoggerMessage(91, LogLevel.Information, "{Target}: nothing more is sent for {Time}: {Code}.")]
    internal static partial void Paused(ILogger logger, string target, string code, Duration time);

    [LoggerMessage(92, LogLevel.Error, "{Target}: access was refused with {Code}; trying again in {Time}. Look at the credentials and permissions.")]
    internal static partial void NeedsPeople(ILogger logger, string target, string code, Duration time);

    [LoggerMessage(93, LogLevel.Warning, "{Target}: a person was settled after the lease; what was written may be written again.")]
    internal static partial void LeaseLost(ILogger logger, string target);

    [LoggerMessage(94, LogLevel.Error, "{Target}: a person could not be read; trying again later.")]
    internal static partial void ReadFailed(ILogger logger, Exception exception, string target);

    [LoggerMessage(95, LogLevel.Error, "{Crm}: a round failed; the next one tries again.")]
    internal static partial void RoundFailed(ILogger logger, Exception exception, string crm);

    [LoggerMessage(96, LogLevel.Warning, "What is to be mirrored is kept in memory and lost at the end. Name a store, such as with StoreCrmIn<TContext>().")]
    internal static partial void NothingIsKept(ILogger logger);

    [LoggerMessage(97, LogLevel.Warning, "No events are published, so that nothing is mirrored. Call PublishEventsTo<CrmEventHandler>().")]
    internal static partial void NothingIsPublished(ILogger logger);
}
