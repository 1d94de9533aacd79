namespace Referrals.Kpis.Columns;

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
