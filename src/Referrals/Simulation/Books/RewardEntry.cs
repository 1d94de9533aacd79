using NodaTime;
using Referrals.Simulation.Comparisons;

namespace Referrals.Simulation.Books;

/// <summary>What became of one reward on one side.</summary>
internal sealed record RewardEntry
{
    public required string Id { get; init; }

    public required string Rule { get; init; }

    public required Side Side { get; init; }

    public required CustomerId Owner { get; init; }

    public required Instant At { get; init; }

    /// <summary>The place of the input that earned it.</summary>
    public required long Place { get; init; }

    /// <summary>Whether it was granted before the changed program holds.</summary>
    public required bool IsBefore { get; init; }

    public required RewardSum Sum { get; init; }
}
