using NodaTime;

namespace Generator;

internal sealed record OrderMade(Person By, Instant At, decimal Amount, decimal Margin, string Kind, string Currency, string Event);
