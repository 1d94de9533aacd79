using System.Text.Json.Serialization;
using NodaTime;
using Referrals.Hosting;
using Referrals.Pipeline;
using Referrals.Serialization;
using Referrals.Storage;

namespace Referrals;

/// <summary>
/// Changes a program while the application runs: drafts, publication from an instant on, pauses and ends, each with who and why. See
/// <see cref="ReferralEngine.Publishing"/> and <c>docs/changing-programs.md</c>.
/// </summary>
/// <remarks>
/// A change is decided and stored like every other input. It names the revision of the program that was seen: where somebody else was faster, it is
/// refused with <see cref="DecisionCodes.ProgramChangedMeanwhile"/> and nothing is lost.
/// </remarks>
/// <example><code>
/// var status = await referrals.Publishing.GetAsync();
/// await referrals.Publishing.SaveDraftAsync(next, ProgramEdit.Of("lea", "more for friends", status.Revision));
/// await referrals.Publishing.PublishAsync(next.Version, ProgramEdit.Of("lea", "agreed with finance", status.Revision + 1), from: monday);
/// </code></example>
public sealed class PublishingOperations
{
    private readonly EngineScope _scope;
    private readonly StoredProgramOptions _options;

    internal PublishingOperations(EngineScope scope)
    {
        _scope = scope;
        _options = scope.Options.StoredPrograms ?? throw new ReferralsException(
            "Programs are not kept in the store. Call StorePrograms() in AddReferrals to change them while the application runs.");
    }

