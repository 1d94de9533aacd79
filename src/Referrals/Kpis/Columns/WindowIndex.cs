using NodaTime;

namespace Referrals.Kpis.Columns;

/// <summary>Finds the window of an instant among windows in order that do not overlap.</summary>
internal sealed class WindowIndex
{
    internal const int Outside = -1;
    private const int MaxHints = 4096;

    private readonly long[] _starts;
    private readonly long[] _ends;

    // Steps of equal length from the first start to the last end, each with the first window that ends after the step begins:
    // for facts in no order of time, a look there and mostly no further step is faster than halving.
    private readonly int[] _hints;
    private readonly int _shift;
    private readonly long _first;
    private readonly long _last;

    internal WindowIndex(ReadOnlySpan<KpiWindow> windows)
    {
        _starts = new long[windows.Length];
        _ends = new long[windows.Length];
        for (var i = 0; i < windows.Length; i++)
        {
            _starts[i] = AtOrAfter(windows[i].From);
            _ends[i] = AtOrAfter(windows[i].To);
        }

        (_first, _last) = windows.IsEmpty ? (0, long.MinValue) : (_starts[0], _ends[^1]);
        while ((_last - _first) >> _shift >= MaxHints)
        {
            _shift++;
        }

        _hints = new int[windows.IsEmpty ? 0 : ((_last - _first) >> _shift) + 1];
        for (int i = 0, window = 0; i < _hints.Length; i++)
        {
            while (window < _ends.Length - 1 && _ends[window] <= _first + ((long)i << _shift))
            {
                window++;
            }

            _hints[i] = window;
        }
    }

    /// <summary>The whole microseconds since the Unix epoch, rounded down; facts hold nothing finer.</summary>
    internal static long Microseconds(Instant instant) => Math.DivRem(instant.ToUnixTimeTicks(), 10) is var (micros, rest) && rest < 0
        ? micros - 1
        : micros;

    /// <summary>The first window that ends after an instant; the number of windows if none does.</summary>
    internal int EndingAfter(long time)
    {
        if (time >= _last)
        {
            return _ends.Length;
        }

        var window = time < _first ? 0 : _hints[(time - _first) >> _shift];
        while (_ends[window] <= time)
        {
            window++;
        }

        return window;
    }

    internal bool Contains(int window, long time) => _starts[window] <= time && time < _ends[window];

    internal long End(int window) => _ends[window];

    /// <summary>The window that an instant lies in, or <see cref="Outside"/>, and the span of time that has the same answer.</summary>
    internal int Find(long time, out long from, out long to)
    {
        var next = EndingAfter(time);
        if (next < _ends.Length && _starts[next] <= time)
        {
            (from, to) = (_starts[next], _ends[next]);
            return next;
        }

        from = next == 0 ? long.MinValue : _ends[next - 1];
        to = next == _ends.Length ? long.MaxValue : _starts[next];
        return Outside;
    }

    private static long AtOrAfter(Instant instant)
    {
        var micros = Microseconds(instant);
        return Instant.FromUnixTimeTicks(micros * 10) < instant ? micros + 1 : micros;
    }
}
