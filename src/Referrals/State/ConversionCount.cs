using NodaTime;

namespace Referrals.State;

/// <summary>How many conversions of one name a customer has had.</summary>
internal sealed record ConversionCount
{
    public required string Name { get; init; }

    public required int Count { get; init; }

    /// <summary>When the earliest of them happened.</summary>
    public Instant? FirstAt { get; init; }
}
