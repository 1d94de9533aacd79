using NodaTime;
using Referrals.Serialization;
using Referrals.Storage;

namespace Referrals.Pipeline;

/// <summary>
/// A program of a tenant that is kept in the store, as this instance knows it. Every decision brings the program's calendar with what it loads, and
/// is made anew where that is another one than was known. A change takes effect later than it is stored, by more than clocks differ: so who has
/// read the calendar knows every version that has begun by then, and a commit needs no guard.
/// </summary>
internal sealed class FollowedProgram
{
    private readonly ProgramId _program;
    private readonly int _registered;
    private readonly Func<IReadOnlyList<ReferralProgram>, IReadOnlyList<int>, ReferralDecider> _make;
    private volatile Known _known;

    /// <param name="program">The program.</param>
    /// <param name="registered">The decider of the versions that the code registers; <c>null</c> for none.</param>
    /// <param name="make">Makes a decider of the versions of the code and of these, to some of which referrals move.</param>
    internal FollowedProgram(
        ProgramId program, ReferralDecider? registered, Func<IReadOnlyList<ReferralProgram>, IReadOnlyList<int>, ReferralDecider> make)
    {
        _program = program;
        _registered = registered?.Program.Version ?? 0;
        _make = make;
        _known = new Known(new VersionsState { Revision = -1 }, registered, [], null);
    }

    /// <summary>What the program is, with all its versions.</summary>
    internal VersionsState Calendar => _known.Calendar;

    /// <summary>Whether there is any version, though it may be a draft.</summary>
    internal bool Exists => _known.All is not null;

    /// <summary>The decider that knows all versions that are registered or published, those that are planned too.</summary>
    internal ReferralDecider All => _known.All ?? throw Unknown();

    /// <summary>The highest version that the code registers; 0 for none.</summary>
    internal int Registered => _registered;

    /// <summary>A version that the store holds, as this instance has read it.</summary>
    internal ReferralProgram? Find(string fingerprint) => _known.Programs.FirstOrDefault(one => one.Fingerprint == fingerprint).Program;

    /// <summary>
    /// The decider of an input: of the version that is in force at its time, but of none that is not in force yet. What was told late is judged by
    /// what was in force then.
    /// </summary>
    internal ReferralDecider At(Instant time, Instant now)
    {
        var known = _known;
        var latest = known.Calendar.InForceAt(now) ?? _registered;
        var inForce = time >= now ? latest : known.Calendar.InForceAt(time) ?? _registered;
        return (known.All ?? throw Unknown()).AsOf(inForce, latest);
    }

    /// <summary>The version in force as pages show it: paused and ended too where the program was paused or ended while it was running.</summary>
    internal ReferralProgram ProgramAt(Instant now)
    {
        var program = At(now, now).Program;
        return Calendar.PhaseAt(now) switch
        {
            { Phase: ProgramPhase.Running } => program,
            { Phase: ProgramPhase.Paused } => program with { IsPaused = true },
            var phase => program with { EndsAt = program.EndsAt is { } end ? Instant.Min(end, phase.From) : phase.From },
        };
    }

    /// <summary>Lets a first draft be decided, for which there is no version yet.</summary>
    internal void Begin(ReferralProgram draft)
    {
        var known = _known;
        _known = known.All is null ? known with { All = _make([draft], []) } : known;
    }

    /// <summary>Takes over the calendar that a decision has loaded.</summary>
    /// <returns>Whether it is another one than was known.</returns>
    internal async ValueTask<bool> TakeAsync(IReferralStore store, Partition partition, StateEntry entry, CancellationToken cancellationToken)
    {
        var calendar = (VersionsState?)entry.Value ?? new VersionsState();
        var known = _known;
        if (calendar.Revision == known.Calendar.Revision)
        {
            return false;
        }

        // Drafts decide nothing, but a program that has nothing else is not unknown.
        var marks = calendar.Versions.Where(static mark => mark.From is not null).ToArray();
        marks = marks.Length > 0 || _registered > 0 ? marks : [.. calendar.Versions.Where(static mark => mark.IsDraft)];
        var programs = await ProgramsAsync(store, partition, marks, known, cancellationToken).ConfigureAwait(false);
        int[] moving = [.. marks.Where(static mark => mark.MovesReferrals).Select(static mark => mark.Version)];
        var all = programs.Length == 0 && _registered == 0 ? null : _make([.. programs.Select(static one => one.Program)], moving);
        _known = new Known(calendar, all, programs, known.ReadAt);
        return true;
    }

