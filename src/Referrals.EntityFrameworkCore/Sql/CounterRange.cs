using Referrals.Storage;

namespace Referrals.EntityFrameworkCore.Sql;

/// <summary>Which numbers a counter may hold before an addition so that its result stays within the bounds.</summary>
internal readonly record struct CounterRange
{
    private CounterRange(long smallest, long largest)
    {
        Smallest = smallest;
        Largest = largest;
    }

    /// <summary>The range that no number is in.</summary>
    private static readonly CounterRange Empty = new(1, -1);

    internal long Smallest { get; }

    internal long Largest { get; }

    /// <summary>Whether a counter that does not exist yet, and so counts as 0, may be added to.</summary>
    internal bool HoldsZero => Smallest <= 0 && Largest >= 0;

    /// <summary>The range for an addition; one without a number where the bounds leave none that has 64 bits.</summary>
    internal static CounterRange Before(StoreOperation add)
    {
        var smallest = Int128.Max((Int128)add.Minimum - add.Delta, long.MinValue);
        var largest = Int128.Min((Int128)add.Maximum - add.Delta, long.MaxValue);
        return smallest <= largest ? new CounterRange((long)smallest, (long)largest) : Empty;
    }
}
