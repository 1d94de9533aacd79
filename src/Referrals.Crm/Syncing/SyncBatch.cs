using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Referrals.Crm.Projection;
using Referrals.Crm.Storage;

namespace Referrals.Crm.Syncing;

/// <summary>Persons who were leased together, their records, and what is known of others whom these name.</summary>
internal sealed class SyncBatch
{
    /// <summary>How long somebody rests who waits for another to be written.</summary>
    private static readonly Duration Parked = Duration.FromSeconds(5);

    private readonly CrmClock _clock;
    private readonly Instant _leasedUntil;
    private readonly Dictionary<CustomerId, CrmRecord> _others = [];
    private readonly Dictionary<CustomerId, CrmWork> _otherWork = [];
    private readonly Dictionary<CustomerId, SyncPerson> _people;

    private SyncBatch(
        CrmChannel channel, Partition partition, ICrmStore store, PersonReading reading, IReadOnlyList<SyncPerson> people, CrmClock clock, Instant leasedUntil)
    {
        Channel = channel;
        Target = channel.Target(partition);
        Store = store;
        Reading = reading;
        People = people;
        _people = people.ToDictionary(static person => person.Stored);
        _clock = clock;
        _leasedUntil = leasedUntil;
    }

    internal CrmChannel Channel { get; }

    internal string Target { get; }

    internal ICrmStore Store { get; }

    internal PersonReading Reading { get; }

    internal IReadOnlyList<SyncPerson> People { get; }

    internal CrmMapping Mapping => Channel.Options.Mapping;

    internal int Written { get; set; }

    internal int SetAside { get; set; }

    /// <summary>Whether another call would end before the lease does: a call that ends later might overwrite what somebody else has written since.</summary>
    internal bool IsLeased => _clock.Now() + Duration.FromTimeSpan(Channel.Options.Timeout) < _leasedUntil;

    internal bool MayGoOn => IsLeased && !Channel.RestsAt(_clock.Now());

    /// <summary>Leases persons who are due; <c>null</c> if nobody is.</summary>
    internal static async ValueTask<SyncBatch?> StartAsync(
        CrmChannel channel, IServiceProvider services, CrmClock clock, Duration leaseTime, CancellationToken cancellationToken)
    {
        var engine = services.GetRequiredService<ReferralEngine>();
        var store = services.GetRequiredService<ICrmStore>();
        var partition = channel.PartitionOf(engine);
        var now = clock.Now();
        var leased = await store.LeaseAsync(channel.Target(partition), now, now + leaseTime, channel.Crm.BatchSize, cancellationToken).ConfigureAwait(false);
        if (leased.Count == 0)
        {
            return null;
        }

        CustomerId[] customers = [.. leased.Select(static work => work.Customer)];
        var records = (await store.ReadRecordsAsync(channel.Target(partition), customers, cancellationToken).ConfigureAwait(false))
            .ToLookup(static record => record.Customer);
        SyncPerson[] people = [.. leased.Select(work => new SyncPerson(work, [.. records[work.Customer]]))];
        var reading = new PersonReading(
            channel.EngineOf(engine), services.GetService<ICrmPeople>(), channel.Options.Tenant, channel.Options.Mapping);
        return new SyncBatch(channel, partition, store, reading, people, clock, now + leaseTime);
    }

