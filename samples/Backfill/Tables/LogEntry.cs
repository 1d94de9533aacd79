using NodaTime;

namespace Backfill.Tables;

/// <summary>An entry of the referral log: whether the club granted the reward then, and for which payment.</summary>
internal sealed record LogEntry(string Id, string? Referral, string? PaymentId, Instant? At, bool Granted);
