using System.Collections.Concurrent;
using System.Collections.Frozen;
using Referrals.Deciding;
using Referrals.Programs;
using Referrals.Serialization;
using Referrals.Sharing.Signing;

namespace Referrals.Registration;

/// <summary>The deciders of all registered programs.</summary>
internal sealed class ProgramRegistry
{
    private readonly FrozenDictionary<ProgramId, ReferralDecider> _deciders;
    private readonly ProgramId? _only;

    private readonly ConcurrentDictionary<Partition, bool> _told = [];

    internal ProgramRegistry(IEnumerable<ReferralProgram> programs, RuleBook rules, LinkSigner? signer, IEnumerable<string> linkHosts)
    {
        string[] hosts = [.. linkHosts];
        _deciders = programs
            .GroupBy(static program => program.Id)
            .ToFrozenDictionary(static versions => versions.Key, versions => ReferralDecider.Marking(versions, rules, signer, hosts, ProgramFingerprint.Of));
        _only = _deciders.Count == 1 ? _deciders.Keys[0] : null;
    }

    /// <summary>Whether the warning about a partition's missing versions is still to be given: once in each process.</summary>
    internal bool TryTell(Partition partition) => _told.TryAdd(partition, true);

    /// <summary>All programs.</summary>
    internal IReadOnlyList<ProgramId> Ids => _deciders.Keys;

    /// <summary>The decider of a program; with <c>default</c>, of the only one.</summary>
    internal ReferralDecider Find(ProgramId program)
    {
        var id = program.IsDefault ? _only ?? throw new ArgumentException(
            $"{_deciders.Count} programs are registered; choose one with ForProgram(id).", nameof(program)) : program;
        return _deciders.TryGetValue(id, out var decider) ? decider : throw new ArgumentException(
            $"Program '{id}' is not registered; add it with AddReferrals(r => r.AddProgram(program)).", nameof(program));
    }
}
