namespace Referrals;

/// <summary>The kinds of <see cref="TimeFrame"/>.</summary>
public enum TimeFrameKind
{
    /// <summary>For ever.</summary>
    Lifetime = 0,

    /// <summary>A calendar day.</summary>
    Day = 1,

    /// <summary>Seven days, from the day on which the program's week starts.</summary>
    Week = 2,

    /// <summary>A calendar month.</summary>
    Month = 3,

    /// <summary>Three months, the first of them beginning with the program's year.</summary>
    Quarter = 4,

    /// <summary>A year, from the day on which the program's year starts.</summary>
    Year = 5,

    /// <summary>A length of time that ends now.</summary>
    Trailing = 6,
}
