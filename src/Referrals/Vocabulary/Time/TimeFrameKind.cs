namespace Referrals;

/// <summary>The kinds of <see cref="TimeFrame"/>.</summary>
public enum TimeFrameKind
{
    /// <summary>For ever.</summary>
    Lifetime = 0,

    /// <summary>A calendar day.</summary>
    CalendarDay = 1,

    /// <summary>Seven days, from the day on which the program's week starts.</summary>
    CalendarWeek = 2,

    /// <summary>A calendar month.</summary>
    CalendarMonth = 3,

    /// <summary>Three months, the first of them beginning with the program's year.</summary>
    CalendarQuarter = 4,

    /// <summary>A year, from the day on which the program's year starts.</summary>
    CalendarYear = 5,

    /// <summary>A length of time that ends now.</summary>
    Trailing = 6,
}
