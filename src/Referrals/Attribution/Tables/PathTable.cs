using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Referrals.Attribution;

/// <summary>Journeys read from text: a table with a path such as <c>mail &gt; search &gt; mail</c> in each row.</summary>
/// <remarks>
/// A path is split at <c>&gt;</c>; blanks around a name do not count, empty tokens are no touches, case matters. A row without any
/// touch is kept: its conversions are unattributed.
/// </remarks>
public sealed class PathTable
{
    private PathTable(JourneyBatch journeys, string[] ids)
    {
        Journeys = journeys;
        Ids = ids;
    }

    /// <summary>The journeys, a row each, in the order of the text.</summary>
    public JourneyBatch Journeys { get; }

    /// <summary>The id of each row; its number from 1 where the table has no column <c>id</c>.</summary>
    public IReadOnlyList<string> Ids { get; }

    /// <summary>Packs path strings in memory: one pass, nothing allocated per path.</summary>
    /// <param name="paths">A path each, such as <c>a &gt; b &gt; c</c>.</param>
    /// <param name="conversions">One a path: finite, 0 or more.</param>
    /// <param name="values">One a path, of all its conversions together: finite, 0 or more.</param>
    /// <param name="nulls">One a path: how often it ended without a conversion; finite, 0 or more.</param>
    /// <param name="separator">Between two touches.</param>
    /// <exception cref="ArgumentException">The lengths differ, a number is out of range or a path is null.</exception>
    public static JourneyBatch FromPaths(
        ReadOnlySpan<string> paths, ReadOnlySpan<double> conversions, ReadOnlySpan<double> values, ReadOnlySpan<double> nulls,
        char separator = '>')
    {
        JourneyChecks.SameLength(paths.Length, conversions.Length, nameof(conversions));
        JourneyChecks.SameLength(paths.Length, values.Length, nameof(values));
        JourneyChecks.SameLength(paths.Length, nulls.Length, nameof(nulls));
        JourneyChecks.Counts(conversions, nameof(conversions));
        JourneyChecks.Counts(values, nameof(values));
        JourneyChecks.Counts(nulls, nameof(nulls));
        var appender = new PathAppender(separator, expectedTouches: (int)Math.Min(paths.Length * 6L, 1 << 28));
        var offsets = new int[paths.Length + 1];
        for (var i = 0; i < paths.Length; i++)
        {
            var path = paths[i] ?? throw new ArgumentException($"Path {i} is null. Pass an empty string for a journey without touches.", nameof(paths));
            appender.Append(path);
            offsets[i + 1] = appender.Count;
        }

        return new JourneyBatch(appender.ToNames(), offsets, appender.Touches, conversions.ToArray(), values.ToArray(), nulls.ToArray());
    }

    /// <summary>Reads a CSV table.</summary>
    /// <remarks>
    /// <para>Either counted paths: <c>path,total_conversions,total_conversion_value,total_null</c>; or single journeys:
    /// <c>id,path,conv,value</c>, where one without a conversion counts as one null. Columns may stand in any order; others are
    /// passed over.</para>
    /// <para>A column <c>hours_before</c> holds the hours from each touch to the conversion, separated like the path. A
    /// row that leaves it blank, and a table without it, have touches 24 hours apart, the last at the conversion.</para>
    /// </remarks>
    /// <param name="csv">The text, with a header line; RFC 4180 quotes, LF or CRLF.</param>
    /// <param name="table">The journeys; <c>null</c> where there are errors.</param>
    /// <param name="errors">What is wrong, line by line; at most twenty.</param>
    /// <returns>Whether the whole table could be read.</returns>
    public static bool TryRead(string csv, [NotNullWhen(true)] out PathTable? table, out IReadOnlyList<TableError> errors)
    {
        ArgumentNullException.ThrowIfNull(csv);
        var reading = new PathTableReading(csv);
        table = reading.Run(out var journeys, out var ids) ? new PathTable(journeys, ids) : null;
        errors = reading.Errors;
        return table is not null;
    }
}

/// <summary>Splits paths such as <c>a &gt; b &gt; c</c> into channel indices: trims blanks, drops empty tokens, keeps case.</summary>
internal sealed class PathAppender(char separator, int expectedTouches)
{
    private readonly ChannelIndexer _channels = new();
    private int[] _touches = new int[Math.Max(16, expectedTouches)];

    /// <summary>Touches so far, of all paths.</summary>
    internal int Count { get; private set; }

    internal ReadOnlyMemory<int> Touches => _touches.AsMemory(0, Count);

