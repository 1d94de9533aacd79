namespace Referrals.Rewards;

/// <summary>How often a cap begins anew. Calendar periods are those of the program's zone; weeks are ISO weeks, from Monday.</summary>
public enum CapPeriod
{
    /// <summary>Never.</summary>
    Lifetime = 0,

    /// <summary>Every calendar day.</summary>
    Day = 1,

    /// <summary>Every ISO week.</summary>
    Week = 2,

    /// <summary>Every calendar month.</summary>
    Month = 3,

    /// <summary>Every calendar year.</summary>
    Year = 4,
}
