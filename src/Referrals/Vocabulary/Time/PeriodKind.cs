namespace Referrals;

/// <summary>What a <see cref="TimePeriod"/> counts.</summary>
public enum PeriodKind
{
    /// <summary>Elapsed hours.</summary>
    Hours = 0,

    /// <summary>Elapsed days of 24 hours each.</summary>
    Days = 1,

    /// <summary>Calendar days in the program's zone.</summary>
    CalendarDays = 2,

    /// <summary>Months in the program's zone.</summary>
    Months = 3,
}
