using System.Text.Json;
using Microsoft.Extensions.Logging;
using Referrals.Ledger;
using Referrals.Pipeline;
using Referrals.Serialization;
using Referrals.Storage;

namespace Referrals.Operations;

/// <summary>Goes through everything that a partition holds, once, and checks what must always hold.</summary>
internal sealed class PartitionAudit
{
    /// <summary>Up to how many inputs are decided again, in memory, to name the record that does not fit.</summary>
    internal const int MaxDecidedAgain = 100_000;

    private const int Page = 500;

    private static readonly RecordKind[] States = [.. PartitionRecords.Kinds.Where(static kind =>
        kind is not (RecordKind.Event or RecordKind.Ledger or RecordKind.Fact or RecordKind.Counter or RecordKind.Person))];

    private readonly IReferralStore _store;
    private readonly Partition _partition;
    private readonly ReferralDecider _decider;
    private readonly LedgerAudit _ledger = new();
    private readonly RewardAudit _rewards = new();
    private readonly ReferralAudit _referrals = new();
    private readonly LimitAudit _limits;
    private readonly JournalAudit _journal;
    private readonly PersonAudit? _persons;
    private readonly List<AccountState> _accounts = [];
    private readonly List<AuditFinding> _findings = [];
    private ulong _weight;

    internal PartitionAudit(IReferralStore store, Partition partition, ReferralDecider decider, PersonSeal? seal)
    {
        _store = store;
        _partition = partition;
        _decider = decider;
        _limits = new LimitAudit(decider.Programs);
        _journal = new JournalAudit(store, partition);
        _persons = seal is null ? null : new PersonAudit(partition, seal);
    }

    internal async ValueTask<IReadOnlyList<AuditFinding>> RunAsync(CancellationToken cancellationToken)
    {
        await EachAsync(RecordKind.Ledger, AddLine, cancellationToken).ConfigureAwait(false);
        long facts = 0;
        await EachAsync(RecordKind.Fact, _ => facts++, cancellationToken, record => AddFact(FactRecord.Read(record.Content))).ConfigureAwait(false);
        long lastEvent = 0;
        await EachAsync(RecordKind.Event, record => lastEvent = record.Position, cancellationToken, _journal.Add, _journal.LookAsync).ConfigureAwait(false);
        foreach (var kind in States)
        {
            await EachAsync(kind, Weigh, cancellationToken, AddState).ConfigureAwait(false);
        }

        await EachAsync(RecordKind.Counter, AddCounter, cancellationToken).ConfigureAwait(false);
        if (_persons is not null)
        {
            await EachAsync(RecordKind.Person, _persons.Add, cancellationToken, AddPerson).ConfigureAwait(false);
            _findings.AddRange(_persons.Finish());
        }

        await FindWrongMessagesAsync(cancellationToken).ConfigureAwait(false);
        _findings.AddRange(_ledger.Finish().Select(static finding => new AuditFinding(finding.Code, finding.Posting, finding.Message)));
        _findings.AddRange(await BalancesAsync(cancellationToken).ConfigureAwait(false));
        _findings.AddRange(_rewards.Finish());
        _findings.AddRange(_referrals.Finish());
        _findings.AddRange(_limits.Finish(_rewards.Granted));
        _findings.AddRange(await _journal.FinishAsync(facts, cancellationToken).ConfigureAwait(false));
        if (_weight != _journal.Weight && !await GoesOnAsync(lastEvent, cancellationToken).ConfigureAwait(false))
        {
            _findings.AddRange(await NameChangedAsync(cancellationToken).ConfigureAwait(false));
        }

        return _findings;
    }

