namespace Referrals.EntityFrameworkCore.Model;

/// <summary>A row that is only ever inserted, with its typed columns: a fact or a ledger line.</summary>
internal abstract class JournalRow
{
    internal required string Partition { get; init; }

    internal required string Id { get; init; }

    internal required long Position { get; init; }

    /// <summary>Microseconds since 1970.</summary>
    internal required long? DueAt { get; init; }

    internal required byte[] Value { get; init; }

    internal required string Type { get; init; }

    /// <summary>Microseconds since 1970.</summary>
    internal required long OccurredAt { get; init; }

    internal required string? Customer { get; init; }

    internal required string? Referrer { get; init; }

    internal required string? Channel { get; init; }

    internal required string? Segment { get; init; }

    internal required string? Subject { get; init; }

    internal required string? Visitor { get; init; }

    internal required string? Code { get; init; }

    internal required string? Unit { get; init; }

    internal required long? Quantity { get; init; }

    internal required long? Margin { get; init; }

    internal required int? ProgramVersion { get; init; }
}
