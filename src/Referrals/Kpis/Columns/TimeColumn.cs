namespace Referrals.Kpis.Columns;

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
