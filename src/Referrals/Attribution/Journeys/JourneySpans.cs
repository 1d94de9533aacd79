namespace Referrals.Attribution;

/// <summary>
/// Many journeys on compact data of the caller's, without a copy: what every model reads. Journey <c>j</c> owns the touches
/// from <c>offsets[j]</c> up to <c>offsets[j + 1]</c>.
/// </summary>
/// <remarks>A journey may stand for many equal ones: its conversions and nulls are counts (fractions are allowed).
/// Take parts with <see cref="Slice"/> to work on several threads.</remarks>
public readonly ref struct JourneySpans
{
    private readonly ReadOnlySpan<int> _touches;
    private readonly ReadOnlySpan<double> _hoursBefore;
    private readonly ReadOnlySpan<TouchMilestones> _milestones;

    private JourneySpans(
        ChannelNames names, ReadOnlySpan<int> offsets, ReadOnlySpan<int> touches, ReadOnlySpan<double> conversions,
        ReadOnlySpan<double> values, ReadOnlySpan<double> nulls, ReadOnlySpan<double> hoursBefore, ReadOnlySpan<TouchMilestones> milestones)
    {
        Names = names;
        Offsets = offsets;
        _touches = touches;
        Conversions = conversions;
        Values = values;
        Nulls = nulls;
        _hoursBefore = hoursBefore;
        _milestones = milestones;
    }

    /// <summary>The channels that the touches are indices of.</summary>
    public ChannelNames Names { get; }

    /// <summary>How many journeys there are.</summary>
    public int Count => Conversions.Length;

    /// <summary>Conversions of each journey.</summary>
    public ReadOnlySpan<double> Conversions { get; }

    /// <summary>Value of the conversions of each journey, all together.</summary>
    public ReadOnlySpan<double> Values { get; }

    /// <summary>How often each path ended without a conversion.</summary>
    public ReadOnlySpan<double> Nulls { get; }

    /// <summary>Where the touches of each journey begin in <see cref="Touches"/>; one entry more than journeys.</summary>
    internal ReadOnlySpan<int> Offsets { get; }

    /// <summary>All touches, of slices too: <see cref="Offsets"/> count from its beginning.</summary>
    internal ReadOnlySpan<int> Touches => _touches;

    /// <summary>The touches of one journey.</summary>
    public TouchSpans this[int journey]
    {
        get
        {
            var from = Offsets[journey];
            var count = Offsets[journey + 1] - from;
            return new TouchSpans(
                Names,
                _touches.Slice(from, count),
                _hoursBefore.IsEmpty ? default : _hoursBefore.Slice(from, count),
                _milestones.IsEmpty ? default : _milestones.Slice(from, count));
        }
    }

    /// <summary>Journeys on the caller's data, checked once.</summary>
    /// <param name="names">The channels.</param>
    /// <param name="offsets">Begins with 0, never falls, ends with the number of touches; one more than there are journeys.</param>
    /// <param name="touches">Indices into <paramref name="names"/>, journey after journey, each oldest first.</param>
    /// <param name="conversions">One a journey: finite, 0 or more.</param>
    /// <param name="values">One a journey, of all its conversions together: finite, 0 or more.</param>
    /// <param name="nulls">One a journey: finite, 0 or more. Only the data-driven models read them.</param>
    /// <param name="hoursBefore">Empty, or one a touch: hours from it to the conversion, finite.</param>
    /// <param name="milestones">Empty, or one a touch.</param>
    /// <exception cref="ArgumentException">The data break one of these rules; the message says which and where.</exception>
    public static JourneySpans Of(
        ChannelNames names, ReadOnlySpan<int> offsets, ReadOnlySpan<int> touches, ReadOnlySpan<double> conversions,
        ReadOnlySpan<double> values, ReadOnlySpan<double> nulls,
        ReadOnlySpan<double> hoursBefore = default, ReadOnlySpan<TouchMilestones> milestones = default)
    {
        ArgumentNullException.ThrowIfNull(names);
        JourneyChecks.Offsets(offsets, touches.Length, conversions.Length);
        JourneyChecks.Channels(touches, names.Count);
        JourneyChecks.SameLength(conversions.Length, values.Length, nameof(values));
        JourneyChecks.SameLength(conversions.Length, nulls.Length, nameof(nulls));
        JourneyChecks.Counts(conversions, nameof(conversions));
        JourneyChecks.Counts(values, nameof(values));
        JourneyChecks.Counts(nulls, nameof(nulls));
        JourneyChecks.PerTouch(hoursBefore.Length, touches.Length, nameof(hoursBefore));
        JourneyChecks.PerTouch(milestones.Length, touches.Length, nameof(milestones));
        JourneyChecks.Finite(hoursBefore, nameof(hoursBefore));
        return new JourneySpans(names, offsets, touches, conversions, values, nulls, hoursBefore, milestones);
    }

    /// <summary>Some of the journeys, on the same data.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The part is not within the whole.</exception>
    public JourneySpans Slice(int start, int count) => new(
        Names, Offsets.Slice(start, count + 1), _touches, Conversions.Slice(start, count), Values.Slice(start, count),
        Nulls.Slice(start, count), _hoursBefore, _milestones);

    /// <summary>For data this library made itself, which needs no check.</summary>
    internal static JourneySpans Trusted(
        ChannelNames names, ReadOnlySpan<int> offsets, ReadOnlySpan<int> touches, ReadOnlySpan<double> conversions,
        ReadOnlySpan<double> values, ReadOnlySpan<double> nulls,
        ReadOnlySpan<double> hoursBefore, ReadOnlySpan<TouchMilestones> milestones) =>
        new(names, offsets, touches, conversions, values, nulls, hoursBefore, milestones);
}

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
