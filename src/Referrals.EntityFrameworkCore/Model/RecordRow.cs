namespace Referrals.EntityFrameworkCore.Model;

/// <summary>A row of the table of records: everything but facts, ledger lines and counters.</summary>
internal sealed class RecordRow
{
    internal required string Partition { get; init; }

    internal required int Kind { get; init; }

    internal required string Id { get; init; }

    internal required long Position { get; init; }

    internal required long Version { get; init; }

    /// <summary>Microseconds since 1970.</summary>
    internal required long? DueAt { get; init; }

    internal required byte[] Value { get; init; }

    internal required string? Owner { get; init; }

    internal required string? Subject { get; init; }

    internal required string? List { get; init; }
}