    internal ChannelNames ToNames() => _channels.ToNames();

    /// <summary>Adds the touches of one path.</summary>
    /// <remarks>Optimised at once: a batch is often parsed just once in the life of a process, before tiering sets in.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Append(ReadOnlySpan<char> path)
    {
        EnsureRoom((path.Length / 2) + 1);
        ref var first = ref MemoryMarshal.GetReference(path);
        unchecked
        {
            var start = 0;
            for (var at = 0; at < path.Length; at += 64)
            {
                for (var found = Separators(ref first, at, path.Length); found != 0; found &= found - 1)
                {
                    var end = at + BitOperations.TrailingZeroCount(found);
                    AppendToken(ref Unsafe.Add(ref first, start), end - start);
                    start = end + 1;
                }
            }

            AppendToken(ref Unsafe.Add(ref first, start), path.Length - start);
        }
    }

    /// <summary>Adds one token of a path; <c>false</c> where it is blank and so no touch.</summary>
    internal bool AppendToken(ReadOnlySpan<char> token)
    {
        EnsureRoom(1);
        return AppendToken(ref MemoryMarshal.GetReference(token), token.Length);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool AppendToken(ref char start, int length)
    {
        unchecked
        {
            while (length > 0 && IsBlank(start))
            {
                start = ref Unsafe.Add(ref start, 1);
                length--;
            }

            while (length > 0 && IsBlank(Unsafe.Add(ref start, length - 1)))
            {
                length--;
            }

            if (length == 0)
            {
                return false;
            }

            _touches[Count] = _channels.IndexOf(ref start, length);
            Count++;
            return true;
        }
    }

    /// <summary>Where the separators are among the next 64 characters: a bit each. One mask for so many keeps the loop over its
    /// bits from being mispredicted every few characters.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong Separators(ref char first, int at, int length)
    {
        unchecked
        {
            const int Width = 16;
            var mask = 0UL;
            var end = Math.Min(length - at, 64);
            if (length < Width)
            {
                for (var i = 0; i < end; i++)
                {
                    mask |= Unsafe.Add(ref first, i) == separator ? 1UL << i : 0;
                }

                return mask;
            }

            var wanted = Vector256.Create((ushort)separator);
            ref var chars = ref Unsafe.As<char, ushort>(ref first);
            var k = 0;
            for (; k <= end - Width; k += Width)
            {
                mask |= (ulong)Vector256.Equals(Vector256.LoadUnsafe(ref chars, (nuint)(at + k)), wanted).ExtractMostSignificantBits() << k;
            }

            // The rest is read from the end of the path backwards, so as not to read beyond it.
            var last = (ulong)Vector256.Equals(Vector256.LoadUnsafe(ref chars, (nuint)(at + end - Width)), wanted).ExtractMostSignificantBits();
            return end > k ? mask | (last >> (Width - (end - k)) << k) : mask;
        }
    }

    internal void EnsureRoom(int touches)
    {
        if (_touches.Length - Count >= touches)
        {
            return;
        }

        var needed = Count + (long)touches;
        if (needed > Array.MaxLength)
        {
            throw new InvalidOperationException(
                $"The paths have more than {Array.MaxLength} touches, which is the most that one batch holds. Read them in parts and merge the results.");
        }

        Array.Resize(ref _touches, (int)Math.Clamp(_touches.Length * 2L, needed, Array.MaxLength));
    }

    internal void Truncate(int count) => Count = count;

    private static bool IsBlank(char c) => c == ' ' || ((c < ' ' || c > '~') && char.IsWhiteSpace(c));
}

/// <summary>One reading of a path table: the state of <see cref="PathTable.TryRead"/>.</summary>
internal sealed class PathTableReading(string text)
{
    private const char Separator = '>';
    private const double DefaultHoursApart = 24;

    private const string CountedLayout =
        "A table of counted paths has the columns path, total_conversions, total_conversion_value, total_null and optionally hours_before.";

    private const string SingleLayout =
        "A table of single journeys has the columns id, path, conv, value and optionally hours_before.";

    private readonly CsvColumns _columns = new();
    private readonly PathAppender _touches = new(Separator, expectedTouches: 1024);
    private readonly List<int> _offsets = [0];
    private readonly List<double> _conversions = [];
    private readonly List<double> _values = [];
    private readonly List<double> _nulls = [];
    private readonly List<double> _hours = [];
    private readonly List<string> _ids = [];

    internal IReadOnlyList<TableError> Errors => _columns.Errors;

