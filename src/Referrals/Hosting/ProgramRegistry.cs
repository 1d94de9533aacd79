using System.Collections.Concurrent;
using System.Collections.Frozen;
using Microsoft.Extensions.Options;
using Referrals.Serialization;
using Referrals.Sharing;

namespace Referrals.Hosting;

/// <summary>The deciders of all registered programs.</summary>
internal sealed class ProgramRegistry
{
    private readonly FrozenDictionary<ProgramId, ReferralDecider> _deciders;
    private readonly ProgramId? _only;

    private readonly ConcurrentDictionary<Partition, bool> _told = [];

    internal ProgramRegistry(IEnumerable<ReferralProgram> programs, CustomRules rules, LinkSigner? signer, IEnumerable<string> linkHosts)
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

/// <summary>Checks at start that there are programs, and that every rule they ask for is registered.</summary>
internal sealed class ProgramsValidator : IValidateOptions<ReferralsOptions>
{
    public ValidateOptionsResult Validate(string? name, ReferralsOptions options)
    {
        if (options.Programs.Count == 0)
        {
            return ValidateOptionsResult.Fail("There is no referral program; add one with AddReferrals(r => r.AddProgram(program)).");
        }

        try
        {
            _ = options.Checked();
            return ValidateOptionsResult.Success;
        }
        catch (ReferralProgramException exception)
        {
            return ValidateOptionsResult.Fail(exception.Findings.Select(static finding => finding.ToString()));
        }
    }
}

/// <summary>Checks the ranges that the options declare; generated, so that nothing is looked up by reflection.</summary>
[OptionsValidator]
internal sealed partial class ReferralsOptionsValidator : IValidateOptions<ReferralsOptions>
{
}
