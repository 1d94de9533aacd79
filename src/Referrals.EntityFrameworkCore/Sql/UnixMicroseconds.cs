using NodaTime;

namespace Referrals.EntityFrameworkCore.Sql;

/// <summary>Instants as databases keep them: whole microseconds since 1970.</summary>
internal static class UnixMicroseconds
{
    private const long TicksPerMicrosecond = 10;

    internal static long From(Instant instant) =>
        Math.DivRem(instant.ToUnixTimeTicks(), TicksPerMicrosecond) is var (quotient, rest) && rest < 0 ? quotient - 1 : quotient;

    /// <summary>The instant; the first or last one that there is for a number beyond it, which only another hand can have written.</summary>
    internal static Instant ToInstant(long microseconds) =>
        microseconds <= Instant.MinValue.ToUnixTimeTicks() / TicksPerMicrosecond ? Instant.MinValue
        : microseconds >= Instant.MaxValue.ToUnixTimeTicks() / TicksPerMicrosecond ? Instant.FromUnixTimeTicks(Instant.MaxValue.ToUnixTimeTicks() / TicksPerMicrosecond * TicksPerMicrosecond)
        : Instant.FromUnixTimeTicks(microseconds * TicksPerMicrosecond);
}
