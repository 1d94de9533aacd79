using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Referrals.Attribution.Batches;

namespace Referrals.Attribution.Tables;

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
                    $"'{hours[token].Trim()}' in column 'hours_before' is no number of hours of 0 or more. Leave touches after the conversion out.");
                return false;
            }

            _hours.Add(number);
        }

        return true;
    }

    private readonly record struct Places(int Id, int Path, int Conversions, int Values, int Nulls, int Hours);
}
