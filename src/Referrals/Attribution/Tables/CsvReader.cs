using System.Text;

namespace Referrals.Attribution.Tables;

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
