using System.Collections.Concurrent;

namespace Referrals.Programs;

/// <summary>All known versions of one program. A referral is judged by the version that was in force when it was created.</summary>
internal sealed class ProgramVersions
{
    private readonly SortedDictionary<int, ReferralProgram> _versions = [];
    private readonly ConcurrentDictionary<int, string> _fingerprints = [];

    /// <param name="versions">All versions.</param>
    /// <param name="replaced">Programs that decide nothing any more, but whose codes people have; <c>null</c> for none.</param>
    internal ProgramVersions(IEnumerable<ReferralProgram> versions, IEnumerable<ReferralProgram>? replaced = null)
    {
        foreach (var program in versions)
        {
            if (!_versions.TryAdd(program.Version, program))
            {
                throw new ReferralProgramException([new(
                    ProgramCodes.DuplicateVersion,
                    "$.version",
                    $"There are two programs '{program.Id}' of version {program.Version}; give the changed one a higher version.")]);
            }
        }

        Latest = _versions.Count > 0
            ? _versions.Values.Last()
            : throw new ArgumentException("At least one version of the program is needed.", nameof(versions));
        Readable = [.. _versions.Values.Reverse(), .. replaced ?? []];
    }

    /// <summary>The highest version: the one in force.</summary>
    internal ReferralProgram Latest { get; }

    internal IEnumerable<ReferralProgram> All => _versions.Values;

    /// <summary>The programs whose codes can be read, the one in force first.</summary>
    internal IReadOnlyList<ReferralProgram> Readable { get; }

    /// <summary>The units that any of the versions gives.</summary>
    internal IEnumerable<Unit> Units => _versions.Values.SelectMany(static program => program.Units).Distinct();

    /// <summary>Whether a version is known.</summary>
    internal bool Has(int version) => _versions.ContainsKey(version);

    /// <summary>What a known version promises, as a fingerprint.</summary>
    internal string FingerprintOf(int version, Func<ReferralProgram, string> fingerprint) =>
        _fingerprints.GetOrAdd(version, static (number, make) => make.Of(make.Versions[number]), (Of: fingerprint, Versions: _versions));

    /// <summary>The version that judges a referral: its own if it is still known, else the latest.</summary>
    internal ReferralProgram For(int version) => _versions.GetValueOrDefault(version, Latest);
}
