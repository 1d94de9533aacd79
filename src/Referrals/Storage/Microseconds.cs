using NodaTime;

namespace Referrals.Storage;

/// <summary>The grain of time in all stores: what SQLite and PostgreSQL keep alike.</summary>
internal static class Microseconds
{
    private const long TicksPerMicrosecond = 10;

    /// <summary>Cuts off what is finer than a microsecond, towards the past.</summary>
    internal static Instant Floor(Instant instant)
    {
        var ticks = instant.ToUnixTimeTicks();
        var rest = ticks % TicksPerMicrosecond;
        return Instant.FromUnixTimeTicks(ticks - (rest < 0 ? rest + TicksPerMicrosecond : rest));
    }

    /// <summary>As <see cref="Floor(Instant)"/>; <c>null</c> stays <c>null</c>.</summary>
    internal static Instant? Floor(Instant? instant) => instant is { } value ? Floor(value) : null;
}
