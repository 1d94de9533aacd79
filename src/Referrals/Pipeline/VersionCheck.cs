using Referrals.Serialization;

namespace Referrals.Pipeline;

/// <summary>Compares the versions of a program that are registered with those that have decided.</summary>
internal sealed record VersionCheck
{
    private VersionCheck(ProgramId program, int[] changed, int[] missing)
    {
        Program = program;
        Changed = changed;
        Missing = missing;
    }

    internal ProgramId Program { get; }

    /// <summary>Versions that have decided and are registered with another content.</summary>
    internal IReadOnlyList<int> Changed { get; }

    /// <summary>Versions that have decided and are not registered: the latest judges their referrals.</summary>
    internal IReadOnlyList<int> Missing { get; }

    /// <summary>What to do about versions that are missing; <c>null</c> where none is.</summary>
    internal string? Warning => Missing.Count == 0 ? null
        : $"The program '{Program}' has decided under version {string.Join(", ", Missing)}, which is not registered: other rules than those that were "
            + "promised judge the referrals of that time. Register every version with AddProgram.";

    /// <summary>The check of a program that has no version yet.</summary>
    internal static VersionCheck Nothing(ProgramId program) => new(program, [], []);

    internal static VersionCheck Of(ProgramVersions registered, VersionsState? decided)
    {
        int[] changed = [], missing = [];
        foreach (var mark in decided?.Versions ?? [])
        {
            if (mark.IsDraft)
            {
                continue;
            }

            if (!registered.Has(mark.Version))
            {
                missing = [.. missing, mark.Version];
            }
            else if (ProgramFingerprint.Differ(mark.Fingerprint, registered.FingerprintOf(mark.Version, ProgramFingerprint.Of)))
            {
                changed = [.. changed, mark.Version];
            }
        }

        return new VersionCheck(registered.Latest.Id, changed, missing);
    }

    /// <exception cref="ReferralsException">A version has another content than when it decided.</exception>
    internal void RefuseChanges()
    {
        if (Changed.Count > 0)
        {
            throw new ReferralsException(
                $"Version {string.Join(", ", Changed)} of the program '{Program}' has decided already and is registered with another content now, which would "
                + "change what was promised. Register the version as it was, and the changed program as a new one with a higher version.");
        }
    }
}