    /// <summary>
    /// Writes a version that decides nothing yet, or writes it anew. The first draft makes a program known that is not registered.
    /// </summary>
    /// <param name="program">The version. Its number is higher than those that are registered or were published.</param>
    /// <param name="edit">Who writes it, why, and the revision that was seen; 0 for a program that was never changed.</param>
    /// <param name="cancellationToken">Token to cancel the operation.</param>
    /// <exception cref="ArgumentException">The program is another one than the engine speaks of.</exception>
    /// <exception cref="ReferralProgramException">The program asks for a rule that the application does not have.</exception>
    public async ValueTask<Decision> SaveDraftAsync(ReferralProgram program, ProgramEdit edit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(program);
        var scope = _scope.Program.IsDefault ? _scope with { Program = program.Id } : _scope;
        if (scope.Partition.Program != program.Id)
        {
            throw new ArgumentException(
                $"The engine speaks of '{scope.Partition.Program}', and the draft is of '{program.Id}'; choose it with ForProgram.", nameof(program));
        }

        await scope.FollowAsync(cancellationToken).ConfigureAwait(false);
        scope.Programs.Check(program);
        scope.Followed!.Begin(program);
        await ProgramCatalogue.AddAsync(scope.Store, scope.Tenant, program.Id, cancellationToken).ConfigureAwait(false);
        var change = Of(ProgramChangeKind.Draft, edit, program.Version) with
        {
            Program = ProgramJson.Write(program),
            Fingerprint = ProgramFingerprint.Of(program),
        };
        return await SubmitAsync(scope, change, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// What the gate finds about a version: its review, what is beyond the platform's limits, and what a trial over the history says. Nothing is
    /// changed; <see cref="PublishAsync"/> looks again.
    /// </summary>
    /// <param name="version">The version; it is kept in the store.</param>
    /// <param name="trial">The trial; <c>null</c> for that of <see cref="StoredProgramOptions.Trial"/>.</param>
    /// <param name="cancellationToken">Token to cancel the operation.</param>
    /// <returns>The gravest first; none for a version that the store does not hold.</returns>
    public async ValueTask<IReadOnlyList<ReleaseFinding>> ReviewAsync(
        int version, ProgramTrial? trial = null, CancellationToken cancellationToken = default)
    {
        await _scope.FollowAsync(cancellationToken).ConfigureAwait(false);
        var key = StateKeys.StoredProgram(version);
        var load = await StateLoad.StartAsync(_scope.Store, _scope.Partition, [key], cancellationToken).ConfigureAwait(false);
        if (load.Entries[key].Value is not StoredProgramState stored)
        {
            return [];
        }

        var program = ProgramJson.Read(stored.Program);
        var findings = ProgramAnalysis.Of(program).Findings.Concat(_options.Limits.Check(program)).Select(static finding => new ReleaseFinding
        {
            Code = finding.Code,
            Severity = finding.Severity,
            Path = finding.Path,
            Message = $"{finding.Message} {finding.Remedy}",
        });
        if ((trial ?? _options.Trial) is { } asked && _scope.Decider.IsInForce)
        {
            var report = await new ProgramOperations(_scope).SimulateAsync(
                program, asked.Options(_scope.Clock.GetCurrentInstant()), cancellationToken).ConfigureAwait(false);
            findings = findings.Concat(asked.Judge(report));
        }

        return findings.OrderByDescending(static finding => finding.Severity).ToValueList();
    }

    /// <summary>
    /// Puts a draft in force from an instant on, if the gate lets it through: it keeps to the platform's limits and passes the trial, and the
    /// warnings of its review are accepted with a word. What was found is kept with the change. Until the instant it can be
    /// withdrawn; from then on it stays what it is.
    /// </summary>
    /// <remarks>What happens before the instant is judged by the version of that time, however late it is told.</remarks>
    /// <param name="version">The draft.</param>
    /// <param name="edit">Who publishes it, why, and the revision that was seen.</param>
    /// <param name="from">From when on; <c>null</c> for as soon as possible, which is after <see cref="StoredProgramOptions.Lead"/>.</param>
    /// <param name="moveReferrals">
    /// Whether referrals under way are judged by this version from then on. Else they keep the version under which they were created.
    /// </param>
    /// <param name="trial">A trial over the history that the version must pass; <c>null</c> for that of <see cref="StoredProgramOptions.Trial"/>.</param>
    /// <param name="cancellationToken">Token to cancel the operation.</param>
    public async ValueTask<Decision> PublishAsync(
        int version,
        ProgramEdit edit,
        Instant? from = null,
        bool moveReferrals = false,
        ProgramTrial? trial = null,
        CancellationToken cancellationToken = default)
    {
        var change = Of(ProgramChangeKind.Publish, edit, version, from) with
        {
            MovesReferrals = moveReferrals,
            Accepted = edit.Accepted,
            FindingList = (await ReviewAsync(version, trial, cancellationToken).ConfigureAwait(false)).ToValueList(),
        };
        return await SubmitAsync(_scope, change, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Publishes the programs of a folder of JSON files that are not published yet, each through the same gate: of each program the highest version.
    /// Several instances may do so at once. To follow a folder while the application runs, use
    /// <see cref="ReferralsBuilderHostingExtensions.PublishProgramsFrom"/>.
    /// </summary>
    /// <param name="folder">The folder. Its files that end in <c>.json</c> are read, but no schemas, no hidden files and no folders inside it.</param>
    /// <param name="by">Who publishes: 1 to 128 characters. The reason of a change is the name of the file.</param>
    /// <param name="acceptedWarnings">Why warnings of the review are accepted; <c>null</c>, the default, refuses a version that has any.</param>
    /// <param name="moveReferrals">Whether referrals under way are judged by the new versions too.</param>
    /// <param name="cancellationToken">Token to cancel the operation.</param>
    /// <returns>What became of each file, by name. A file with a mistake does not keep the others from being published.</returns>
    /// <exception cref="ArgumentException">A text is empty or too long.</exception>
    /// <exception cref="IOException">The folder or a file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder or a file cannot be read.</exception>
    public ValueTask<IReadOnlyList<ProgramFileOutcome>> PublishFolderAsync(
        string folder, string by, string? acceptedWarnings = null, bool moveReferrals = false, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var options = new ProgramFolderOptions { By = by, AcceptedWarnings = acceptedWarnings, MovesReferrals = moveReferrals };
        options.Check();
        return PublishFilesAsync(ProgramFile.In(folder), options, cancellationToken);
    }

    internal ValueTask<IReadOnlyList<ProgramFileOutcome>> PublishFilesAsync(
        IReadOnlyList<ProgramFile> files, ProgramFolderOptions options, CancellationToken cancellationToken) =>
        new ProgramFilePublication(_scope, options).RunAsync(files, cancellationToken);

    /// <summary>Takes back a version that is not in force yet. It is a draft again.</summary>
    /// <param name="version">The planned version.</param>
    /// <param name="edit">Who takes it back, why, and the revision that was seen.</param>
    /// <param name="cancellationToken">Token to cancel the operation.</param>
    public ValueTask<Decision> WithdrawAsync(int version, ProgramEdit edit, CancellationToken cancellationToken = default) =>
        SubmitAsync(_scope, Of(ProgramChangeKind.Withdraw, edit, version), cancellationToken);

    /// <summary>Lets no referrals be created from an instant on, until the program is resumed. What was planned for later is dropped.</summary>
    /// <param name="edit">Who pauses it, why, and the revision that was seen.</param>
    /// <param name="from">From when on; <c>null</c> for as soon as possible.</param>
    /// <param name="cancellationToken">Token to cancel the operation.</param>
    public ValueTask<Decision> PauseAsync(ProgramEdit edit, Instant? from = null, CancellationToken cancellationToken = default) =>
        SubmitAsync(_scope, Of(ProgramChangeKind.Pause, edit, from: from), cancellationToken);

    /// <summary>Lets the program run again from an instant on, also after an end. What was planned for later is dropped.</summary>
    /// <param name="edit">Who resumes it, why, and the revision that was seen.</param>
    /// <param name="from">From when on; <c>null</c> for as soon as possible.</param>
    /// <param name="cancellationToken">Token to cancel the operation.</param>
    public ValueTask<Decision> ResumeAsync(ProgramEdit edit, Instant? from = null, CancellationToken cancellationToken = default) =>
        SubmitAsync(_scope, Of(ProgramChangeKind.Resume, edit, from: from), cancellationToken);

    /// <summary>Ends the program from an instant on. What was planned for later is dropped.</summary>
    /// <param name="edit">Who ends it, why, and the revision that was seen.</param>
    /// <param name="conversionsToo">
    /// Whether conversions from then on earn nothing either. Else only new referrals are over, and those that exist go on earning. What was earned
    /// stays in both cases, with its holds, refunds and payouts.
    /// </param>
    /// <param name="from">From when on; <c>null</c> for as soon as possible.</param>
    /// <param name="cancellationToken">Token to cancel the operation.</param>
    public ValueTask<Decision> EndAsync(
        ProgramEdit edit, bool conversionsToo, Instant? from = null, CancellationToken cancellationToken = default) =>
        SubmitAsync(_scope, Of(conversionsToo ? ProgramChangeKind.End : ProgramChangeKind.EndSignUps, edit, from: from), cancellationToken);

    /// <summary>Archives a program that has ended, or was never published: it takes no changes any more.</summary>
    /// <param name="edit">Who archives it, why, and the revision that was seen.</param>
    /// <param name="cancellationToken">Token to cancel the operation.</param>
    public ValueTask<Decision> ArchiveAsync(ProgramEdit edit, CancellationToken cancellationToken = default) =>
        SubmitAsync(_scope, Of(ProgramChangeKind.Archive, edit), cancellationToken);

    /// <summary>The program as it is stored now: its revision, its versions with drafts, and when it runs.</summary>
    /// <param name="cancellationToken">Token to cancel the operation.</param>
    public async ValueTask<ProgramStatus> GetAsync(CancellationToken cancellationToken = default)
    {
        var (followed, now) = (_scope.Followed!, _scope.Clock.GetCurrentInstant());
        await followed.ReadAsync(_scope.Store, _scope.Partition, now, TimeSpan.Zero, cancellationToken).ConfigureAwait(false);
        var calendar = followed.Calendar;
        var registered = followed.Registered == 0 ? [] : followed.All.Programs.All.Where(one => calendar.Find(one.Version) is not { IsStored: true }).ToArray();
        RecordKey[] keys = [.. calendar.Versions.Where(static mark => mark.IsStored).Select(static mark => StateKeys.StoredProgram(mark.Version))];
        var load = await StateLoad.StartAsync(_scope.Store, _scope.Partition, keys, cancellationToken).ConfigureAwait(false);
        return ProgramStatus.Of(
            calendar,
            now,
            followed.Registered,
            registered,
            mark => load.Entries[StateKeys.StoredProgram(mark.Version)].Value is StoredProgramState stored ? ProgramJson.Read(stored.Program) : null);
    }

    /// <summary>The changes that were made, the oldest first: who, when and why, and what.</summary>
    /// <param name="after">The cursor of the page before; <c>null</c> for the first.</param>
    /// <param name="take">How many: 1 to 200.</param>
    /// <param name="cancellationToken">Token to cancel the operation.</param>
    /// <exception cref="ArgumentException">The cursor is not one.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="take"/> is out of its range.</exception>
    public ValueTask<Page<ProgramChange>> ListChangesAsync(string? after = null, int take = 50, CancellationToken cancellationToken = default) =>
        new PeopleReading(_scope).ProgramChangesAsync(after, take, cancellationToken);

    /// <summary>The programs of the tenant: those that are registered, and those that are kept in the store.</summary>
    /// <param name="cancellationToken">Token to cancel the operation.</param>
    public IAsyncEnumerable<ProgramId> ListProgramsAsync(CancellationToken cancellationToken = default) => _scope.ProgramIdsAsync(cancellationToken);

    private ProgramChange Of(ProgramChangeKind kind, ProgramEdit edit, int? version = null, Instant? from = null)
    {
        ArgumentNullException.ThrowIfNull(edit);
        return new ProgramChange
        {
            Kind = kind,
            Version = version,
            From = from is { } instant ? SupportedTime.Check(instant) : null,
            By = edit.By,
            Reason = edit.Reason,
            Revision = edit.Revision,
            LeadMilliseconds = (long)_options.Lead.TotalMilliseconds,
        };
    }

    /// <summary>A change that is not stored by half of the time after which it takes effect is given up: nobody could rely on it otherwise.</summary>
    private async ValueTask<Decision> SubmitAsync(EngineScope scope, ProgramChange change, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await scope.FollowAsync(cancellationToken).ConfigureAwait(false);
        limit.CancelAfter(_options.Lead / 2);
        try
        {
            var decision = await scope.SubmitAsync(change with { Registered = scope.Followed!.Registered }, limit.Token).ConfigureAwait(false);
            await scope.Followed.ReadAsync(
                scope.Store, scope.Partition, scope.Clock.GetCurrentInstant(), TimeSpan.Zero, cancellationToken).ConfigureAwait(false);
            return decision;
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ReferralsException(
                $"The change could not be stored within {_options.Lead / 2}, half of StoredProgramOptions.Lead. Look with Publishing.GetAsync whether it was, "
                + "and report it again.",
                exception);
        }
    }
}

/// <summary>Who changes a program, why, and which revision of it they saw.</summary>
public sealed record ProgramEdit
{
    private ProgramEdit(string by, string reason, long revision)
    {
        By = by;
        Reason = reason;
        Revision = revision;
    }

    /// <summary>Who, as the application calls its own people.</summary>
    public string By { get; }

    /// <summary>Why.</summary>
    public string Reason { get; }

    /// <summary>The revision that was seen.</summary>
    public long Revision { get; }

    /// <summary>Why the warnings about a version are accepted; <c>null</c> where they are not.</summary>
    public string? Accepted { get; private init; }

    /// <summary>The same change, which accepts the warnings about the version.</summary>
    /// <param name="why">Why: 1 to 128 characters. It is kept with the change.</param>
    /// <exception cref="ArgumentException">The text is empty or too long.</exception>
    public ProgramEdit AcceptingWarnings(string why) => this with { Accepted = InputText.Check(why) };

    /// <summary>Who changes a program, and why.</summary>
    /// <param name="by">Who, as the application calls its own people: 1 to 128 characters. It is kept for good; use an id where names must not be.</param>
    /// <param name="reason">Why: 1 to 128 characters.</param>
    /// <param name="revision">The <see cref="ProgramStatus.Revision"/> that was seen; 0 for a program that was never changed.</param>
    /// <exception cref="ArgumentException">A text is empty or too long.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The revision is negative.</exception>
    public static ProgramEdit Of(string by, string reason, long revision)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(revision);
        return new ProgramEdit(InputText.Check(by), InputText.Check(reason), revision);
    }
}

/// <summary>A program that can be changed while the application runs, as it is stored now.</summary>
public sealed record ProgramStatus
{
    private readonly ValueList<ProgramVersionStatus> _versions;
    private readonly ValueList<ProgramStep> _planned;

    private ProgramStatus(VersionsState calendar, Instant now, IEnumerable<ProgramVersionStatus> versions)
    {
        Revision = calendar.Revision;
        IsArchived = calendar.IsArchived;
        Phase = calendar.PhaseAt(now).Phase;
        _planned = calendar.Phases.Where(mark => mark.From > now).Select(static mark => new ProgramStep(mark.Phase, mark.From)).ToValueList();
        _versions = versions.OrderBy(static one => one.Version).ToValueList();
    }

    /// <summary>How often the program was changed; the next change names it.</summary>
    public long Revision { get; }

    /// <summary>What the program does now.</summary>
    public ProgramPhase Phase { get; }

    /// <summary>Pauses, resumptions and ends that are planned, in the order of time.</summary>
    public IReadOnlyList<ProgramStep> Planned => _planned;

    /// <summary>Whether the program takes no changes any more.</summary>
    public bool IsArchived { get; }

    /// <summary>All versions, by number.</summary>
    public IReadOnlyList<ProgramVersionStatus> Versions => _versions;

    /// <summary>The version in force; <c>null</c> while none is.</summary>
    public ProgramVersionStatus? InForce => _versions.FirstOrDefault(static one => one.Stage == ProgramVersionStage.InForce);

    internal static ProgramStatus Of(
        VersionsState calendar,
        Instant now,
        int registeredVersion,
        IEnumerable<ReferralProgram> registered,
        Func<VersionMark, ReferralProgram?> stored)
    {
        var inForce = calendar.InForceAt(now) ?? registeredVersion;
        return new ProgramStatus(
            calendar,
            now,
            [
                .. registered.Select(one => new ProgramVersionStatus(
                    one.Version, one.Version == inForce ? ProgramVersionStage.InForce : ProgramVersionStage.Superseded, null, false, false, one)),
                .. calendar.Versions.Where(static mark => mark.IsStored).Select(mark => new ProgramVersionStatus(
                    mark.Version,
                    mark.IsDraft ? ProgramVersionStage.Draft
                        : mark.Version == inForce ? ProgramVersionStage.InForce
                        : mark.From > now ? ProgramVersionStage.Planned
                        : ProgramVersionStage.Superseded,
                    mark.From,
                    mark.MovesReferrals,
                    true,
                    stored(mark))),
            ]);
    }
}

/// <summary>What a program will do from an instant on.</summary>
public sealed record ProgramStep
{
    internal ProgramStep(ProgramPhase phase, Instant from)
    {
        Phase = phase;
        From = from;
    }

    /// <summary>What it will do.</summary>
    public ProgramPhase Phase { get; }

    /// <summary>From when on.</summary>
    [JsonConverter(typeof(InstantJsonConverter))]
    public Instant From { get; }
}

/// <summary>A version of a program, and what has become of it.</summary>
public sealed record ProgramVersionStatus
{
    internal ProgramVersionStatus(int version, ProgramVersionStage stage, Instant? from, bool movesReferrals, bool isStored, ReferralProgram? program)
    {
        Version = version;
        Stage = stage;
        From = from;
        MovesReferrals = movesReferrals;
        IsStored = isStored;
        Program = program;
    }

    /// <summary>The number.</summary>
    public int Version { get; }

    /// <summary>What has become of it.</summary>
    public ProgramVersionStage Stage { get; }

    /// <summary>From when on it is or was in force; <c>null</c> for a draft, and for a version that the application's code registers.</summary>
    [JsonConverter(typeof(OptionalInstantJsonConverter))]
    public Instant? From { get; }

    /// <summary>Whether referrals under way are judged by it once it is in force.</summary>
    public bool MovesReferrals { get; }

    /// <summary>Whether it is kept in the store; else the application's code registers it.</summary>
    public bool IsStored { get; }

    /// <summary>The version itself; <c>null</c> where its record is missing.</summary>
    public ReferralProgram? Program { get; }
}

/// <summary>What has become of a version.</summary>
public enum ProgramVersionStage
{
    /// <summary>It decides nothing yet and can be written anew.</summary>
    Draft = 0,

    /// <summary>It was published and will be in force.</summary>
    Planned = 1,

    /// <summary>It is in force.</summary>
    InForce = 2,

    /// <summary>A later one is in force. It still judges the referrals that were created under it, unless they were moved.</summary>
    Superseded = 3,
}
