namespace Referrals.Programs.Building;

/// <summary>A length that still lacks its measure: hours, days, calendar days or calendar months.</summary>
/// <typeparam name="TBuilder">The builder that goes on afterwards.</typeparam>
public sealed class WindowChoice<TBuilder>
{
    private readonly int _length;
    private readonly Func<Window, TBuilder> _set;

    internal WindowChoice(int length, Func<Window, TBuilder> set)
    {
        _length = length;
        _set = set;
    }

    /// <summary>Elapsed hours.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The length is below 1 or above a hundred years.</exception>
    public TBuilder Hours() => _set(Window.Hours(_length));

    /// <summary>Elapsed days of 24 hours.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The length is below 1 or above a hundred years.</exception>
    public TBuilder Days() => _set(Window.Days(_length));

    /// <summary>Calendar days in the program's zone, the first day included.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The length is below 1 or above a hundred years.</exception>
    public TBuilder CalendarDays() => _set(Window.CalendarDays(_length));

    /// <summary>Calendar months in the program's zone.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The length is below 1 or above a hundred years.</exception>
    public TBuilder CalendarMonths() => _set(Window.CalendarMonths(_length));
}
