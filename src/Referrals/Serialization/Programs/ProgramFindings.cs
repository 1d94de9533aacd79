using Referrals.Programs;

namespace Referrals.Serialization.Programs;

/// <summary>Collects what is wrong with a program while it is read, so that everything is reported at once and nothing twice.</summary>
internal sealed class ProgramFindings
{
    private readonly List<ProgramFinding> _findings = [];
    private readonly List<string> _unreadable = [];
    private readonly HashSet<string> _silent = new(StringComparer.Ordinal);
    private readonly HashSet<string> _paths = new(StringComparer.Ordinal);

    internal int Count => _findings.Count;

    /// <summary>Adds a finding, unless something around its place could not be read at all and was complained of.</summary>
    internal void Add(string code, string path, string message)
    {
        if (IsUnreadable(path) || _silent.Contains(path))
        {
            return;
        }

        if (code == ProgramCodes.SaysNothing)
        {
            _ = _silent.Add(path);
        }

        _ = _paths.Add(path);
        if (code == ProgramCodes.WrongType)
        {
            _unreadable.Add(path);
        }

        _findings.Add(new ProgramFinding(code, path, message));
    }

    /// <summary>Whether something was found at this path already; its value was then taken out and must not be called missing.</summary>
    internal bool Has(string path) => _paths.Contains(path);

    /// <summary>Adds those findings of a check of the whole program that say nothing about a place already complained of.</summary>
    internal void AddNew(IEnumerable<ProgramFinding> findings) => _findings.AddRange(findings.Where(
        finding => !IsUnreadable(finding.Path) && _paths.Add(finding.Path)));

    internal void ThrowIfAny()
    {
        if (_findings.Count > 0)
        {
            throw new ReferralProgramException([.. _findings]);
        }
    }

    private bool IsUnreadable(string path) => _unreadable.Any(around => path.StartsWith(around, StringComparison.Ordinal));
}
