using NodaTime;

namespace Generator;

internal sealed record CostMade(Instant At, string Kind, string Channel, decimal Amount);
