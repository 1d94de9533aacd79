namespace Referrals;

/// <summary>What a <see cref="Window"/> counts.</summary>
public enum WindowMeasure
{
    /// <summary>Elapsed hours.</summary>
    Hours = 0,

    /// <summary>Elapsed days of 24 hours each.</summary>
    Days = 1,

    /// <summary>Calendar days in the program's zone.</summary>
    CalendarDays = 2,

    /// <summary>Calendar months in the program's zone.</summary>
    CalendarMonths = 3,
}
