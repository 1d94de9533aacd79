namespace Referrals.Attribution.Batches;

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
