using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace Backfill.Tables;

/// <summary>One row of an export. What cannot be read is taken as not there and noted; nothing here throws.</summary>
internal sealed class Row(string file, int line, IReadOnlyDictionary<string, string> cells, ICollection<string> notes)
{
    /// <summary>Times outside of these are slips of an export, such as the year 9999 for "never".</summary>
    private static readonly Instant First = Instant.FromUtc(1970, 1, 1, 0, 0);
    private static readonly Instant End = Instant.FromUtc(2200, 1, 1, 0, 0);
    private static readonly LocalDatePattern Date = LocalDatePattern.CreateWithInvariantCulture("M/d/uuuu");

    public string Place => string.Create(CultureInfo.InvariantCulture, $"{file} line {line}");

    /// <summary>The text; <c>null</c> where the cell is blank or says <c>null</c>, as the exports do.</summary>
    public string? Text(string column)
    {
        var text = new string([.. cells[column].Where(static c => !char.IsControl(c) && !char.IsSurrogate(c))]).Trim();
        return text.Length == 0 || text.Equals("null", StringComparison.OrdinalIgnoreCase) ? null : text.Length > 128 ? text[..128].TrimEnd() : text;
    }

    /// <summary>A row's own key. A row without one keeps its place as the key, so that it is not lost.</summary>
    public string Key(string column) => Text(column) ?? Noted(column, null, Place);

    public Instant? Time(string column)
    {
        if (Text(column) is not { } text)
        {
            return null;
        }

        return InstantPattern.ExtendedIso.Parse(text).TryGetValue(default, out var instant) && instant >= First && instant < End
            ? instant
            : Noted<Instant?>(column, text, null);
    }

    public LocalDate? Day(string column)
    {
        if (Text(column) is not { } text)
        {
            return null;
        }

        return Date.Parse(text).TryGetValue(default, out var day) || LocalDatePattern.Iso.Parse(text).TryGetValue(default, out day)
            ? day
            : Noted<LocalDate?>(column, text, null);
    }

    public bool Flag(string column) => string.Equals(Text(column), "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>Everything in the row but one column, to see whether two rows say the same.</summary>
    public string Without(string column) => string.Join('\u001f', cells.Where(cell => cell.Key != column).Select(static cell => cell.Value));

    private T Noted<T>(string column, string? text, T instead)
    {
        notes.Add(text is null ? $"{Place}: {column} is empty." : $"{Place}: '{text}' in {column} cannot be read and is left out.");
        return instead;
    }
}