    internal bool Run([NotNullWhen(true)] out JourneyBatch? journeys, [NotNullWhen(true)] out string[]? ids)
    {
        (journeys, ids) = (null, null);
        var csv = new CsvReader(text);
        _columns.ReadHeader(csv);
        var places = Errors.Count == 0 ? Find() : default;
        var isGoodHeader = Errors.Count == 0;
        while (isGoodHeader && !_columns.IsFull && csv.Read())
        {
            if (_columns.Check(csv))
            {
                ReadRow(csv, places);
            }
        }

        if (Errors.Count == 0 && _ids.Count == 0)
        {
            _columns.Report(1, "The table has a header, but no rows. Add at least one journey.");
        }

        if (Errors.Count > 0)
        {
            return false;
        }

        journeys = new JourneyBatch(
            _touches.ToNames(), _offsets.ToArray(), _touches.Touches, _conversions.ToArray(), _values.ToArray(), _nulls.ToArray(),
            _columns.Has("hours_before") ? _hours.ToArray() : default);
        ids = [.. _ids];
        return true;
    }

    private Places Find()
    {
        var isCounted = _columns.Has("total_conversions") || _columns.Has("total_conversion_value") || _columns.Has("total_null");
        var isSingle = !isCounted && (_columns.Has("conv") || _columns.Has("id"));
        var layout = isCounted ? CountedLayout : isSingle ? SingleLayout : CountedLayout + " " + SingleLayout;
        return new Places(
            _columns.Find("id"),
            _columns.Require("path", layout),
            _columns.Require(isSingle ? "conv" : "total_conversions", layout),
            _columns.Require(isSingle ? "value" : "total_conversion_value", layout),
            isSingle ? -1 : _columns.Require("total_null", layout),
            _columns.Find("hours_before"));
    }

    private void ReadRow(CsvReader csv, Places places)
    {
        var good = _columns.Number(csv, places.Conversions, places.Nulls < 0 ? "conv" : "total_conversions", out var conversions);
        good &= _columns.Number(csv, places.Values, places.Nulls < 0 ? "value" : "total_conversion_value", out var value);
        var nulls = conversions > 0 ? 0d : 1d;
        good &= places.Nulls < 0 || _columns.Number(csv, places.Nulls, "total_null", out nulls);
        good &= ReadPath(csv, places);
        if (!good)
        {
            return;
        }

        _ids.Add(places.Id < 0 ? (_ids.Count + 1).ToString(CultureInfo.InvariantCulture) : csv[places.Id].Trim().ToString());
        _offsets.Add(_touches.Count);
        _conversions.Add(conversions);
        _values.Add(value);
        _nulls.Add(nulls);
    }

    /// <summary>Adds the touches of a row, and their hours where the table has them.</summary>
    private bool ReadPath(CsvReader csv, Places places)
    {
        var path = csv[places.Path];
        if (places.Hours < 0)
        {
            _touches.Append(path);
            return true;
        }

        var before = _touches.Count;
        var hours = csv[places.Hours];
        var tokens = path.Count(Separator) + 1;
        Span<bool> isTouch = tokens <= 256 ? stackalloc bool[tokens] : new bool[tokens];
        var place = 0;
        foreach (var token in path.Split(Separator))
        {
            isTouch[place++] = _touches.AppendToken(path[token]);
        }

        var touches = _touches.Count - before;
        if (hours.IsWhiteSpace())
        {
            for (var i = touches - 1; i >= 0; i--)
            {
                _hours.Add(DefaultHoursApart * i);
            }

            return true;
        }

        return ReadHours(csv, hours, touches, isTouch);
    }

    private bool ReadHours(CsvReader csv, ReadOnlySpan<char> hours, int touches, Span<bool> isTouch)
    {
        var found = hours.Count(Separator) + 1;
        if (found != isTouch.Length && found != touches)
        {
            _columns.Report(csv.Line, $"The path has {touches} touches, but 'hours_before' has {found} numbers. Write one a touch, separated like the path.");
            return false;
        }

        var place = 0;
        foreach (var token in hours.Split(Separator))
        {
            if (found == isTouch.Length && !isTouch[place++])
            {
                continue;
            }

            if (!double.TryParse(hours[token], NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number) || number < 0)
            {
                _columns.Report(
                    csv.Line,
                    $"'{hours[token].Trim()}' in column 'hours_before' is not a number of hours of 0 or more. Leave touches after the conversion out.");
                return false;
            }

            _hours.Add(number);
        }

        return true;
    }

    private readonly record struct Places(int Id, int Path, int Conversions, int Values, int Nulls, int Hours);
}
