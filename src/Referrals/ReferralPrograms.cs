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

    internal ReferralPrograms(ProgramRegistry registry) => _registry = registry;

    /// <summary>The version in force of each program, in the ordinal order of their ids.</summary>
    public IReadOnlyList<ReferralProgram> InForce =>
        [.. _registry.Ids.OrderBy(static id => id.Value, StringComparer.Ordinal).Select(id => _registry.Find(id).Program)];

    /// <summary>The version in force of a program.</summary>
    /// <param name="program">The program; <c>default</c> for the only one.</param>
    /// <exception cref="ArgumentException">The program is not registered, or is <c>default</c> and there are several.</exception>
    public ReferralProgram Find(ProgramId program = default) => _registry.Find(program).Program;

    /// <summary>All versions of a program, the one in force last: earlier ones still judge the referrals that they created.</summary>
    /// <param name="program">The program; <c>default</c> for the only one.</param>
    /// <exception cref="ArgumentException">The program is not registered, or is <c>default</c> and there are several.</exception>
    public IReadOnlyList<ReferralProgram> VersionsOf(ProgramId program = default) => [.. _registry.Find(program).Programs.All];

    /// <summary>A version of a program, such as that of <see cref="ReferralDetails.ProgramVersion"/>; <c>null</c> for one that is not registered.</summary>
    /// <param name="program">The program; <c>default</c> for the only one.</param>
    /// <param name="version">The version.</param>
    /// <exception cref="ArgumentException">The program is not registered, or is <c>default</c> and there are several.</exception>
    public ReferralProgram? FindVersion(ProgramId program, int version) =>
        _registry.Find(program).Programs.All.FirstOrDefault(one => one.Version == version);
}
