namespace Referrals.Hosting;

/// <summary>How often the background work runs.</summary>
public sealed class DueWorkOptions
{
    /// <summary>How long an instance rests between two rounds. Every instance of the host may run them; none is in another's way.</summary>
    /// <value>The default is 15 seconds; 100 milliseconds to a day.</value>
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(15);

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Interval, TimeSpan.FromMilliseconds(100), nameof(Interval));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Interval, TimeSpan.FromDays(1), nameof(Interval));
    }
}