    /// <summary>Reads how far others are whom records of the batch look up.</summary>
    internal async ValueTask ReadOthersAsync(CancellationToken cancellationToken)
    {
        CustomerId[] others =
        [
            .. People.SelectMany(static person => person.Items).Where(static item => item.LooksUpOther).Select(static item => item.Other!.Value)
                .Where(other => !_people.ContainsKey(other)).Distinct(),
        ];
        if (others.Length == 0)
        {
            return;
        }

        foreach (var record in await Store.ReadRecordsAsync(Target, others, cancellationToken).ConfigureAwait(false))
        {
            if (record.Kind == CrmRecordKind.Person)
            {
                _others[record.Customer] = record;
            }
        }

        foreach (var work in await Store.ReadWorkAsync(Target, others, cancellationToken).ConfigureAwait(false))
        {
            _otherWork[work.Customer] = work;
        }

        // Somebody who was never noted comes first, and those who name them wait for that.
        CustomerId[] strangers = [.. others.Where(other => !_otherWork.ContainsKey(other) && _others.GetValueOrDefault(other)?.RemoteId is null)];
        var now = _clock.Now();
        await Store.NoteAsync(Target, strangers, now, cancellationToken).ConfigureAwait(false);
        foreach (var stranger in strangers)
        {
            _otherWork[stranger] = new CrmWork { Target = Target, Customer = stranger, DueAt = now };
        }
    }

    /// <summary>
    /// Records of one object that can be sent now, in the order of whom they look up, so that two instances lock the same records in the same order.
    /// </summary>
    internal IReadOnlyList<SyncItem> NextWave(Instant now)
    {
        foreach (var kind in Enum.GetValues<CrmRecordKind>())
        {
            var wave = People.SelectMany(static person => person.Items)
                .Where(item => item.Kind == kind && item is { IsToSend: true, IsSettled: false, ParkedUntil: null } && IsReady(item, now))
                .OrderBy(static item => item.Other?.Value, StringComparer.Ordinal).ThenBy(static item => item.Id, StringComparer.Ordinal)
                .Take(Channel.Crm.BatchSize).ToList();
            if (wave.Count > 0)
            {
                return wave;
            }
        }

        return [];
    }

    /// <summary>Decides about the lookups of a record: they are written, left out, or waited for.</summary>
    private bool IsReady(SyncItem item, Instant now)
    {
        item.LeftOut.Clear();
        item.Waits = false;
        var own = item.LooksUpOwner ? StateOf(item.Person.Stored) : Lookup.Held;
        var other = item.LooksUpOther ? StateOf(item.Other!.Value) : Lookup.Held;
        if (own == Lookup.InThisBatch || other == Lookup.InThisBatch)
        {
            return false;
        }

        if (own == Lookup.Coming || other == Lookup.Coming)
        {
            var due = _otherWork.GetValueOrDefault(item.Other ?? item.Person.Stored)?.DueAt ?? now;
            item.ParkedUntil = Instant.Max(due, now) + Parked;
            return false;
        }

        if (own == Lookup.NotHeld)
        {
            _ = item.LeftOut.Add(item.Person.Customer!);
            item.Waits = true;
        }

        if (other == Lookup.NotHeld)
        {
            _ = item.LeftOut.Add(item.Record.Other!.Value.Value);
            item.Waits = true;
        }

        // Only a lookup was missing, and it is missing still.
        if (item.Waits && item.IsWrittenButLookup)
        {
            item.IsSettled = true;
            return false;
        }

        return true;
    }

    private Lookup StateOf(CustomerId person)
    {
        if (_people.TryGetValue(person, out var inBatch))
        {
            var item = inBatch.Items.Find(static item => item.Kind == CrmRecordKind.Person);
            return inBatch.IsErased ? Lookup.NotHeld
                : item is null ? (inBatch.IsHeld ? Lookup.Held : inBatch.DueAt is null ? Lookup.NotHeld : Lookup.Coming)
                : item.State.RemoteId is not null ? Lookup.Held
                : item.IsOpen || item.ParkedUntil is not null ? Lookup.Coming
                : item is { IsToSend: true, IsSettled: false } ? Lookup.InThisBatch
                : Lookup.NotHeld;
        }

        return _others.GetValueOrDefault(person)?.RemoteId is not null ? Lookup.Held
            : _otherWork.GetValueOrDefault(person)?.DueAt is not null ? Lookup.Coming
            : Lookup.NotHeld;
    }

    private enum Lookup
    {
        Held,
        InThisBatch,
        Coming,
        NotHeld,
    }
}

