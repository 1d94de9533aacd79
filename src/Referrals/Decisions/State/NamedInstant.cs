using NodaTime;

namespace Referrals;

/// <summary>An instant with a name.</summary>
internal sealed record NamedInstant
{
    public required string Name { get; init; }

    public required Instant At { get; init; }
}
