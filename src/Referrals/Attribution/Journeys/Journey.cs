using System.Globalization;
using System.Text.Json.Serialization;
using NodaTime;
using NodaTime.Text;

namespace Referrals.Attribution;

/// <summary>The touches that may share the credit for one conversion, oldest first; or a path that ended without one.</summary>
/// <remarks>Built by <see cref="JourneyRules.Build"/>. Immutable.</remarks>
public sealed class Journey
{
    internal Journey(JourneyTouch[] touches, Instant endedAt, double value, bool converted)
    {
        Touches = touches;
        EndedAt = endedAt;
        Value = value;
        Converted = converted;
    }

    /// <summary>The touches in order of time, then of arrival. Empty where no touch was eligible.</summary>
    public IReadOnlyList<JourneyTouch> Touches { get; }

    /// <summary>The instant of the conversion; of the last touch where there was none.</summary>
    [JsonConverter(typeof(InstantJsonConverter))]
    public Instant EndedAt { get; }

    /// <summary>What the conversion was worth; 0 where there was none.</summary>
    public double Value { get; }

    /// <summary>Whether the path ended in a conversion.</summary>
    public bool Converted { get; }

    /// <summary>Whether a conversion has no touch to credit, so that it falls into the unattributed bucket.</summary>
    public bool IsUnattributed => Converted && Touches.Count == 0;
}

/// <summary>A conversion to be credited: when, and what it was worth.</summary>
/// <remarks><c>default</c> is a conversion without value at the Unix epoch.</remarks>
public readonly record struct JourneyConversion
{
    private JourneyConversion(Instant at, double value)
    {
        At = at;
        Value = value;
    }

    /// <summary>When it happened.</summary>
    [JsonConverter(typeof(InstantJsonConverter))]
    public Instant At { get; }

    /// <summary>What it was worth, in any one unit; 0 or more.</summary>
    public double Value { get; }

    /// <summary>The value and the instant, such as <c>49.9 at 2026-03-01T09:30:00Z</c>.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Value} at {InstantPattern.ExtendedIso.Format(At)}");

    /// <summary>A conversion at an instant.</summary>
    /// <param name="at">When it happened.</param>
    /// <param name="value">What it was worth: finite, 0 or more; 0 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="value"/> is negative or not finite.</exception>
    public static JourneyConversion Of(Instant at, double value = 0)
    {
        if (!double.IsFinite(value) || value < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, "A conversion's value is a finite number, 0 or more.");
        }

        return new JourneyConversion(at, value);
    }
}

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
    [JsonConverter(typeof(InstantJsonConverter))]
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