/// <summary>A leased person and their records.</summary>
internal sealed class SyncPerson(CrmWork work, IReadOnlyList<CrmRecord> known)
{
    /// <summary>The hash of a record that was emptied or is to be.</summary>
    internal const string ErasedHash = "erased";

    internal CrmWork Work => work;

    internal CustomerId Stored => work.Customer;

    /// <summary>What is known of the person's records from before.</summary>
    internal IReadOnlyList<CrmRecord> Known => known;

    internal List<SyncItem> Items { get; } = [];

    /// <summary>The person, as the application calls them; <c>null</c> where nothing is mirrored.</summary>
    internal string? Customer => Items.Find(static item => item.Kind == CrmRecordKind.Person)?.Record.Key;

    internal bool IsErased { get; set; }

    /// <summary>Whether a record that should have been emptied was refused and nobody has retried it.</summary>
    internal bool HasRefusedErasure => known.Any(static state => state is { State: CrmRecordState.SetAside, Hash: ErasedHash });

    /// <summary>Whether the CRM holds the person from before.</summary>
    internal bool IsHeld => known.Any(static state => state is { Kind: CrmRecordKind.Person, RemoteId: not null });

    /// <summary>When to look at the person again; <c>null</c> where all is done.</summary>
    internal Instant? DueAt { get; private set; }

    internal void DueAgain(Instant at) => DueAt = DueAt is { } before && before < at ? before : at;

    internal void Add(ProjectedRecord record, string hash, CustomerId? other, string target) => Items.Add(new SyncItem(
        this,
        record,
        hash,
        other,
        known.FirstOrDefault(state => state.Kind == record.Kind && state.Id == record.Id)
            ?? new CrmRecord { Target = target, Customer = Stored, Kind = record.Kind, Id = record.Id }));
}

/// <summary>A record on its way through a batch.</summary>
internal sealed class SyncItem(SyncPerson person, ProjectedRecord record, string hash, CustomerId? other, CrmRecord state)
{
    internal SyncPerson Person => person;

    internal ProjectedRecord Record => record;

    internal string Hash => hash;

    /// <summary>Another person whom the record names, by the name in facts.</summary>
    internal CustomerId? Other => other;

    internal CrmRecordKind Kind => record.Kind;

    internal string Id => record.Id;

    internal CrmRecord State { get; set; } = state;

    /// <summary>Whether what is to be written differs from what was written or refused last, or a lookup was left out.</summary>
    internal bool IsToSend { get; } = state.Hash != hash || state.State == CrmRecordState.Pending || state is { State: CrmRecordState.Written, Waits: true };

    /// <summary>Whether all but a lookup is written as it is to be.</summary>
    internal bool IsWrittenButLookup => State.Hash == hash && State is { State: CrmRecordState.Written, Waits: true };

    internal bool LooksUpOther { get; } = other is not null
        && record.Fields.Any(field => field.Value is { IsLookup: true, IsEmpty: false } && field.Value.Text == record.Other?.Value);

    internal bool LooksUpOwner { get; } = record.Kind != CrmRecordKind.Person
        && record.Fields.Any(field => field.Value is { IsLookup: true, IsEmpty: false } && field.Value.Text != record.Other?.Value);

    /// <summary>The keys of persons whom the CRM does not hold.</summary>
    internal HashSet<string> LeftOut { get; } = new(StringComparer.Ordinal);

    internal bool Waits { get; set; }

    /// <summary>Whether it was sent, or is not to be.</summary>
    internal bool IsSettled { get; set; }

    /// <summary>Whether it was sent and is to be sent again.</summary>
    internal bool IsOpen { get; set; }

    /// <summary>Whether its state is to be kept.</summary>
    internal bool IsChanged { get; set; }

    /// <summary>Whether the CRM has just got it for the first time.</summary>
    internal bool IsFirst { get; set; }

    /// <summary>Until when it waits for another; <c>null</c> where it does not.</summary>
    internal Instant? ParkedUntil { get; set; }

    internal bool LeavesOut(FieldValue lookup) => LeftOut.Contains(lookup.Text ?? string.Empty);
}
