namespace Referrals;

/// <summary>Which versions of a program have decided, each with a fingerprint of its content: what was promised cannot change unnoticed.</summary>
internal sealed record VersionsState
{
    public ValueList<VersionMark> Versions { get; init => field = value ?? []; } = [];

    internal string? FingerprintOf(int version)
    {
        foreach (var mark in Versions)
        {
            if (mark.Version == version)
            {
                return mark.Fingerprint;
            }
        }

        return null;
    }

    internal VersionsState With(int version, string fingerprint) => new()
    {
        Versions = Versions.Append(new VersionMark { Version = version, Fingerprint = fingerprint }).OrderBy(static mark => mark.Version).ToValueList(),
    };
}

/// <summary>One version of a program, and what it was when it first decided.</summary>
internal sealed record VersionMark
{
    public required int Version { get; init; }

    /// <summary>The form's version, a colon, and the SHA-256 of the program's JSON, hexadecimal.</summary>
    public required string Fingerprint { get; init; }
}
