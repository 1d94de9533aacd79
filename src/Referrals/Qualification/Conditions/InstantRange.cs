using NodaTime;
using NodaTime.Text;

namespace Referrals.Qualification.Conditions;

/// <summary>A half-open range of time, either end of which may be open.</summary>
internal static class InstantRange
{
    internal static bool Contains(Instant? from, Instant? until, Instant instant) => !(instant < from) && !(instant >= until);

    internal static string Text(Instant? from, Instant? until) => (from, until) switch
    {
        ({ } start, { } end) => $"from {Iso(start)}, before {Iso(end)}",
        ({ } start, null) => $"from {Iso(start)}",
        _ => $"before {Iso(until ?? Instant.MaxValue)}",
    };

    private static string Iso(Instant instant) => InstantPattern.ExtendedIso.Format(instant);
}
