using NodaTime;

namespace Backfill.Tables;

/// <summary>A paid transaction.</summary>
internal sealed record Payment(string Id, string? Status, string? Type, Instant? At, string? Zone);
