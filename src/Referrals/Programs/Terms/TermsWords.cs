using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Referrals;

/// <summary>
/// The words that terms are made of, each under a key, and the culture that decides how numbers, money and dates are written. English is built
/// in; an application gives another language as a table of the same keys, and its own words for what it named itself: events, units, conditions.
/// </summary>
/// <remarks>
/// <para>A text has places: <c>{0}</c> is a value, <c>{0#day|days}</c> one of several forms by the number in place 0 (in the order in which the
/// language counts its plural forms), <c>{@your friend|you}</c> what the referrer reads and what the referred friend reads.</para>
/// <para>Keys of the application's names: <c>event.NAME</c> (a clause: "your friend makes a purchase"), <c>events.NAME</c> (a plural: "purchases"),
/// <c>unit.NAME</c> (with the number: "{0} {0#mile|miles}"), <c>condition.NAME</c> (a clause), <c>rule.NAME</c> (what is given: "10 % of the price"),
/// <c>reward.NAME</c> (a rule of the program: "thank-you"), <c>option.NAME</c>, <c>cause.NAME</c>, <c>group.NAME</c> (a segment), and
/// <c>field.SOURCE.NAME</c> such as <c>field.referee.country</c> ("your friend's country").</para>
/// <para>Immutable.</para>
/// </remarks>
/// <example><code>
/// var words = TermsWords.English
///     .With("event.car.delivered", "{@your friend takes|you take} delivery of a car")
///     .With("unit.charging-miles", "{0} charging {0#mile|miles}");
/// </code></example>
public sealed class TermsWords
{
    private static readonly string[] NamedKeys =
        ["event", "events", "unit", "condition", "rule", "reward", "option", "cause", "group", "field.event", "field.referee", "field.referrer", "field.line"];

    private readonly Dictionary<string, string> _texts;
    private readonly Func<decimal, int> _form;

    private TermsWords(CultureInfo culture, Dictionary<string, string> texts, Func<decimal, int> form)
    {
        Culture = culture;
        _texts = texts;
        _form = form;
    }

    /// <summary>English words, with the formats of the invariant culture: 1,000.00 EUR and 27 November 2026.</summary>
    public static TermsWords English { get; } = new(
        CultureInfo.InvariantCulture, new Dictionary<string, string>(EnglishWords.All, StringComparer.Ordinal), static number => number == 1 ? 0 : 1);

    /// <summary>How numbers, money and dates are written.</summary>
    public CultureInfo Culture { get; }

    /// <summary>The texts by key.</summary>
    public IReadOnlyDictionary<string, string> Texts => _texts;

    /// <summary>The words of another language.</summary>
    /// <param name="culture">How numbers, money and dates are written.</param>
    /// <param name="texts">A text for every key of <see cref="English"/>, with the same places; and any for names of the application's.</param>
    /// <param name="form">
    /// Which of the forms in <c>{0#day|days}</c> belongs to a number, from 0; <c>null</c> for languages in which one has a form of its own and
    /// all other numbers another, as in English and German.
    /// </param>
    /// <exception cref="ArgumentException">A text is missing, unknown, or has other places; all of them are in the message.</exception>
    public static TermsWords Of(CultureInfo culture, IEnumerable<KeyValuePair<string, string>> texts, Func<decimal, int>? form = null)
    {
        ArgumentNullException.ThrowIfNull(culture);
        ArgumentNullException.ThrowIfNull(texts);
        var table = new Dictionary<string, string>(texts, StringComparer.Ordinal);
        var missing = EnglishWords.All.Keys.Where(key => !table.ContainsKey(key) && !IsNamed(key)).Select(static key => $"'{key}' is missing");
        var faults = table.Select(static text => Fault(text.Key, text.Value)).OfType<string>().Concat(missing).Order(StringComparer.Ordinal).ToArray();
        return faults.Length == 0
            ? new TermsWords(culture, table, form ?? English._form)
            : throw new ArgumentException($"The words cannot be used: {string.Join("; ", faults)}.", nameof(texts));
    }

    /// <summary>The same words with the formats of another culture, such as <c>en-GB</c>.</summary>
    public TermsWords In(CultureInfo culture)
    {
        ArgumentNullException.ThrowIfNull(culture);
        return new TermsWords(culture, _texts, _form);
    }

