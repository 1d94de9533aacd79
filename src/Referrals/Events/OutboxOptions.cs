namespace Referrals.Events;

/// <summary>How events are named and delivered.</summary>
public sealed class OutboxOptions
{
    /// <summary>What the source of each event begins with; tenant and program follow. A URI or a path.</summary>
    /// <value>The default is <c>/referrals</c>.</value>
    public string Source { get; set; } = "/referrals";

    /// <summary>After how many attempts that failed an event is set aside.</summary>
    /// <value>The default is 12, which with the default delays is about two hours; 1 to 1,000.</value>
    public int MaxAttempts { get; set; } = 12;

    /// <summary>How long an event rests after the first attempt that failed; twice as long after each one more.</summary>
    /// <value>The default is 5 seconds; up to a day.</value>
    public TimeSpan FirstDelay { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest that an event rests between two attempts.</summary>
    /// <value>The default is 30 minutes; up to a day.</value>
    public TimeSpan LongestDelay { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>
    /// How long an instance may take for the events that it took at once. If it dies, others deliver them after this time.
    /// </summary>
    /// <value>The default is a minute; 1 second to a day.</value>
    public TimeSpan LeaseTime { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How many events an instance takes at once.</summary>
    /// <value>The default is 20; 1 to 1,000.</value>
    public int BatchSize { get; set; } = 20;

    internal void Check()
    {
        var day = TimeSpan.FromDays(1);
        if (!Uri.TryCreate(Source, UriKind.RelativeOrAbsolute, out _) || Source.Length is 0 or > 500)
        {
            throw new ArgumentException($"Source is '{Source}'; it must be a URI or a path of 1 to 500 characters.", nameof(Source));
        }

        InRange(MaxAttempts, 1, 1_000, nameof(MaxAttempts));
        InRange(FirstDelay, TimeSpan.Zero, day, nameof(FirstDelay));
        InRange(LongestDelay, FirstDelay, day, nameof(LongestDelay));
        InRange(LeaseTime, TimeSpan.FromSeconds(1), day, nameof(LeaseTime));
        InRange(BatchSize, 1, 1_000, nameof(BatchSize));
    }

    private static void InRange<T>(T value, T smallest, T largest, string option)
        where T : IComparable<T>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, smallest, option);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, largest, option);
    }
}
