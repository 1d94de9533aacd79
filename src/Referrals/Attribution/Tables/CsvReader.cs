using System.Globalization;
using System.Text;

namespace Referrals.Attribution;

/// <summary>Reads CSV as RFC 4180 describes it, row by row, from text in memory: quotes, doubled quotes, line breaks within
/// quotes, LF or CRLF, a byte order mark. Blank lines are passed over.</summary>
internal sealed class CsvReader
{
    private readonly string _text;
    private readonly List<(int Start, int Length, string? Unescaped)> _fields = [];
    private int _at;
    private int _nextLine = 1;

    internal CsvReader(string text)
    {
        _text = text;
        _at = text.StartsWith('\uFEFF') ? 1 : 0;
    }

    /// <summary>The line on which the current row begins, from 1.</summary>
    internal int Line { get; private set; }

    internal int FieldCount => _fields.Count;

    /// <summary>Whether the current row has a quote that is never closed.</summary>
    internal bool IsUnclosed { get; private set; }

    internal ReadOnlySpan<char> this[int field]
    {
        get
        {
            var (start, length, unescaped) = _fields[field];
            return unescaped ?? _text.AsSpan(start, length);
        }
    }

    /// <summary>Goes to the next row that is not blank; <c>false</c> at the end.</summary>
    internal bool Read()
    {
        while (_at < _text.Length)
        {
            Line = _nextLine;
            _fields.Clear();
            ReadRow();
            if (_fields.Count > 1 || !this[0].IsWhiteSpace())
            {
                return true;
            }
        }

        return false;
    }

    private void ReadRow()
    {
        while (true)
        {
            if (_at < _text.Length && _text[_at] == '"')
            {
                ReadQuoted();
            }
            else
            {
                var length = _text.AsSpan(_at).IndexOfAny(',', '\r', '\n');
                length = length < 0 ? _text.Length - _at : length;
                _fields.Add((_at, length, null));
                _at += length;
            }

            if (_at >= _text.Length)
            {
                return;
            }

            var end = _text[_at++];
            if (end == ',')
            {
                continue;
            }

            if (end == '\r' && _at < _text.Length && _text[_at] == '\n')
            {
                _at++;
            }

            _nextLine++;
            return;
        }
    }

    private void ReadQuoted()
    {
        var start = ++_at;
        StringBuilder? unescaped = null;
        while (true)
        {
            var length = _text.AsSpan(_at).IndexOf('"');
            if (length < 0)
            {
                IsUnclosed = true;
                length = _text.Length - _at;
            }

            var part = _text.AsSpan(_at, length);
            _nextLine += part.Count('\n');
            _at = Math.Min(_at + length + 1, _text.Length);
            if (_at < _text.Length && _text[_at] == '"')
            {
                (unescaped ??= new StringBuilder()).Append(part).Append('"');
                _at++;
                continue;
            }

            var tail = _text.AsSpan(_at).IndexOfAny(',', '\r', '\n');
            tail = tail < 0 ? _text.Length - _at : tail;
            if (unescaped is null && tail == 0)
            {
                _fields.Add((start, part.Length, null));
                return;
            }

            // Text after the closing quote is kept, as spreadsheets do.
            _fields.Add((0, 0, (unescaped ?? new StringBuilder()).Append(part).Append(_text.AsSpan(_at, tail)).ToString()));
            _at += tail;
            return;
        }
    }
}

/// <summary>Finds columns by their header and collects what is wrong with their fields.</summary>
internal sealed class CsvColumns
{
    internal const int MaxErrors = 20;

    private readonly Dictionary<string, int> _places = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<TableError> _errors = [];

    internal IReadOnlyList<TableError> Errors => _errors;

    internal bool IsFull => _errors.Count >= MaxErrors;

    internal bool Has(string name) => _places.ContainsKey(name);

    internal void ReadHeader(CsvReader csv)
    {
        if (!csv.Read())
        {
            Report(1, "The table is empty. Its first line must name the columns.");
            return;
        }

        for (var i = 0; i < csv.FieldCount; i++)
        {
            var name = csv[i].Trim().ToString();
            if (!_places.TryAdd(name, i))
            {
                Report(csv.Line, $"The column '{name}' is named twice. Rename or remove one of the two.");
            }
        }
    }

    /// <summary>The place of a column; an error and -1 where it is missing.</summary>
    internal int Require(string name, string layout)
    {
        if (_places.TryGetValue(name, out var place))
        {
            return place;
        }

        Report(1, $"The column '{name}' is missing. {layout}");
        return -1;
    }

    internal int Find(string name) => _places.GetValueOrDefault(name, -1);

    /// <summary>Whether a row has as many fields as the header, and its quotes are closed.</summary>
    internal bool Check(CsvReader csv)
    {
        if (csv.IsUnclosed)
        {
            Report(csv.Line, "A quote is opened and never closed. Close it, or double it if it belongs to the text.");
            return false;
        }

        if (csv.FieldCount != _places.Count)
        {
            Report(csv.Line, $"The row has {csv.FieldCount} fields, but the header has {_places.Count}. Quote fields that contain commas.");
            return false;
        }

        return true;
    }

    /// <summary>A finite number of 0 or more; an error and <c>false</c> otherwise.</summary>
    internal bool Number(CsvReader csv, int place, string name, out double number)
    {
        if (double.TryParse(csv[place], NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number) && number >= 0)
        {
            return true;
        }

        Report(csv.Line, $"'{csv[place]}' in column '{name}' is not a number of 0 or more. Write digits with a point, such as 12.5.");
        return false;
    }

    internal void Report(int line, string message)
    {
        if (!IsFull)
        {
            _errors.Add(new TableError(line, message));
        }
    }
}
