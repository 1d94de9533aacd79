using System.Text;

namespace Replay.Tables;

/// <summary>
/// Splits a CSV text into records, as RFC 4180 has it: fields may stand in quotation marks, and then hold commas, line ends and
/// doubled quotation marks. A record that is cut off inside of quotation marks is marked as such.
/// </summary>
internal sealed class CsvRecords(TextReader reader)
{
    private readonly StringBuilder _field = new();
    private readonly List<string> _fields = [];
    private int _line;

    /// <summary>The line on which the record began.</summary>
    public int Line { get; private set; }

    /// <summary>Whether the last record ended inside of quotation marks.</summary>
    public bool IsCut { get; private set; }

    /// <summary>The fields of the next record that is not blank; <c>null</c> at the end.</summary>
    public string[]? Next()
    {
        string? text;
        while ((text = ReadLine()) is not null && text.Length == 0)
        {
        }

        Line = _line;
        if (text is null)
        {
            return null;
        }

        _fields.Clear();
        for (var at = 0; at <= text.Length;)
        {
            at = text.AsSpan(at).TrimStart(' ').StartsWith('"') ? Quoted(ref text, text.IndexOf('"', at) + 1) : Plain(text, at);
        }

        return [.. _fields];
    }

    private int Plain(string text, int at)
    {
        var comma = text.IndexOf(',', at);
        var end = comma < 0 ? text.Length : comma;
        _fields.Add(text[at..end]);
        return end + 1;
    }

    private int Quoted(ref string text, int at)
    {
        _ = _field.Clear();
        while (true)
        {
            var quote = text.IndexOf('"', at);
            if (quote < 0)
            {
                _ = _field.Append(text, at, text.Length - at);
                if (ReadLine() is not { } more)
                {
                    IsCut = true;
                    _fields.Add(_field.ToString());
                    return text.Length + 1;
                }

                _ = _field.Length < BoundedReader.MaxLineLength ? _field.Append('\n') : throw new InvalidDataException(
                    "a field in quotation marks has more lines than any export");
                (text, at) = (more, 0);
            }
            else if (quote + 1 < text.Length && text[quote + 1] == '"')
            {
                _ = _field.Append(text, at, quote + 1 - at);
                at = quote + 2;
            }
            else
            {
                _fields.Add(_field.Append(text, at, quote - at).ToString());
                var comma = text.IndexOf(',', quote);
                return comma < 0 ? text.Length + 1 : comma + 1;
            }
        }
    }

    private string? ReadLine()
    {
        _line++;
        return reader.ReadLine();
    }
}
