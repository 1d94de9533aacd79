namespace Referrals.EntityFrameworkCore.Model;

/// <summary>A row of the table of messages.</summary>
internal sealed class OutboxRow
{
    internal required string Partition { get; init; }

    internal required string Id { get; init; }

    internal required long Position { get; init; }

    internal required long Version { get; init; }

    /// <summary>Microseconds since 1970; <c>null</c> for a message that was set aside.</summary>
    internal required long? DueAt { get; init; }

    internal required byte[] Value { get; init; }

    internal required string Stream { get; init; }
}