    /// <summary>Reads the calendar if that was not done for a while.</summary>
    internal async ValueTask ReadAsync(
        IReferralStore store, Partition partition, Instant now, TimeSpan interval, CancellationToken cancellationToken)
    {
        if (_known.ReadAt is { } before && before <= now && now - before < Duration.FromTimeSpan(interval))
        {
            return;
        }

        var load = await StateLoad.StartAsync(store, partition, [StateKeys.Versions], cancellationToken).ConfigureAwait(false);
        _ = await TakeAsync(store, partition, load.Entries[StateKeys.Versions], cancellationToken).ConfigureAwait(false);
        _known = _known with { ReadAt = now };
    }

    private static async ValueTask<(string Fingerprint, ReferralProgram Program)[]> ProgramsAsync(
        IReferralStore store, Partition partition, VersionMark[] marks, Known known, CancellationToken cancellationToken)
    {
        RecordKey[] keys =
        [
            .. marks.Where(mark => known.Programs.All(one => one.Fingerprint != mark.Fingerprint)).Select(static mark => StateKeys.StoredProgram(mark.Version)),
        ];
        var load = await StateLoad.StartAsync(store, partition, keys, cancellationToken).ConfigureAwait(false);
        return [.. marks.Select(mark => (mark.Fingerprint, Program(mark)))];

        ReferralProgram Program(VersionMark mark) =>
            known.Programs.FirstOrDefault(one => one.Fingerprint == mark.Fingerprint).Program
            ?? (load.Entries[StateKeys.StoredProgram(mark.Version)].Value is StoredProgramState stored
                ? ProgramJson.Read(stored.Program)
                : throw new ReferralsException($"Version {mark.Version} of '{partition}' is published, and its record is missing. Restore it from a backup."));
    }

    private ArgumentException Unknown() => new(
        $"Program '{_program}' is neither registered nor known to be kept in the store. Write its first draft with Publishing.SaveDraftAsync, add it with "
        + "AddReferrals(r => r.AddProgram(program)), or, where it is read before anything was awaited, call Publishing.GetAsync first.");

    private sealed record Known(
        VersionsState Calendar, ReferralDecider? All, (string Fingerprint, ReferralProgram Program)[] Programs, Instant? ReadAt);
}

/// <summary>Which programs a tenant keeps in the store: a partition of its own, with one record for each program.</summary>
internal static class ProgramCatalogue
{
    /// <summary>The id that no program can have where programs are kept in the store.</summary>
    internal static ProgramId Id { get; } = ProgramId.From("_programs");

    internal static async IAsyncEnumerable<ProgramId> ReadAsync(
        IReferralStore store, TenantId tenant, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var record in store.ScanAsync(Partition.Of(tenant, Id), RecordKind.Program, ScanRange.All, cancellationToken).ConfigureAwait(false))
        {
            yield return ProgramId.From(record.Key.Id);
        }
    }

    /// <summary>Adds a program that may be there already.</summary>
    internal static async ValueTask AddAsync(IReferralStore store, TenantId tenant, ProgramId program, CancellationToken cancellationToken)
    {
        var key = RecordKey.Of(RecordKind.Program, program.Value);
        var partition = Partition.Of(tenant, Id);
        if ((await store.LoadAsync(partition, [key], cancellationToken).ConfigureAwait(false)).Find(key) is null)
        {
            // Where another instance was faster, it has said the same.
            _ = await store.CommitAsync(
                CommitBatch.Of(partition, [StoreOperation.Insert(key, RecordContent.Of("{}"u8.ToArray()))]), cancellationToken).ConfigureAwait(false);
        }
    }
}