    /// <summary>Balances, and accounts lot by lot, that are not the sum of the lines.</summary>
    internal static async ValueTask<IReadOnlyList<LedgerFinding>> FindWrongBalancesAsync(
        IReferralStore store, Partition partition, LedgerAudit audit, CancellationToken cancellationToken)
    {
        var findings = await FindWrongCountersAsync(store, partition, audit, cancellationToken).ConfigureAwait(false);
        await foreach (var record in store.ScanAsync(partition, RecordKind.Account, ScanRange.All, cancellationToken).ConfigureAwait(false))
        {
            findings.AddRange(AccountFindings.Of((AccountState)RecordJson.Read(record.Key.Kind, record.Content.Value), audit.Balances));
        }

        return findings;
    }

    private static async ValueTask<List<LedgerFinding>> FindWrongCountersAsync(
        IReferralStore store, Partition partition, LedgerAudit audit, CancellationToken cancellationToken)
    {
        var findings = new List<LedgerFinding>();
        foreach (var accounts in audit.Balances.Chunk(Page))
        {
            var keys = accounts.Select(static account => Key(account.Key)).ToArray();
            var snapshot = await store.LoadAsync(partition, keys, cancellationToken).ConfigureAwait(false);
            findings.AddRange(accounts
                .Where(account => (snapshot.Find(Key(account.Key))?.Number ?? 0) != account.Value)
                .Select(account => new LedgerFinding(
                    LedgerAudit.WrongBalance,
                    Key(account.Key).Id,
                    $"The balance is {snapshot.Find(Key(account.Key))?.Number ?? 0}, the sum of the lines {account.Value}.")));
        }

        return findings;

        static RecordKey Key((LedgerAccount Account, CustomerId Owner, Unit Unit) account) =>
            StateKeys.Balance(account.Account, account.Unit, account.Owner);
    }

    /// <summary>What reading damaged content can throw. What a store throws because it cannot be reached is none of it.</summary>
    private static bool IsDamage(Exception exception) => exception
        is JsonException or FormatException or InvalidCastException or ArgumentException or OverflowException
            or InvalidOperationException or NotSupportedException or KeyNotFoundException or NullReferenceException;

    private void AddLine(StoredRecord record)
    {
        var line = RecordJson.ReadLine(record.Content.Value);
        if (record.Key != DecisionBatch.LineKey(line) || record.Content.Columns != line.Columns()
            || record.Content.DueAt is not null || !record.Content.Value.Span.SequenceEqual(RecordJson.Write(line).Span))
        {
            Find(AuditCodes.LineChanged, record.Key.Id, "The row of this ledger line does not say what the line says: its key, due time or typed columns were changed.");
        }

        _ledger.Add(line, record.Position);
        _rewards.Add(line);
    }

    private void AddPerson(StoredRecord record)
    {
        if (record.Content.Labels is not null)
        {
            Find(AuditCodes.PersonChanged, record.Key.Id, "What joins a person to the surrogate has labels, by which it could be found.");
        }
    }

    private void AddFact(Fact fact) => _referrals.Add(fact);

    private void AddState(StoredRecord record)
    {
        var state = RecordJson.Read(record.Key.Kind, record.Content.Value);
        if (!LabelAudit.Fits(_store, record.Content.Labels, state))
        {
            Find(AuditCodes.RecordChanged, record.Key.ToString(), $"The {record.Key.Kind} record would not be found by what it says: its labels were changed.");
        }

        switch (state)
        {
            case RewardState reward:
                _rewards.Add(reward);
                break;
            case CustomerState customer:
                _rewards.Add(customer);
                _referrals.Add(customer);
                _persons?.Add(customer);
                break;
            case AccountState account:
                _rewards.Add(account);
                _accounts.Add(account);
                break;
        }
    }

    private void Weigh(StoredRecord record) =>
        _weight = unchecked(_weight + EventSeal.WeightOf(record.Key, record.Version, record.Content));

    private void AddCounter(StoredRecord counter)
    {
        if (!counter.Key.Id.StartsWith(PartitionRecords.ImportPrefix, StringComparison.Ordinal))
        {
            _weight = unchecked(_weight + EventSeal.WeightOf(counter.Key, counter.Number));
            _limits.AddCounter(counter);
        }
    }

