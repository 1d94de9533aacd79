using NodaTime;
using NodaTime.Text;

namespace Replay.Tables;

/// <summary>Instants as people and files write them.</summary>
internal static class Times
{
    /// <summary>Reads <c>2025-03-11T19:38:07Z</c> or a time with an offset; without either it is no instant and refused.</summary>
    public static bool TryRead(string text, out Instant instant)
    {
        if (InstantPattern.ExtendedIso.Parse(text).TryGetValue(default, out instant))
        {
            return true;
        }

        var read = OffsetDateTimePattern.ExtendedIso.Parse(text).TryGetValue(default, out var local);
        instant = read ? local.ToInstant() : default;
        return read;
    }

    /// <summary>As <see cref="TryRead"/>, and a date alone for the midnight in UTC that begins it.</summary>
    public static bool TryReadArgument(string text, out Instant instant)
    {
        if (TryRead(text, out instant))
        {
            return true;
        }

        var read = LocalDatePattern.Iso.Parse(text).TryGetValue(default, out var date);
        instant = read ? date.AtMidnight().InUtc().ToInstant() : default;
        return read;
    }

    public static string Text(Instant instant) => InstantPattern.ExtendedIso.Format(instant);

    /// <summary>Date and time to the minute, in UTC, for people.</summary>
    public static string Short(Instant instant) =>
        instant.InUtc().ToString("uuuu-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture);
}
