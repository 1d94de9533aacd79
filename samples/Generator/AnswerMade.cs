using NodaTime;

namespace Generator;

internal sealed record AnswerMade(Person By, Instant At, int Score);
