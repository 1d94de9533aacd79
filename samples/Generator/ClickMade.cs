using NodaTime;

namespace Generator;

internal sealed record ClickMade(ShareMade Share, string Visitor, Instant At);