    /// <summary>The same words with one more, or with another in place of one: for what the host named, or for a sentence that should read otherwise.</summary>
    /// <exception cref="ArgumentException">The key is unknown, or the text has places that it cannot have.</exception>
    public TermsWords With(string key, string text)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        ArgumentNullException.ThrowIfNull(text);
        return Fault(key, text) is { } fault
            ? throw new ArgumentException($"The words cannot be used: {fault}.", nameof(text))
            : new TermsWords(Culture, new Dictionary<string, string>(_texts, StringComparer.Ordinal) { [key] = text }, _form);
    }

    internal string Text(string key) => _texts.TryGetValue(key, out var text)
        ? text
        : throw new InvalidOperationException($"There are no words for '{key}' yet.");

    internal bool TryText(string key, [NotNullWhen(true)] out string? text) => _texts.TryGetValue(key, out text);

    internal int Form(decimal number) => _form(number);

    private static bool IsNamed(string key) =>
        NamedKeys.Any(prefix => key.StartsWith(prefix + ".", StringComparison.Ordinal) && key.Length > prefix.Length + 1);

    private static string? Fault(string key, string text)
    {
        if (!EnglishWords.All.TryGetValue(key, out var english) && !IsNamed(key))
        {
            return $"'{key}' is not a key of terms";
        }

        if (WordPattern.Fault(text) is { } fault)
        {
            return $"'{key}': {fault}";
        }

        var known = english is null ? [0, 1] : WordPattern.Places(english).ToArray();
        var extra = WordPattern.Places(text).Except(known).ToArray();
        var lost = english is null || IsNamed(key) ? [] : known.Except(WordPattern.Places(text)).ToArray();
        return extra.Length > 0 ? $"'{key}' has no place {{{extra[0]}}}"
            : lost.Length > 0 ? $"'{key}' leaves out the place {{{lost[0]}}}"
            : null;
    }
}

/// <summary>A small table of a program's terms: steps, stages, or a choice.</summary>
public sealed class TermsTable
{
    internal TermsTable(IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        Columns = columns;
        Rows = rows;
    }

    /// <summary>The headings of the columns.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>The rows; each has as many cells as there are columns.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Rows { get; }
}

/// <summary>Tables as plain text and as Markdown.</summary>
internal static class TermsTableText
{
    internal static void Append(StringBuilder text, TermsTable? table)
    {
        if (table is null)
        {
            return;
        }

        var widths = Enumerable.Range(0, table.Columns.Count).Select(column => table.Rows.Append(table.Columns).Max(row => row[column].Length)).ToArray();
        foreach (var row in table.Rows.Prepend(table.Columns))
        {
            var cells = row.Select((cell, column) => cell.PadRight(widths[column]));
            _ = text.Append("    ").Append(string.Join("  ", cells).TrimEnd()).Append('\n');
        }
    }

    internal static void AppendMarkdown(StringBuilder text, TermsTable? table)
    {
        if (table is null)
        {
            return;
        }

        _ = text.Append('\n');
        Row(table.Columns.Select(Escape));
        Row(table.Columns.Select(static _ => "---"));
        foreach (var row in table.Rows)
        {
            Row(row.Select(Escape));
        }

        void Row(IEnumerable<string> cells) => text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
    }

    /// <summary>What would be markup stands as it is; a line stays one line.</summary>
    internal static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            _ = c is '\\' or '`' or '*' or '_' or '[' or ']' or '<' or '>' or '#' or '|' or '~'
                ? escaped.Append('\\').Append(c)
                : escaped.Append(char.IsControl(c) ? ' ' : c);
        }

        return escaped.ToString();
    }
}

/// <summary>
/// A text with places: <c>{0}</c> is an argument, <c>{0#day|days}</c> a form chosen by the number in place 0, <c>{@your friend|you}</c> what the
/// referrer reads and what the friend reads.
/// </summary>
internal static partial class WordPattern
{
    internal static string Fill(
        string pattern, Func<int, string> argument, Func<int, int> form, bool readsFriend) =>
        Place().Replace(pattern, match => match.Groups["reader"].Success
            ? match.Groups["reader"].Value.Split('|')[readsFriend ? 1 : 0]
            : Number(match) is var number && match.Groups["forms"].Success
                ? match.Groups["forms"].Value.Split('|') is var forms ? forms[Math.Clamp(form(number), 0, forms.Length - 1)] : string.Empty
                : argument(number));

    /// <summary>What is wrong with a text; <c>null</c> for nothing.</summary>
    internal static string? Fault(string pattern) =>
        string.IsNullOrWhiteSpace(pattern) ? "it is empty"
        : Place().Replace(pattern, string.Empty).AsSpan().IndexOfAny('{', '}') >= 0 ? "it has a brace that belongs to no place"
        : Place().Matches(pattern).Any(static match => match.Groups["reader"].Success && match.Groups["reader"].Value.Count(static c => c == '|') != 1)
            ? "a place for the two readers has two texts, divided by one |"
            : null;

    /// <summary>The numbers of the arguments that a text shows.</summary>
    internal static IEnumerable<int> Places(string pattern) => Place().Matches(pattern)
        .Where(static match => !match.Groups["reader"].Success)
        .Select(Number).Distinct().Order();

    private static int Number(Match match) => match.Groups["number"].ValueSpan[0] - '0';

    [GeneratedRegex(@"\{(?:@(?<reader>[^{}]*)|(?<number>[0-9])(?:#(?<forms>[^{}]*))?)\}", RegexOptions.ExplicitCapture)]
    private static partial Regex Place();
}
