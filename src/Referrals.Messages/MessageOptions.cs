using Referrals.Messages.Choosing;
using Referrals.Messages.Templates;
using Referrals.Messages.Unsubscribing;

namespace Referrals.Messages;

/// <summary>What messages say, when they are sent, and how.</summary>
public sealed class MessageOptions
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>What messages say.</summary>
    /// <value>The default is <see cref="MessageTemplates.Default"/>: English, German, French and Spanish.</value>
    public MessageTemplates Templates { get; set; } = MessageTemplates.Default;

    /// <summary>When to write to whom.</summary>
    /// <value>The default is <see cref="MessageRules.Default"/>.</value>
    public MessageRules Rules { get; set; } = MessageRules.Default;

    /// <summary>The links by which people unsubscribe, for the footer and the header of mails.</summary>
    /// <value>The default is <c>null</c>: no links. Promotions without one are unlawful in many countries.</value>
    public UnsubscribeLinks? UnsubscribeLinks { get; set; }

    /// <summary>
    /// Whether a message is handed over again, under the same id, where a process died before it noted that the message was sent. With <c>false</c>
    /// no message is ever handed over twice, and one of which that is not known may never arrive.
    /// </summary>
    /// <value>The default is <c>true</c>.</value>
    public bool ResendUnconfirmed { get; set; } = true;

    /// <summary>How long a message rests after each attempt that failed; it has one attempt more than there are entries.</summary>
    /// <value>The default is 1, 5 and 30 minutes, 2 and 6 hours. Up to 50 entries, each up to 7 days.</value>
    public IList<TimeSpan> RetryDelays { get; } =
        [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(6)];

    /// <summary>How long the messenger may take for one message.</summary>
    /// <value>The default is 30 seconds; 100 milliseconds to 10 minutes.</value>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an instance rests between two looks for what is due. Every instance may send; none is in another's way.</summary>
    /// <value>The default is 15 seconds; 50 milliseconds to an hour.</value>
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How many messages an instance takes at once.</summary>
    /// <value>The default is 50; 1 to 1,000.</value>
    public int BatchSize { get; set; } = 50;

    /// <summary>How many messages of a batch an instance sends side by side.</summary>
    /// <value>The default is 8; 1 to 1,000.</value>
    public int MaxConcurrentMessages { get; set; } = 8;

    /// <summary>How long messages are kept after their end. It is also how long it is known what a person was told.</summary>
    /// <value>The default is 400 days; 30 to 3,650 days.</value>
    public TimeSpan Retention { get; set; } = 400 * Day;

    /// <exception cref="ArgumentException">The rules contradict themselves; the message says all that is wrong.</exception>
    internal void Check()
    {
        ArgumentNullException.ThrowIfNull(Templates, nameof(Templates));
        ArgumentNullException.ThrowIfNull(Rules, nameof(Rules));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(RetryDelays.Count, 50, nameof(RetryDelays));
        foreach (var delay in RetryDelays)
        {
            InRange(delay, TimeSpan.Zero, 7 * Day, nameof(RetryDelays));
        }

        InRange(Timeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(10), nameof(Timeout));
        InRange(Interval, TimeSpan.FromMilliseconds(50), TimeSpan.FromHours(1), nameof(Interval));
        InRange(BatchSize, 1, 1_000, nameof(BatchSize));
        InRange(MaxConcurrentMessages, 1, 1_000, nameof(MaxConcurrentMessages));
        InRange(Retention, 30 * Day, 3_650 * Day, nameof(Retention));
        var faults = Rules.Faults().ToList();
        if (faults.Count > 0)
        {
            throw new ArgumentException(string.Join(' ', faults), nameof(Rules));
        }
    }

    private static void InRange<T>(T value, T smallest, T largest, string option)
        where T : IComparable<T>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, smallest, option);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, largest, option);
    }
}
