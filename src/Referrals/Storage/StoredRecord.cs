using NodaTime;

namespace Referrals.Storage;

/// <summary>A record as a store gives it back.</summary>
public sealed record StoredRecord
{
    /// <summary>The key.</summary>
    public required RecordKey Key { get; init; }

    /// <summary>1 after the insert, one more after each replace, or after each lease of a message. Always 1 for counters.</summary>
    public required long Version { get; init; }

    /// <summary>
    /// Where the record stands among those of its kind and partition: larger for a later insert, never changed by a replace.
    /// The numbers have gaps; once every message of a partition is delivered, theirs may begin anew. Always 0 for counters.
    /// </summary>
    public required long Position { get; init; }

    /// <summary>The content; empty for a counter.</summary>
    public required RecordContent Content { get; init; }

    /// <summary>The number that a counter holds; 0 for every other kind.</summary>
    public long Number { get; init; }
}

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

    /// <summary>
    /// What the record can be found by besides its key; <c>null</c> for none. A store without <see cref="ILabelSource"/> need not keep them.
    /// </summary>
    public RecordLabels? Labels { get; init; }

    /// <summary>Content without columns and due time.</summary>
    public static RecordContent Of(ReadOnlyMemory<byte> value) => new() { Value = value };
}

/// <summary>
/// The typed columns of a fact or a ledger line, so that a database can index, filter and group them without reading
/// the JSON beside them. Which column holds what for which type is told by <see cref="FactKind"/> and the ledger.
/// </summary>
public sealed record RecordColumns
{
    /// <summary>The kind of fact, or the account of a ledger line; a stable name such as <c>RewardGranted</c>.</summary>
    public required string Type { get; init; }

    /// <summary>When it happened, kept in whole microseconds; finer parts are cut off.</summary>
    public required Instant OccurredAt { get; init => field = Microseconds.Floor(value); }

    /// <summary>The customer that it is about: the referee, the sharer, the account's owner.</summary>
    public string? Customer { get; init; }

    /// <summary>The referrer, where there is one.</summary>
    public string? Referrer { get; init; }

    /// <summary>The channel of the share, the acquisition or the cost.</summary>
    public string? Channel { get; init; }

    /// <summary>The customer's segment at that time.</summary>
    public string? Segment { get; init; }

    /// <summary>The share, conversion, reward or code that it is about.</summary>
    public string? Subject { get; init; }

    /// <summary>The visitor of a touch.</summary>
    public string? Visitor { get; init; }

    /// <summary>A reason code, the conversion's name, or the rule that spoke.</summary>
    public string? Code { get; init; }

    /// <summary>The unit of <see cref="Quantity"/> and <see cref="Margin"/>.</summary>
    public string? Unit { get; init; }

    /// <summary>An amount in the unit's smallest parts, or a score.</summary>
    public long? Quantity { get; init; }

    /// <summary>The margin of a conversion or refund in the unit's smallest parts.</summary>
    public long? Margin { get; init; }

    /// <summary>The version of the program that decided; <c>null</c> where none did, as for ledger lines.</summary>
    public int? ProgramVersion { get; init; }
}
