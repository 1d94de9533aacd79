namespace Referrals.EntityFrameworkCore.Model;

/// <summary>A row of the table of counters.</summary>
internal sealed class CounterRow
{
    internal required string Partition { get; init; }

    internal required string Id { get; init; }

    internal required long Number { get; init; }
}
