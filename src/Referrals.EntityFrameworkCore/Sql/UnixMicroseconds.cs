using NodaTime;

namespace Referrals.EntityFrameworkCore.Sql;

/// <summary>Instants as databases keep them: whole microseconds since 1970.</summary>
internal static class UnixMicroseconds
{
    private const long TicksPerMicrosecond = 10;

    internal static long From(Instant instant) =>
        Math.DivRem(instant.ToUnixTimeTicks(), TicksPerMicrosecond) is var (quotient, rest) && rest < 0 ? quotient - 1 : quotient;

    internal static Instant ToInstant(long microseconds) => Instant.FromUnixTimeTicks(microseconds * TicksPerMicrosecond);
}
