using NodaTime;

namespace Referrals;

/// <summary>
/// The calendar of a program: its versions, each with a fingerprint of its content, so that what was promised cannot change unnoticed; since when
/// each is in force; and when the program runs. Every decision reads it, and it is the only thing that a change of a program changes for them.
/// </summary>
internal sealed record VersionsState
{
    /// <summary>The versions that have decided, and those that are kept in the store, drafts too.</summary>
    public ValueList<VersionMark> Versions { get; init => field = value ?? []; } = [];

    /// <summary>How often the program was changed while it was running.</summary>
    public long Revision { get; init; }

    /// <summary>When the program runs, in the order of time; it runs until the first of them.</summary>
    public ValueList<PhaseMark> Phases { get; init => field = value ?? []; } = [];

    /// <summary>Whether the program takes no changes any more.</summary>
    public bool IsArchived { get; init; }

    internal VersionMark? Find(int version)
    {
        foreach (var mark in Versions)
        {
            if (mark.Version == version)
            {
                return mark;
            }
        }

        return null;
    }

    internal VersionsState With(VersionMark mark) => this with
    {
        Versions = Versions.Where(one => one.Version != mark.Version).Append(mark).OrderBy(static one => one.Version).ToValueList(),
    };

    /// <summary>The published version that is in force at an instant; <c>null</c> while none is.</summary>
    internal int? InForceAt(Instant at)
    {
        int? found = null;
        foreach (var mark in Versions)
        {
            found = mark.From <= at ? mark.Version : found;
        }

        return found;
    }

    internal PhaseMark PhaseAt(Instant at)
    {
        var found = PhaseMark.Running;
        foreach (var mark in Phases)
        {
            found = mark.From <= at ? mark : found;
        }

        return found;
    }

    /// <summary>A step from an instant on, in the place of what was planned for then and later.</summary>
    internal VersionsState With(PhaseMark phase) => this with
    {
        Phases = Phases.Where(one => one.From < phase.From).Append(phase).ToValueList(),
    };
}

/// <summary>One version of a program, and what it was when it first decided or was published.</summary>
internal sealed record VersionMark
{
    public required int Version { get; init; }

    /// <summary>The form's version, a colon, and the SHA-256 of the program's JSON, hexadecimal.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>Whether the version is kept in the store; else the application's code registers it.</summary>
    public bool IsStored { get; init; }

    /// <summary>From when on it is in force; <c>null</c> for a draft, and for a version that the code registers.</summary>
    public Instant? From { get; init; }

    /// <summary>Whether referrals that were created under earlier versions are judged by this one once it is in force.</summary>
    public bool MovesReferrals { get; init; }

    internal bool IsDraft => IsStored && From is null;
}

/// <summary>From when on a program runs, pauses or has ended.</summary>
internal sealed record PhaseMark
{
    internal static PhaseMark Running { get; } = new() { Phase = ProgramPhase.Running, From = Instant.MinValue };

    public required ProgramPhase Phase { get; init; }

    public required Instant From { get; init; }
}

/// <summary>A version of a program that was written in the product.</summary>
internal sealed record StoredProgramState
{
    public required int Version { get; init; }

    /// <summary>The program as JSON.</summary>
    public required string Program { get; init; }

    public required string Fingerprint { get; init; }
}

/// <summary>What a program does at an instant. The later members do less.</summary>
public enum ProgramPhase
{
    /// <summary>It creates and rewards referrals, as its version in force says.</summary>
    Running = 0,

    /// <summary>It creates no referrals for now. Those that exist go on earning.</summary>
    Paused = 1,

    /// <summary>It creates no referrals any more. Those that exist go on earning.</summary>
    SignUpsEnded = 2,

    /// <summary>Nothing is earned by what happens from then on. What was earned stays.</summary>
    Ended = 3,
}
