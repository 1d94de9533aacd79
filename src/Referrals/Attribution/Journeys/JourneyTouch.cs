using NodaTime;
using NodaTime.Text;

namespace Referrals.Attribution.Journeys;

/// <summary>One touch on the way to a conversion: through which channel (or by which referrer), and when.</summary>
/// <remarks><c>default</c> has no channel and is refused where touches are read.</remarks>
public readonly record struct JourneyTouch
{
    private JourneyTouch(string channel, Instant at, TouchMilestones milestones)
    {
        Channel = channel;
        At = at;
        Milestones = milestones;
    }

    /// <summary>The channel, campaign or referrer that earns the credit. Case matters; blanks around it do not.</summary>
    public string Channel { get; }

    /// <summary>When it happened.</summary>
    public Instant At { get; }

    /// <summary>What the touch brought about, if anything.</summary>
    public TouchMilestones Milestones { get; }

    /// <summary>A touch through a channel at an instant.</summary>
    /// <param name="channel">Not blank; trimmed.</param>
    /// <param name="at">When it happened.</param>
    /// <param name="milestones">What it brought about; nothing by default.</param>
    /// <exception cref="ArgumentException"><paramref name="channel"/> is blank.</exception>
    public static JourneyTouch Of(string channel, Instant at, TouchMilestones milestones = TouchMilestones.None)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(channel);
        return new JourneyTouch(channel.Trim(), at, milestones);
    }

    /// <summary>The channel and the instant, such as <c>mail at 2026-03-01T09:30:00Z</c>.</summary>
    public override string ToString() => Milestones == TouchMilestones.None
        ? $"{Channel} at {InstantPattern.ExtendedIso.Format(At)}"
        : $"{Channel} at {InstantPattern.ExtendedIso.Format(At)} ({Milestones})";

    internal JourneyTouch Also(TouchMilestones more) => new(Channel, At, Milestones | more);

    internal JourneyTouch Renamed(string channel) => new(channel, At, Milestones);
}
