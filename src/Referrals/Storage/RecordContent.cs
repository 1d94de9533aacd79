using NodaTime;

namespace Referrals.Storage;

/// <summary>What is stored under a key: bytes that the store must give back exactly, and what it may index.</summary>
public sealed record RecordContent
{
    /// <summary>The bytes, UTF-8 JSON; 0 bytes to 1 MB. A store never reads, reorders or rewrites them.</summary>
    public required ReadOnlyMemory<byte> Value { get; init; }

    /// <summary>
    /// When the record next asks for attention, or <c>null</c> for never. <see cref="ScanRange.DueUntil"/> finds records by it.
    /// Kept in whole microseconds; finer parts are cut off.
    /// </summary>
    public Instant? DueAt { get; init => field = Microseconds.Floor(value); }

    /// <summary>The typed columns; set for <see cref="RecordKind.Fact"/> and <see cref="RecordKind.Ledger"/>, else <c>null</c>.</summary>
    public RecordColumns? Columns { get; init; }

    /// <summary>
    /// The stream in which a message keeps its order: a later one waits until the earlier ones are delivered. Set for
    /// <see cref="RecordKind.Message"/>, else <c>null</c>.
    /// </summary>
    public string? Stream { get; init; }

    /// <summary>Content without columns and due time.</summary>
    public static RecordContent Of(ReadOnlyMemory<byte> value) => new() { Value = value };
}
