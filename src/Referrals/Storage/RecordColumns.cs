using NodaTime;

namespace Referrals.Storage;

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
