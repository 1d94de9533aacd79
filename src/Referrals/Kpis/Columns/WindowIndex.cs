using NodaTime;

namespace Referrals.Kpis.Columns;

/// <summary>Finds the window of an instant among windows in order that do not overlap.</summary>
internal sealed class WindowIndex
{
    internal const int Outside = -1;

    private readonly long[] _starts;
    private readonly long[] _ends;

    internal WindowIndex(ReadOnlySpan<KpiWindow> windows)
    {
        _starts = new long[windows.Length];
        _ends = new long[windows.Length];
        for (var i = 0; i < windows.Length; i++)
        {
            _starts[i] = AtOrAfter(windows[i].From);
            _ends[i] = AtOrAfter(windows[i].To);
        }
    }

    /// <summary>The whole microseconds since the Unix epoch, rounded down; facts hold nothing finer.</summary>
    internal static long Microseconds(Instant instant) => Math.DivRem(instant.ToUnixTimeTicks(), 10) is var (micros, rest) && rest < 0
        ? micros - 1
        : micros;

    /// <summary>The first window that ends after an instant; the number of windows if none does.</summary>
    internal int EndingAfter(long time)
    {
        var low = 0;
        var high = _ends.Length;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (_ends[middle] <= time)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
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
