namespace Referrals.Kpis.Columns;

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
