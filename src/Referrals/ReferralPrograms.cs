using NodaTime;
using Referrals.Hosting;

namespace Referrals;

/// <summary>The programs that are registered, with all their versions: what a page or a job injects to show terms or an offer.</summary>
/// <remarks>A singleton of <c>AddReferrals</c>; without dependency injection, <see cref="ReferralEngine.Programs"/> gives it. Immutable.</remarks>
/// <example><code>
/// app.MapGet("/terms", (ReferralPrograms programs) => ProgramTerms.Of(programs.Find(spring), Side.Referrer).ToMarkdown());
/// </code></example>
public sealed class ReferralPrograms
{
    private readonly ProgramRegistry _registry;
    private readonly TenantId _tenant;
    private readonly IClock _clock;

    internal ReferralPrograms(ProgramRegistry registry, TenantId tenant, IClock clock)
    {
        _registry = registry;
        _tenant = tenant;
        _clock = clock;
    }

    /// <summary>The version in force of each program, in the ordinal order of their ids.</summary>
    public IReadOnlyList<ReferralProgram> InForce =>
        [.. _registry.Known(_tenant).OrderBy(static id => id.Value, StringComparer.Ordinal).Where(id => Decider(id).IsInForce).Select(Find)];

    /// <summary>The version in force of a program.</summary>
    /// <param name="program">The program; <c>default</c> for the only one.</param>
    /// <exception cref="ArgumentException">The program is not registered, or is <c>default</c> and there are several.</exception>
    public ReferralProgram Find(ProgramId program = default) =>
        _registry.InForce(_tenant, program, _clock.GetCurrentInstant());

    /// <summary>All versions of a program, the one in force last: earlier ones still judge the referrals that they created.</summary>
    /// <param name="program">The program; <c>default</c> for the only one.</param>
    /// <exception cref="ArgumentException">The program is not registered, or is <c>default</c> and there are several.</exception>
    public IReadOnlyList<ReferralProgram> VersionsOf(ProgramId program = default) => [.. Decider(program).Programs.All];

    /// <summary>A version of a program, such as that of <see cref="ReferralDetails.ProgramVersion"/>; <c>null</c> for one that is not registered.</summary>
    /// <param name="program">The program; <c>default</c> for the only one.</param>
    /// <param name="version">The version.</param>
    /// <exception cref="ArgumentException">The program is not registered, or is <c>default</c> and there are several.</exception>
    public ReferralProgram? FindVersion(ProgramId program, int version) =>
        Decider(program).Programs.All.FirstOrDefault(one => one.Version == version);

    private ReferralDecider Decider(ProgramId program) => _registry.Find(_tenant, program, _clock.GetCurrentInstant());
}
