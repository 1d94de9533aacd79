using System.Globalization;
using NodaTime;
using Referrals.EntityFrameworkCore.Sql;
using Referrals.Kpis;

namespace Referrals.EntityFrameworkCore.Kpis;

/// <summary>Windows as expressions of SQL over a time in microseconds. Their borders are whole numbers, written into the text.</summary>
internal sealed class WindowSql
{
    private readonly long[] _starts;
    private readonly long[] _ends;

    internal WindowSql(IReadOnlyList<KpiWindow> windows)
    {
        _starts = [.. windows.Select(static window => AtOrAfter(window.From))];
        _ends = [.. windows.Select(static window => AtOrAfter(window.To))];
    }

    /// <summary>The number of the first window that ends after a time, which is the one that holds it if any does; else how many there are.</summary>
    internal string Number(string time) => Search(time, 0, _ends.Length);

    /// <summary>Whether a time lies in one of the windows.</summary>
    internal string Inside(string time)
    {
        var gaps = Enumerable.Range(1, _starts.Length - 1)
            .Where(i => _ends[i - 1] < _starts[i])
            .Select(i => $" AND NOT ({time} >= {Text(_ends[i - 1])} AND {time} < {Text(_starts[i])})");
        return $"({time} >= {Text(_starts[0])} AND {Before(time)}{string.Concat(gaps)})";
    }

    /// <summary>Whether a time lies before the end of the last window.</summary>
    internal string Before(string time) => $"{time} < {Text(_ends[^1])}";

    private string Search(string time, int low, int high)
    {
        if (low == high)
        {
            return low.ToString(CultureInfo.InvariantCulture);
        }

        var middle = (low + high) / 2;
        return $"CASE WHEN {time} < {Text(_ends[middle])} THEN {Search(time, low, middle)} ELSE {Search(time, middle + 1, high)} END";
    }

    /// <summary>Facts hold whole microseconds, so a finer border lies at the next one.</summary>
    private static long AtOrAfter(Instant instant)
    {
        var microseconds = UnixMicroseconds.From(instant);
        return UnixMicroseconds.ToInstant(microseconds) < instant ? microseconds + 1 : microseconds;
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
