using NodaTime;

namespace Referrals.Crm.EntityFrameworkCore.Model;

/// <summary>Turns rows into values and back.</summary>
internal static class RowMapping
{
    private const long TicksPerMicrosecond = 10;

    internal static long ToMicroseconds(this Instant instant)
    {
        var quotient = Math.DivRem(instant.ToUnixTimeTicks(), TicksPerMicrosecond, out var rest);
        return rest < 0 ? quotient - 1 : quotient;
    }

    internal static Instant ToInstant(this long microseconds) => Instant.FromUnixTimeTicks(microseconds * TicksPerMicrosecond);

    internal static CrmWork ToWork(this WorkRow row) => new()
    {
        Target = row.Target,
        Customer = CustomerId.From(row.Customer),
        DueAt = row.DueAt?.ToInstant(),
        LeasedUntil = row.LeasedUntil?.ToInstant(),
        Revision = row.Revision,
        Version = row.Version,
    };

    internal static CrmRecord ToRecord(this RecordRow row) => new()
    {
        Target = row.Target,
        Customer = CustomerId.From(row.Customer),
        Kind = (CrmRecordKind)row.Kind,
        Id = row.Id,
        State = (CrmRecordState)row.State,
        Hash = row.Hash,
        RemoteId = row.RemoteId,
        RemoteKey = row.RemoteKey,
        Other = row.Other is { } other ? CustomerId.From(other) : null,
        Waits = row.Waits,
        Attempts = row.Attempts,
        Code = row.Code,
        Words = row.Words,
        At = row.At?.ToInstant(),
    };
}
