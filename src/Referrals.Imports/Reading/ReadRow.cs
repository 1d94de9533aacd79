using NodaTime;

namespace Referrals.Imports.Reading;

/// <summary>A row whose cells were read: everything that it says, and what is wrong with it.</summary>
internal sealed class ReadRow
{
    internal required RawRow Raw { get; init; }

    internal required string Key { get; init; }

    internal List<ImportFinding> Findings { get; } = [];

    /// <summary>Whether it holds nothing to import.</summary>
    internal bool IsLeftOut { get; set; }

    internal ImportPerson? Person { get; set; }

    internal string? Code { get; set; }

    internal Instant? EnrolledAt { get; set; }

    internal ImportPerson? Referee { get; set; }

    internal Instant? ReferredAt { get; set; }

    internal string? Conversion { get; set; }

    internal string Event { get; set; } = string.Empty;

    internal Amount? ConversionAmount { get; set; }

    internal Instant? ConvertedAt { get; set; }

    /// <summary>What was granted, or with <see cref="IsReversal"/> taken back; above zero.</summary>
    internal Amount? Reward { get; set; }

    internal bool IsReversal { get; set; }

    internal RewardStanding Standing { get; set; }

    internal Instant? RewardedAt { get; set; }

    internal Instant? HeldUntil { get; set; }

    internal Instant? ExpiresAt { get; set; }

    internal Instant? PaidAt { get; set; }

    /// <summary>The key of the row that it takes back; <c>null</c> where it names none.</summary>
    internal string? Parent { get; set; }

    internal Amount? Balance { get; set; }

    internal bool IsBroken => Findings.Exists(static finding => !finding.IsNote);

    internal bool Makes(ImportParts part) => (Raw.File.Parts & part) != 0;
}
