using NodaTime;
using Referrals;

namespace Replay.History;

/// <summary>A customer's answer to "how likely are you to recommend us".</summary>
internal sealed record AnswerRow(CustomerId Customer, Instant At, int Score, int Line);