    private async ValueTask<IEnumerable<AuditFinding>> BalancesAsync(CancellationToken cancellationToken)
    {
        var wrong = await FindWrongCountersAsync(_store, _partition, _ledger, cancellationToken).ConfigureAwait(false);
        return wrong.Concat(_accounts.SelectMany(account => AccountFindings.Of(account, _ledger.Balances)))
            .Select(static finding => new AuditFinding(finding.Code, finding.Posting, finding.Message));
    }

    /// <summary>Messages that wait are what their events have written; those that were delivered are gone.</summary>
    private async ValueTask FindWrongMessagesAsync(CancellationToken cancellationToken)
    {
        var page = new List<StoredRecord>();
        await EachAsync(RecordKind.Message, page.Add, cancellationToken, null, LookAsync).ConfigureAwait(false);
        await LookAsync(cancellationToken).ConfigureAwait(false);

        async ValueTask LookAsync(CancellationToken token)
        {
            if (page.Count == 0)
            {
                return;
            }

            var events = await _store.LoadAsync(
                _partition, [.. page.Select(static message => StateKeys.Event(message.Key.Id))], token).ConfigureAwait(false);
            foreach (var message in page)
            {
                var seal = events.Find(StateKeys.Event(message.Key.Id)) is { } stored ? EventSeal.Of(stored.Content.Value.Span) : null;
                if (seal?.Message != EventSeal.HashOf(message.Content))
                {
                    Find(AuditCodes.MessageChanged, message.Key.Id, "The message that waits for delivery is not the one that its decision has written.");
                }
            }

            page.Clear();
        }
    }

    /// <summary>Whether somebody commits meanwhile: then what was read one after the other need not fit together.</summary>
    private async ValueTask<bool> GoesOnAsync(long lastEvent, CancellationToken cancellationToken)
    {
        await foreach (var _ in _store.ScanAsync(
            _partition, RecordKind.Event, ScanRange.After(lastEvent).Take(1), cancellationToken).ConfigureAwait(false))
        {
            return true;
        }

        return false;
    }

