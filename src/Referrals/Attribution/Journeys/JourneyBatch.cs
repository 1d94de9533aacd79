namespace Referrals.Attribution;

/// <summary>Many journeys in compact form: channel indices, offsets and counts in a few flat arrays. Immutable.</summary>
/// <remarks>A journey costs about 28 bytes and 4 bytes a touch (12 with times). Models read <see cref="Spans"/>.</remarks>
public sealed class JourneyBatch
{
    private readonly ReadOnlyMemory<int> _offsets;
    private readonly ReadOnlyMemory<int> _touches;
    private readonly ReadOnlyMemory<double> _conversions;
    private readonly ReadOnlyMemory<double> _values;
    private readonly ReadOnlyMemory<double> _nulls;
    private readonly ReadOnlyMemory<double> _hoursBefore;
    private readonly ReadOnlyMemory<TouchMilestones> _milestones;

    internal JourneyBatch(
        ChannelNames names, ReadOnlyMemory<int> offsets, ReadOnlyMemory<int> touches, ReadOnlyMemory<double> conversions,
        ReadOnlyMemory<double> values, ReadOnlyMemory<double> nulls,
        ReadOnlyMemory<double> hoursBefore = default, ReadOnlyMemory<TouchMilestones> milestones = default)
    {
        Names = names;
        _offsets = offsets;
        _touches = touches;
        _conversions = conversions;
        _values = values;
        _nulls = nulls;
        _hoursBefore = hoursBefore;
        _milestones = milestones;
    }

    /// <summary>The channels that occur.</summary>
    public ChannelNames Names { get; }

    /// <summary>How many journeys there are.</summary>
    public int Count => _conversions.Length;

    /// <summary>How many touches they have together.</summary>
    public int TouchCount => _touches.Length;

    /// <summary>The journeys as the models read them.</summary>
    public JourneySpans Spans => JourneySpans.Trusted(
        Names, _offsets.Span, _touches.Span, _conversions.Span, _values.Span, _nulls.Span, _hoursBefore.Span, _milestones.Span);

    /// <summary>Packs journeys: a converted one counts as one conversion, another one as one null.</summary>
    public static JourneyBatch Of(params IEnumerable<Journey> journeys)
    {
        ArgumentNullException.ThrowIfNull(journeys);
        var indices = new Dictionary<string, int>(StringComparer.Ordinal);
        List<int> offsets = [0];
        List<int> touches = [];
        List<double> conversions = [], values = [], nulls = [], hours = [];
        List<TouchMilestones> milestones = [];
        foreach (var journey in journeys)
        {
            foreach (var touch in journey.Touches)
            {
                if (!indices.TryGetValue(touch.Channel, out var index))
                {
                    index = indices.Count;
                    indices.Add(touch.Channel, index);
                }

                touches.Add(index);
                hours.Add((journey.EndedAt - touch.At).TotalHours);
                milestones.Add(touch.Milestones);
            }

            offsets.Add(touches.Count);
            conversions.Add(journey.Converted ? 1 : 0);
            values.Add(journey.Value);
            nulls.Add(journey.Converted ? 0 : 1);
        }

        return new JourneyBatch(
            new ChannelNames([.. indices.Keys]), offsets.ToArray(), touches.ToArray(), conversions.ToArray(), values.ToArray(),
            nulls.ToArray(), hours.ToArray(), milestones.ToArray());
    }
}

/// <summary>The rules of compact journey data, with messages that name the place.</summary>
internal static class JourneyChecks
{
    internal static void Offsets(ReadOnlySpan<int> offsets, int touches, int journeys)
    {
        if (offsets.Length != journeys + 1 || offsets[0] != 0 || offsets[^1] != touches)
        {
            throw new ArgumentException(
                $"Offsets begin with 0, end with the number of touches and are one more than the journeys: expected {journeys + 1} " +
                $"offsets that end with {touches}, found {offsets.Length}.", nameof(offsets));
        }

        for (var i = 1; i < offsets.Length; i++)
        {
            if (offsets[i] < offsets[i - 1])
            {
                throw new ArgumentException($"Offsets never fall, but offset {i} is {offsets[i]} after {offsets[i - 1]}.", nameof(offsets));
            }
        }
    }

    internal static void Channels(ReadOnlySpan<int> touches, int channels)
    {
        for (var i = 0; i < touches.Length; i++)
        {
            if (touches[i] < 0 || touches[i] >= channels)
            {
                throw new ArgumentException(
                    $"Touch {i} has the channel index {touches[i]}, but there are {channels} channels. Use the indices of the names.", nameof(touches));
            }
        }
    }

    internal static void Counts(ReadOnlySpan<double> numbers, string parameter)
    {
        for (var i = 0; i < numbers.Length; i++)
        {
            if (!(numbers[i] >= 0 && numbers[i] <= double.MaxValue))
            {
                throw new ArgumentException($"Numbers are finite and 0 or more, but the one of journey {i} is {numbers[i]}.", parameter);
            }
        }
    }

    internal static void Finite(ReadOnlySpan<double> numbers, string parameter)
    {
        for (var i = 0; i < numbers.Length; i++)
        {
            if (!double.IsFinite(numbers[i]))
            {
                throw new ArgumentException($"Hours are finite, but those of touch {i} are {numbers[i]}.", parameter);
            }
        }
    }

    internal static void SameLength(int expected, int found, string parameter)
    {
        if (expected != found)
        {
            throw new ArgumentException($"There is one number a journey: expected {expected}, found {found}.", parameter);
        }
    }

    internal static void PerTouch(int found, int touches, string parameter)
    {
        if (found != 0 && found != touches)
        {
            throw new ArgumentException($"There is one entry a touch, or none at all: expected {touches} or 0, found {found}.", parameter);
        }
    }
}

/// <summary>The channels of a batch: each name has an index from 0 in order of first appearance. Immutable.</summary>
/// <remarks>Names are compared by their characters: case matters.</remarks>
public sealed class ChannelNames
{
    private readonly string[] _names;
    private readonly Dictionary<string, int> _indices;

    internal ChannelNames(string[] names)
    {
        _names = names;
        _indices = new Dictionary<string, int>(names.Length, StringComparer.Ordinal);
        foreach (var name in names)
        {
            _indices.Add(name, _indices.Count);
        }
    }

    /// <summary>No channel at all.</summary>
    public static ChannelNames Empty { get; } = new([]);

    /// <summary>How many there are.</summary>
    public int Count => _names.Length;

    /// <summary>The name at an index.</summary>
    /// <exception cref="IndexOutOfRangeException">The index is not from 0 to <see cref="Count"/> - 1.</exception>
    public string this[int index] => _names[index];

    /// <summary>Channels with the indices 0, 1, 2 and so on.</summary>
    /// <exception cref="ArgumentException">A name is blank or occurs twice.</exception>
    public static ChannelNames Of(params IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        string[] copy = [.. names];
        foreach (var name in copy)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(name, nameof(names));
        }

        return new ChannelNames(copy);
    }

    /// <summary>The index of a name; -1 where the batch does not know it.</summary>
    public int IndexOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _indices.GetValueOrDefault(name, -1);
    }

    internal string[] ToArray() => [.. _names];

    /// <summary>The indices of these channels in their ordinal order, which every table is written in.</summary>
    internal int[] Sorted()
    {
        var order = new int[_names.Length];
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        Array.Sort((string[])_names.Clone(), order, StringComparer.Ordinal);
        return order;
    }
}
