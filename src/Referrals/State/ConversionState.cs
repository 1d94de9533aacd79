using NodaTime;

namespace Referrals.State;

/// <summary>A conversion with what it earned and what was refunded of it.</summary>
internal sealed record ConversionState
{
    public required Conversion Conversion { get; init; }

    public required Instant At { get; init; }

    /// <summary>Its number among the customer's conversions of its name, from 1.</summary>
    public required int Ordinal { get; init; }

    public ValueList<RewardId> Rewards { get; init; } = [];

    /// <summary>What the conversion counts for, so that a refund can take it back.</summary>
    public ValueList<CountedTally> Counted { get; init; } = [];

    /// <summary>What was refunded so far, in smallest parts.</summary>
    public long Refunded { get; init; }

    /// <summary>Whether nothing is left to refund; also for conversions without an amount.</summary>
    public bool FullyRefunded { get; init; }
}
