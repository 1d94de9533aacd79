using NodaTime;

namespace Referrals.State;

/// <summary>A conversion with what it earned and what was refunded of it; or the refunds of one that is not known yet.</summary>
internal sealed record ConversionState
{
    /// <summary>How many refunds of a conversion that is not known yet are kept.</summary>
    internal const int MaxWaitingRefunds = 16;

    /// <summary>The conversion; <c>null</c> only while nothing but refunds of it is known.</summary>
    public Conversion Conversion { get; init; } = null!;

    public Instant At { get; init; }

    /// <summary>Its number among the customer's conversions of its name, from 1.</summary>
    public int Ordinal { get; init; }

    public ValueList<RewardId> Rewards { get; init; } = [];

    /// <summary>What the conversion counts for, so that a refund can take it back.</summary>
    public ValueList<CountedTally> Counted { get; init; } = [];

    /// <summary>What was refunded so far, in smallest parts.</summary>
    public long Refunded { get; init; }

    /// <summary>The refunds that came before the conversion, in the order of arrival. They are applied when it comes.</summary>
    public ValueList<Refund> WaitingRefunds { get; init; } = [];

    /// <summary>The next conversion of the customer that waits for the sign-up; <c>null</c> for none.</summary>
    public string? NextWaiting { get; init; }

    /// <summary>Whether the conversion itself has come.</summary>
    internal bool IsKnown => Conversion is not null;

    /// <summary>Whether nothing is left to refund; also for conversions without an amount.</summary>
    public bool FullyRefunded { get; init; }
}
