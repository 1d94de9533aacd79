using NodaTime;

namespace Referrals.EntityFrameworkCore.Sql;

/// <summary>Instants as databases keep them: whole microseconds since 1970.</summary>
internal static class UnixMicroseconds
{
    private const long TicksPerMicrosecond = 10;

    private static readonly long First = Instant.MinValue.ToUnixTimeTicks() / TicksPerMicrosecond;
    private static readonly long Last = Instant.MaxValue.ToUnixTimeTicks() / TicksPerMicrosecond;

    internal static long From(Instant instant) =>
        Math.DivRem(instant.ToUnixTimeTicks(), TicksPerMicrosecond) is var (quotient, rest) && rest < 0 ? quotient - 1 : quotient;

    /// <summary>The instant; the first or last one that there is for a number beyond it, which only another hand can have written.</summary>
    internal static Instant ToInstant(long microseconds) =>
        Instant.FromUnixTimeTicks(Math.Clamp(microseconds, First, Last) * TicksPerMicrosecond);
}
