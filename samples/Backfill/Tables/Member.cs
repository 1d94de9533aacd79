using NodaTime;

namespace Backfill.Tables;

/// <summary>A member, as the latest row of the member log has it.</summary>
internal sealed record Member(string Id, LocalDate? MemberUntil, bool IsDeleted, string? Zone);
