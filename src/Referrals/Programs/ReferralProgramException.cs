namespace Referrals.Programs;

/// <summary>A program cannot be built or read. All that is wrong with it is in <see cref="Findings"/>.</summary>
public sealed class ReferralProgramException : Exception
{
    internal ReferralProgramException(IReadOnlyList<ProgramFinding> findings)
        : base(Text(findings)) => Findings = findings;

    /// <summary>Everything that is wrong: first what has the wrong shape, then what has the wrong value, then what contradicts itself. At least one.</summary>
    public IReadOnlyList<ProgramFinding> Findings { get; }

    private static string Text(IReadOnlyList<ProgramFinding> findings) =>
        (findings.Count == 1 ? "The referral program has a mistake:" : $"The referral program has {findings.Count} mistakes:")
        + string.Concat(findings.Select(static finding => "\n  " + finding));
}
