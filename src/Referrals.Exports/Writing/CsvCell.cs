using System.Buffers;
using System.Globalization;
using NodaTime;
using NodaTime.Text;
using Referrals.Sharing;

namespace Referrals.Exports.Writing;

/// <summary>One cell of CSV: a text that somebody may have chosen, or something that this package has written itself.</summary>
internal readonly record struct CsvCell
{
    private static readonly SearchValues<char> Special = SearchValues.Create(",;\t\"\r\n");

    private CsvCell(string text) => Text = text;

    /// <summary>The cell as it stands in the file, with quotes where it needs them.</summary>
    internal string Text { get => field ?? string.Empty; }

    internal static CsvCell None { get; }

    /// <summary>
    /// A text. One that a spreadsheet would run as a formula gets an apostrophe before it, and so does one that would look like that, so that a reader
    /// can tell which apostrophe was added: the first one before a formula's first character, after any number of others.
    /// </summary>
    internal static CsvCell Of(string? text) => text is null ? None : new CsvCell(Quoted(SafeText.IsFormula(text) ? "'" + text : text));

    /// <summary>A text as it is, for files that no person opens: a letter more would be another e-mail address.</summary>
    internal static CsvCell Exact(string? text) => text is null ? None : new CsvCell(Quoted(text));

    internal static CsvCell Of(long number) => new(number.ToString(CultureInfo.InvariantCulture));

    /// <summary>An amount in its unit, with all the decimals of the unit, such as <c>-15.00</c>; without the unit.</summary>
    internal static CsvCell Of(Amount? amount) => amount is { } one
        ? new CsvCell(one.Value.ToString("F" + one.Unit.Digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)) : None;

    /// <summary>The unit, with its decimals where it is no money: <c>EUR</c>, <c>points</c>, <c>gb/3</c>.</summary>
    internal static CsvCell UnitOf(Amount? amount) => amount is { } one ? new CsvCell(Quoted(one.Unit.ToString())) : None;

    /// <summary>An instant in UTC, such as <c>2026-03-01T10:00:00Z</c>.</summary>
    internal static CsvCell Of(Instant? instant) => instant is { } at ? new CsvCell(InstantPattern.ExtendedIso.Format(at)) : None;

    private static string Quoted(string text) => text.AsSpan().ContainsAny(Special) || text.StartsWith(' ') || text.EndsWith(' ')
        ? "\"" + text.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"" : text;
}
