using System.Collections.Frozen;
using Referrals.Deciding;
using Referrals.Programs;
using Referrals.Sharing.Signing;

namespace Referrals.Registration;

/// <summary>The deciders of all registered programs.</summary>
internal sealed class ProgramRegistry
{
    private readonly FrozenDictionary<ProgramId, ReferralDecider> _deciders;
    private readonly ProgramId? _only;

    internal ProgramRegistry(IEnumerable<ReferralProgram> programs, RuleBook rules, LinkSigner? signer)
    {
        _deciders = programs
            .GroupBy(static program => program.Id)
            .ToFrozenDictionary(static versions => versions.Key, versions => new ReferralDecider(versions, rules, signer));
        _only = _deciders.Count == 1 ? _deciders.Keys[0] : null;
    }

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
