using System.Collections.Concurrent;
using System.Collections.Frozen;
using NodaTime;
using Referrals.Pipeline;
using Referrals.Serialization;
using Referrals.Sharing;

namespace Referrals.Hosting;

/// <summary>The deciders of all programs: of those that are registered, and of those that are kept in the store.</summary>
internal sealed class ProgramRegistry
{
    private readonly FrozenDictionary<ProgramId, ReferralDecider> _deciders;
    private readonly ProgramId? _only;
    private readonly Func<IEnumerable<ReferralProgram>, VersionCalendar?, ReferralDecider> _make;
    private readonly FrozenDictionary<ProgramId, ReferralProgram[]> _programs;

    private readonly ConcurrentDictionary<Partition, bool> _told = [];
    private readonly ConcurrentDictionary<ProgramId, ReferralDecider> _shared = [];
    private readonly ConcurrentDictionary<Partition, FollowedProgram> _followed = [];

    internal ProgramRegistry(
        IEnumerable<ReferralProgram> programs, CustomRules rules, LinkSigner? signer, IEnumerable<string> linkHosts, bool areStored)
    {
        string[] hosts = [.. linkHosts];
        _make = (versions, calendar) => ReferralDecider.Marking(versions, rules, signer, hosts, ProgramFingerprint.Of, calendar);
        _programs = programs.GroupBy(static program => program.Id).ToFrozenDictionary(static versions => versions.Key, static versions => versions.ToArray());
        _deciders = _programs.ToFrozenDictionary(static versions => versions.Key, versions => _make(versions.Value, null));
        _only = _deciders.Count == 1 ? _deciders.Keys[0] : null;
        AreStored = areStored;
    }

    /// <summary>Whether programs are kept in the store, besides those that are registered.</summary>
    internal bool AreStored { get; }

    /// <summary>Whether the warning about a partition's missing versions is still to be given: once in each process.</summary>
    internal bool TryTell(Partition partition) => _told.TryAdd(partition, true);

    /// <summary>All programs that are registered.</summary>
    internal IReadOnlyList<ProgramId> Ids => _deciders.Keys;

    /// <summary>The id of a program that was chosen; with <c>default</c>, of the only one.</summary>
    internal ProgramId IdOf(ProgramId program)
    {
        var id = program.IsDefault ? _only ?? throw new ArgumentException(
            $"{_deciders.Count} programs are registered; choose one with ForProgram(id).", nameof(program)) : program;
        return AreStored && id == ProgramCatalogue.Id ? throw new ArgumentException(
                $"'{id}' is where the store keeps the list of programs; no program can have this id.", nameof(program))
            : AreStored || _deciders.ContainsKey(id) ? id
            : throw new ArgumentException($"Program '{id}' is not registered; add it with AddReferrals(r => r.AddProgram(program)).", nameof(program));
    }

    /// <summary>The decider of a program whose versions are all registered; <c>null</c> where programs are kept in the store.</summary>
    internal ReferralDecider? Registered(ProgramId program) => AreStored ? null : _deciders[IdOf(program)];

    /// <summary>What decides for a program now.</summary>
    internal ReferralDecider Find(TenantId tenant, ProgramId program, Instant now) =>
        Registered(program) ?? Follow(Partition.Of(tenant, IdOf(program)))!.At(now, now);

    /// <summary>The version in force of a program, as pages show it.</summary>
    internal ReferralProgram InForce(TenantId tenant, ProgramId program, Instant now) =>
        Registered(program)?.Program ?? Follow(Partition.Of(tenant, IdOf(program)))!.ProgramAt(now);

    /// <summary>A program of a tenant as the store keeps it; <c>null</c> where programs are not kept in the store.</summary>
    internal FollowedProgram? Follow(Partition partition) => !AreStored ? null
        : _followed.GetOrAdd(partition, static (one, registry) => registry.Followed(one.Program), this);

    /// <summary>The programs of a tenant that this instance has met.</summary>
    internal IEnumerable<ProgramId> Known(TenantId tenant) => Ids.Union(
        _followed.Where(one => one.Key.Tenant == tenant && one.Value.Exists).Select(static one => one.Key.Program));

    /// <summary>Throws where a version asks for rules that the application does not have.</summary>
    /// <exception cref="ReferralProgramException">A rule is missing.</exception>
    internal void Check(ReferralProgram program) => _make([program], null);

    /// <summary>The partitions whose programs this instance has met.</summary>
    internal IEnumerable<Partition> Partitions => _followed.Keys;

    private FollowedProgram Followed(ProgramId program)
    {
        var registered = _programs.GetValueOrDefault(program) ?? [];

        // Tenants that have changed nothing share one decider.
        var shared = registered.Length == 0 ? null : _shared.GetOrAdd(
            program, static (_, arguments) => arguments._make(arguments.registered, new VersionCalendar(0, [])), (_make, registered));
        return new FollowedProgram(program, shared, (stored, moving) => stored.Count == 0 && shared is not null ? shared
            : _make([.. registered.Where(one => stored.All(other => other.Version != one.Version)), .. stored], new VersionCalendar(0, moving)));
    }
}