    /// <summary>Something is not what the journal has led to: decides the journal again in memory, and says what.</summary>
    private async ValueTask<List<AuditFinding>> NameChangedAsync(CancellationToken cancellationToken)
    {
        var findings = new List<AuditFinding>();
        if (_journal.Count <= MaxDecidedAgain)
        {
            try
            {
                var target = new InMemoryReferralStore();
                var rebuild = new JournalRebuild(target, _partition, _decider);
                await rebuild.RunAsync(
                    _store.ScanAsync(_partition, RecordKind.Event, ScanRange.All, cancellationToken), null, cancellationToken).ConfigureAwait(false);
                await CompareAsync(target, findings, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is ReferralsException || IsDamage(exception))
            {
                findings.Add(new AuditFinding(AuditCodes.RecordChanged, _partition.ToString(), $"The journal cannot be decided again: {exception.Message}"));
            }
        }

        if (findings.Count == 0)
        {
            findings.Add(new AuditFinding(
                AuditCodes.RecordChanged,
                _partition.ToString(),
                "Records and counters do not add up to what the journal has led to: something was changed, added or taken out behind the back. "
                + "Rebuild into an empty store with RebuildAsync, and let CompareAsync name it."));
        }

        return findings;
    }

    private async ValueTask CompareAsync(InMemoryReferralStore target, List<AuditFinding> findings, CancellationToken cancellationToken)
    {
        foreach (var kind in States.Append(RecordKind.Counter))
        {
            await foreach (var page in PartitionRecords.ScanAsync(_store, _partition, kind, cancellationToken)
                .Chunk(Page).WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                var expected = await target.LoadAsync(_partition, [.. page.Select(static record => record.Key)], cancellationToken).ConfigureAwait(false);
                foreach (var record in page.Where(record => Weight(record) != Weight(expected.Find(record.Key))))
                {
                    findings.Add(Changed(record.Key, "is not what the journal leads to"));
                }
            }

            await foreach (var page in PartitionRecords.ScanAsync(target, _partition, kind, cancellationToken)
                .Chunk(Page).WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                var found = await _store.LoadAsync(_partition, [.. page.Select(static record => record.Key)], cancellationToken).ConfigureAwait(false);
                foreach (var record in page.Where(record => found.Find(record.Key) is null && Weight(record) != 0))
                {
                    findings.Add(Changed(record.Key, "is missing"));
                }
            }
        }

        static ulong Weight(StoredRecord? record) => record is null ? 0
            : record.Key.Kind == RecordKind.Counter ? EventSeal.WeightOf(record.Key, record.Number)
            : EventSeal.WeightOf(record.Key, record.Version, record.Content);

        static AuditFinding Changed(RecordKey key, string what) =>
            new(AuditCodes.RecordChanged, key.ToString(), $"The {key.Kind} record {what}: its content, due time, version or key was changed.");
    }

    private void Find(string code, string subject, string message) => _findings.Add(new AuditFinding(code, subject, message));

    /// <summary>
    /// Goes through the records of a kind. One that cannot be read is a finding, and the rest goes on; where the store itself cannot go on
    /// behind it, the rest of the kind is left out.
    /// </summary>
    private async ValueTask EachAsync(
        RecordKind kind,
        Action<StoredRecord> first,
        CancellationToken cancellationToken,
        Action<StoredRecord>? second = null,
        Func<CancellationToken, ValueTask>? afterPage = null)
    {
        var records = _store.ScanAsync(_partition, kind, ScanRange.All, cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using var disposal = records.ConfigureAwait(false);
        for (var count = 1; ; count++)
        {
            try
            {
                if (!await records.MoveNextAsync().ConfigureAwait(false))
                {
                    return;
                }
            }
            catch (Exception exception) when (exception is FormatException or InvalidCastException or ArgumentException or OverflowException)
            {
                Find(AuditCodes.Unreadable, kind.ToString(), $"A row of the kind {kind} cannot be read, and those behind it were not looked at: {exception.Message}");
                return;
            }

            Try(first);
            if (second is not null)
            {
                Try(second);
            }

            if (afterPage is not null && count % Page == 0)
            {
                await afterPage(cancellationToken).ConfigureAwait(false);
            }
        }

        void Try(Action<StoredRecord> read)
        {
            try
            {
                read(records.Current);
            }
            catch (Exception exception) when (IsDamage(exception))
            {
                Find(AuditCodes.Unreadable, records.Current.Key.ToString(), $"The {kind} record cannot be read: {exception.Message}");
            }
        }
    }
}

/// <summary>Whether a record can be found by what it says.</summary>
internal static class LabelAudit
{
    /// <summary>Whether the labels are those that follow from the content; true for a store that keeps none.</summary>
    internal static bool Fits(IReferralStore store, RecordLabels? labels, object record)
    {
        var isKept = labels is not null || (store is MeasuredReferralStore measured ? measured.Inner : store) is ILabelSource;
        return !isKept || labels == RecordLabelsMapping.Of(record);
    }
}

/// <summary>Whether the events are as they were stored, and the journal holds exactly the facts that they decided, in their order.</summary>
internal sealed class JournalAudit
{
    private const int Page = 500;

    private readonly IReferralStore _store;
    private readonly Partition _partition;
    private readonly List<(RecordKey Key, Fact Fact)> _waiting = [];
    private readonly Dictionary<CustomerId, long> _places = [];
    private readonly List<AuditFinding> _findings = [];
    private long _decided;

    internal JournalAudit(IReferralStore store, Partition partition)
    {
        _store = store;
        _partition = partition;
    }

    /// <summary>How many events there are.</summary>
    internal long Count { get; private set; }

    /// <summary>What all records and counters together weigh, as the events say.</summary>
    internal ulong Weight { get; private set; }

    internal void Add(StoredRecord record)
    {
        Count++;
        var seal = EventSeal.Of(record.Content.Value.Span);
        Weight = unchecked(Weight + (seal?.Weight ?? 0));
        var stored = RecordJson.ReadEvent(record.Content.Value);
        if (seal is null || record.Key != StateKeys.Event(stored.Decision.Key) || record.Version != 1 || record.Content.DueAt is not null
            || !LabelAudit.Fits(_store, record.Content.Labels, stored))
        {
            _findings.Add(new AuditFinding(
                AuditCodes.EventChanged, record.Key.Id, "The event is not as it was stored: its content, key, version, due time or labels were changed."));
        }

        for (var i = 0; i < stored.Decision.Facts.Count; i++)
        {
            _waiting.Add((DecisionBatch.FactKey(stored.Decision, i), stored.Decision.Facts[i]));
        }
    }

    /// <summary>Looks for the facts of the events so far.</summary>
    internal async ValueTask LookAsync(CancellationToken cancellationToken)
    {
        foreach (var some in _waiting.Chunk(Page))
        {
            var snapshot = await _store.LoadAsync(_partition, [.. some.Select(static one => one.Key)], cancellationToken).ConfigureAwait(false);
            foreach (var (key, fact) in some)
            {
                if (snapshot.Find(key) is not { } record || !IsAsDecided(record, fact))
                {
                    _findings.Add(new AuditFinding(AuditCodes.FactMissing, key.Id, "The journal does not hold this fact as it was decided."));
                }
                else if (!StandsInOrder(record, fact))
                {
                    _findings.Add(new AuditFinding(AuditCodes.FactMoved, key.Id, "The fact stands before one of the same customer that was decided earlier: a position was changed."));
                }
            }
        }

        _decided += _waiting.Count;
        _waiting.Clear();
    }

    internal async ValueTask<IEnumerable<AuditFinding>> FinishAsync(long factsInJournal, CancellationToken cancellationToken)
    {
        await LookAsync(cancellationToken).ConfigureAwait(false);
        if (factsInJournal > _decided)
        {
            _findings.Add(new AuditFinding(
                AuditCodes.FactUnknown, _partition.ToString(), $"The journal holds {factsInJournal} facts; {_decided} were decided."));
        }

        return _findings;
    }

    private static bool IsAsDecided(StoredRecord record, Fact fact)
    {
        try
        {
            var content = FactRecord.Of(fact);
            return record.Content.Value.Span.SequenceEqual(content.Value.Span)
                && record.Content.Columns == content.Columns && record.Content.DueAt is null && record.Version == 1;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or OverflowException)
        {
            return false;
        }
    }

    /// <summary>
    /// Decisions that write the same customer come one after the other, and so do their facts. Others may overtake each other between
    /// the event and the facts, where a database has many writers.
    /// </summary>
    private bool StandsInOrder(StoredRecord record, Fact fact)
    {
        if (fact is not { Kind: FactKind.SignedUp or FactKind.ReferralCreated or FactKind.ConversionRecorded, Customer: { } customer })
        {
            return true;
        }

        var inOrder = record.Position > _places.GetValueOrDefault(customer);
        _places[customer] = Math.Max(record.Position, _places.GetValueOrDefault(customer));
        return inOrder;
    }
}

/// <summary>What an audit logs: partitions, codes and counts, never whom it is about.</summary>
internal static partial class Log
{
    [LoggerMessage(40, LogLevel.Error, "Partition {Partition}: an audit found {Count} things that cannot be right, the first of the code {Code}.")]
    internal static partial void Found(ILogger logger, Partition partition, int count, string code);

    [LoggerMessage(41, LogLevel.Information, "Partition {Partition}: an audit found nothing wrong.")]
    internal static partial void Clean(ILogger logger, Partition partition);
}
