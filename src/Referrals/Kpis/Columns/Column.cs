namespace Referrals.Kpis;

/// <summary>A growing column in chunks of equal length: appending never moves what is there.</summary>
internal sealed class Column<T>
    where T : unmanaged
{
    internal const int ChunkLength = 1 << ChunkBits;
    private const int ChunkBits = 14;
    private const int FirstLength = 64;

    private readonly List<T[]> _chunks = [];
    private int _capacity;

    internal int Count { get; private set; }

    internal int Chunks => _chunks.Count;

    internal ref T this[int index] => ref _chunks[index >> ChunkBits][index & (ChunkLength - 1)];

    internal void Add(T value)
    {
        if (Count == _capacity)
        {
            Grow();
        }

        _chunks[Count >> ChunkBits][Count & (ChunkLength - 1)] = value;
        Count++;
    }

    /// <summary>The filled part of a chunk.</summary>
    internal ReadOnlySpan<T> Chunk(int chunk) =>
        _chunks[chunk].AsSpan(0, Math.Min(ChunkLength, Count - (chunk << ChunkBits)));

    /// <summary>The first chunk doubles up to its full length, so that small tables stay small.</summary>
    private void Grow()
    {
        if (_capacity is > 0 and < ChunkLength)
        {
            var first = _chunks[0];
            Array.Resize(ref first, _capacity * 2);
            _chunks[0] = first;
            _capacity *= 2;
            return;
        }

        _chunks.Add(new T[_capacity == 0 ? FirstLength : ChunkLength]);
        _capacity += _chunks[^1].Length;
    }
}

/// <summary>Instants in microseconds, with the earliest and the latest of each chunk.</summary>
/// <remarks>Journals are nearly in order of time, so most chunks lie within one window, and no row of them is looked at for its time.</remarks>
internal sealed class TimeColumn
{
    private readonly Column<long> _times = new();
    private readonly List<(long Earliest, long Latest)> _ranges = [];

    internal int Chunks => _times.Chunks;

    internal void Add(long time)
    {
        _times.Add(time);
        if (_ranges.Count < _times.Chunks)
        {
            _ranges.Add((time, time));
            return;
        }

        var (earliest, latest) = _ranges[^1];
        _ranges[^1] = (Math.Min(earliest, time), Math.Max(latest, time));
    }

    internal ReadOnlySpan<long> Chunk(int chunk) => _times.Chunk(chunk);

    internal (long Earliest, long Latest) Range(int chunk) => _ranges[chunk];
}

/// <summary>Texts that repeat, such as segments and channels, as small numbers.</summary>
internal sealed class Names
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<string> _texts = [];

    internal int Count => _texts.Count;

    internal string this[int number] => _texts[number];

    internal int Of(string text)
    {
        if (!_numbers.TryGetValue(text, out var number))
        {
            number = _texts.Count;
            _numbers.Add(text, number);
            _texts.Add(text);
        }

        return number;
    }
}

/// <summary>Orders keys of groups by their parts, one after the other, ordinally.</summary>
internal sealed class KeyOrder : IComparer<IReadOnlyList<string>>, IEqualityComparer<IReadOnlyList<string>>
{
    internal static readonly KeyOrder Ordinal = new();

    public int Compare(IReadOnlyList<string>? x, IReadOnlyList<string>? y)
    {
        for (var i = 0; i < x!.Count; i++)
        {
            var order = string.CompareOrdinal(x[i], y![i]);
            if (order != 0)
            {
                return order;
            }
        }

        return 0;
    }

    public bool Equals(IReadOnlyList<string>? x, IReadOnlyList<string>? y) => Compare(x, y) == 0;

    public int GetHashCode(IReadOnlyList<string> obj)
    {
        var hash = default(HashCode);
        foreach (var part in obj)
        {
            hash.Add(part, StringComparer.Ordinal);
        }

        return hash.ToHashCode();
    }
}

/// <summary>Cuts a chunk into runs of rows that lie in the same window; mostly a chunk is one run.</summary>
internal ref struct Runs
{
    private readonly WindowIndex _windows;
    private readonly ReadOnlySpan<long> _times;
    private readonly (long Earliest, long Latest) _range;

    internal Runs(WindowIndex windows, TimeColumn times, int chunk)
    {
        _windows = windows;
        _times = times.Chunk(chunk);
        _range = times.Range(chunk);
    }

    internal int Window { get; private set; }

    internal int Start { get; private set; }

    internal int End { get; private set; }

    /// <summary>Goes to the next run that lies in a window.</summary>
    internal bool Next()
    {
        while (End < _times.Length)
        {
            Start = End;
            Window = _windows.Find(_times[Start], out var from, out var to);
            End = from <= _range.Earliest && _range.Latest < to ? _times.Length : EndOfRun(from, to);
            if (Window != WindowIndex.Outside)
            {
                return true;
            }
        }

        return false;
    }

    private readonly int EndOfRun(long from, long to)
    {
        var end = Start + 1;
        while (end < _times.Length && _times[end] >= from && _times[end] < to)
        {
            end++;
        }

        return end;
    }
}

/// <summary>What facts are grouped by, as numbers of <see cref="Names"/>. Few combinations occur, so each has a number too.</summary>
internal readonly record struct Traits(int Program, int Segment, int Channel, int Version);
