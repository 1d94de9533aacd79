using Referrals.Attribution.Journeys;

namespace Referrals.Attribution.Batches;

/// <summary>The touches of one journey, oldest first, as a credit model sees them. Holds no copy.</summary>
public readonly ref struct TouchSpans
{
    private const double DefaultHoursApart = 24;

    internal TouchSpans(
        ChannelNames names, ReadOnlySpan<int> channels, ReadOnlySpan<double> hoursBefore, ReadOnlySpan<TouchMilestones> milestones)
    {
        Names = names;
        Channels = channels;
        HoursBefore = hoursBefore;
        Milestones = milestones;
    }

    /// <summary>The channel of each touch, an index into <see cref="Names"/>.</summary>
    public ReadOnlySpan<int> Channels { get; }

    /// <summary>What the indices stand for.</summary>
    public ChannelNames Names { get; }

    /// <summary>How many touches there are; 1 or more where a model is asked.</summary>
    public int Count => Channels.Length;

    internal ReadOnlySpan<double> HoursBefore { get; }

    internal ReadOnlySpan<TouchMilestones> Milestones { get; }

    /// <summary>Hours from a touch to the conversion. Where the batch holds no times, touches lie 24 hours apart and the last
    /// one at the conversion.</summary>
    public double HoursBeforeOf(int touch) =>
        HoursBefore.IsEmpty ? DefaultHoursApart * (Channels.Length - 1 - touch) : HoursBefore[touch];

    /// <summary>What a touch brought about; nothing where the batch holds no milestones.</summary>
    public TouchMilestones MilestonesOf(int touch) => Milestones.IsEmpty ? TouchMilestones.None : Milestones[touch];
}
