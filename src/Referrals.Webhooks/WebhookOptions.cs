namespace Referrals.Webhooks;

/// <summary>How webhooks are sent. The defaults are those that Standard Webhooks recommends.</summary>
public sealed class WebhookOptions
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>
    /// How long a delivery rests after each attempt that failed; it has one attempt more than there are entries.
    /// </summary>
    /// <value>
    /// The default is 5 seconds, 5 and 30 minutes, 2, 5, 10, 14, 20 and 24 hours: ten attempts in 75 hours, 35 minutes and 5
    /// seconds. Up to 50 entries, each up to 7 days.
    /// </value>
    public IList<TimeSpan> RetryDelays { get; } =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(5),
        TimeSpan.FromHours(10), TimeSpan.FromHours(14), TimeSpan.FromHours(20), TimeSpan.FromHours(24),
    ];

    /// <summary>
    /// By which part a delay is longer or shorter at most, so that deliveries that failed together do not come back together.
    /// </summary>
    /// <value>The default is 0.2, which is 20 %; 0 to 0.5.</value>
    public double Jitter { get; set; } = 0.2;

    /// <summary>How long an attempt may take, from the look-up of the name to the answer.</summary>
    /// <value>The default is 15 seconds; 100 milliseconds to 2 minutes.</value>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long an instance rests between two looks for what is due. Every instance may send; none is in another's way.</summary>
    /// <value>The default is 5 seconds; 50 milliseconds to an hour.</value>
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How many attempts an instance makes at once, over all endpoints.</summary>
    /// <value>The default is 256; 1 to 10,000.</value>
    public int MaxConcurrentAttempts { get; set; } = 256;

    /// <summary>
    /// How many attempts an instance makes at once at one endpoint. One that has failed five times in a row gets one at a time.
    /// </summary>
    /// <value>The default is 4; 1 to 100.</value>
    public int MaxConcurrentAttemptsPerEndpoint { get; set; } = 4;

    /// <summary>
    /// An endpoint is disabled once its attempts have failed for this long without a success between, and
    /// <see cref="DisableAfterFailures"/> times.
    /// </summary>
    /// <value>The default is 5 days; an hour to 365 days.</value>
    public TimeSpan DisableAfter { get; set; } = TimeSpan.FromDays(5);

    /// <summary>See <see cref="DisableAfter"/>: both must be reached.</summary>
    /// <value>The default is 20; 1 to 100,000.</value>
    public int DisableAfterFailures { get; set; } = 20;

    /// <summary>How long messages are kept, so that they can be sent again. What is pending is kept until it is settled.</summary>
    /// <value>The default is 30 days; a day to 3,650 days.</value>
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How many endpoints a tenant may have.</summary>
    /// <value>The default is 50; 1 to 10,000.</value>
    public int MaxEndpoints { get; set; } = 50;

    /// <summary>Whether endpoints may be <c>http</c>. For development: what is sent can then be read and changed on the way.</summary>
    /// <value>The default is <c>false</c>.</value>
    public bool AllowHttp { get; set; }

    /// <summary>
    /// Whether endpoints may be in private networks or on this machine. For development, and for applications all of whose
    /// endpoints are their operator's own: else whoever enters an endpoint can call what stands behind the firewall.
    /// </summary>
    /// <value>The default is <c>false</c>.</value>
    public bool AllowPrivateNetworks { get; set; }

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(RetryDelays.Count, 50, nameof(RetryDelays));
        foreach (var delay in RetryDelays)
        {
            InRange(delay, TimeSpan.Zero, 7 * Day, nameof(RetryDelays));
        }

        InRange(Jitter, 0, 0.5, nameof(Jitter));
        InRange(Timeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(2), nameof(Timeout));
        InRange(Interval, TimeSpan.FromMilliseconds(50), TimeSpan.FromHours(1), nameof(Interval));
        InRange(MaxConcurrentAttempts, 1, 10_000, nameof(MaxConcurrentAttempts));
        InRange(MaxConcurrentAttemptsPerEndpoint, 1, 100, nameof(MaxConcurrentAttemptsPerEndpoint));
        InRange(DisableAfter, TimeSpan.FromHours(1), 365 * Day, nameof(DisableAfter));
        InRange(DisableAfterFailures, 1, 100_000, nameof(DisableAfterFailures));
        InRange(Retention, Day, 3_650 * Day, nameof(Retention));
        InRange(MaxEndpoints, 1, 10_000, nameof(MaxEndpoints));
    }

    private static void InRange<T>(T value, T smallest, T largest, string option)
        where T : IComparable<T>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, smallest, option);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, largest, option);
    }
}
