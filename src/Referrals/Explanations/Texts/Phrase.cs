using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace Referrals.Explanations;

/// <summary>
/// What is to be said, not yet in any language: the key of a text and what fills its places. Arguments are amounts, numbers, windows and
/// the like, other phrases, or lists.
/// </summary>
internal sealed class Phrase
{
    private Phrase(string key, string? name, object[] arguments)
    {
        Key = key;
        Name = name;
        Arguments = arguments;
    }

    internal string Key { get; }

    /// <summary>What of the application's is spoken of, such as an event; the application's words for it stand under <c>key.name</c>.</summary>
    internal string? Name { get; }

    internal IReadOnlyList<object> Arguments { get; }

    internal static Phrase Of(string key, params object[] arguments) => new(key, null, arguments);

    /// <summary>A phrase for something that the host named. Where no words are known, the name itself fills place 0.</summary>
    internal static Phrase Named(string key, string name, params object[] arguments) => new(key, name, [Spaced(name), .. arguments]);

    /// <summary>A time over which something is counted.</summary>
    internal static Phrase Of(TimeFrame frame) => frame switch
    {
        { Length: { } length } => Of("frame.Trailing", length),
        { Kind: TimeFrameKind.CalendarWeek, WeekStart: { } day } => Of("frame.CalendarWeek.from", day),
        { Kind: TimeFrameKind.CalendarYear or TimeFrameKind.CalendarQuarter, YearStart: { } day } => Of($"frame.{frame.Kind}.from", day),
        _ => Of("frame." + frame.Kind),
    };

    /// <summary>The phrase and all those that it is made of.</summary>
    internal IEnumerable<Phrase> All => Arguments.SelectMany(Inner).Prepend(this);

    /// <summary>Every argument that is no phrase, in the order in which it stands.</summary>
    internal IEnumerable<object> Values => Arguments.SelectMany(static argument => argument switch
    {
        Phrase phrase => phrase.Values,
        PhraseList list => list.Items.SelectMany(static item => item is Phrase phrase ? phrase.Values : [item]),
        _ => [argument],
    });

    private static string Spaced(string name) => name.Replace('-', ' ').Replace('_', ' ').Replace('.', ' ');

    private static IEnumerable<Phrase> Inner(object argument) => argument switch
    {
        Phrase phrase => phrase.All,
        PhraseList list => list.Items.OfType<Phrase>().SelectMany(static item => item.All),
        _ => [],
    };
}

/// <summary>Phrases or values that are said one after the other: with commas and an "and" or "or" before the last, or just in a row.</summary>
internal sealed class PhraseList
{
    private PhraseList(string joint, IReadOnlyList<object> items)
    {
        Joint = joint;
        Items = items;
    }

    /// <summary>The key of what stands before the last.</summary>
    internal string Joint { get; }

    internal IReadOnlyList<object> Items { get; }

    internal static bool IsJoint(string key) => key is "list.and" or "list.or" or "list.row" or "list.comma" or "list.chain";

    internal static PhraseList By(string joint, IEnumerable<object> items) => new(joint, [.. items]);

    internal static PhraseList And(IEnumerable<Phrase> items) => new("list.and", [.. items]);

    internal static PhraseList Or(IEnumerable<object> items) => new("list.or", [.. items]);

    internal static PhraseList Rows(IEnumerable<Phrase> items) => new("list.row", [.. items]);

    internal static PhraseList Commas<T>(IEnumerable<T> items)
        where T : notnull => new("list.comma", [.. items]);
}

/// <summary>Says phrases in the words and formats of a language, to one of the two readers.</summary>
/// <param name="words">The language.</param>
/// <param name="reader">Who reads.</param>
/// <param name="zone">The zone in which times are told as days and hours; <c>null</c> to tell them exactly, in UTC.</param>
internal sealed class PhraseWriter(ReferralTexts words, Side reader, DateTimeZone? zone)
{
    private const int LongestCount = 28;

    /// <summary>Says the values of explanations in English.</summary>
    internal static PhraseWriter English { get; } = new(ReferralTexts.English, Side.Referee, zone: null);

    private readonly CultureInfo _culture = words.Culture;

    /// <summary>A whole sentence: its first letter is a capital one.</summary>
    internal string Sentence(Phrase phrase)
    {
        var text = Write(phrase);
        return text.Length == 0 ? text : char.ToUpper(text[0], _culture) + text[1..];
    }

    internal string Write(object value) => value switch
    {
        Phrase phrase => Write(phrase),
        PhraseList list => Write(list),
        Amount amount => Write(amount),
        Percentage share => Fill("percent", Number(share.Fraction * 100)),
        TimePeriod window => Counted("window." + window.Kind, window.Length),
        TimeFrame frame => Write(Phrase.Of(frame)),
        Instant instant => Write(instant),
        LocalDate day => Date(day),
        LocalTime time => LocalTimePattern.Create(words.Text("format.time"), _culture).Format(time),
        AnnualDate day => LocalDatePattern.Create(words.Text("format.annual"), _culture).Format(day.InYear(2000)),
        IsoDayOfWeek day => _culture.DateTimeFormat.GetDayName((DayOfWeek)((int)day % 7)),
        DateTimeZone inZone => inZone.Id,
        CustomerId person => person.ToString(),
        Unit unit => Name(unit),
        string text => text,
        decimal number => Number(number),
        int number => number.ToString("N0", _culture),
        long number => number.ToString("N0", _culture),
        _ => throw new InvalidOperationException($"A {value.GetType().Name} has no words yet."),
    };

    /// <summary>The day after which nothing counts, where an end is the start of a day; else the instant.</summary>
    internal Phrase End(string key, Instant end)
    {
        var local = end.InZone(zone ?? DateTimeZone.Utc);
        return local.TimeOfDay == LocalTime.Midnight
            ? Phrase.Of(key + ".day", local.Date.PlusDays(-1))
            : Phrase.Of(key, end);
    }

    private string Write(Phrase phrase)
    {
        var key = phrase.Name is { } name && words.TryText(phrase.Key + "." + name, out _) ? phrase.Key + "." + name : phrase.Key;

        // What a later version of the library has stored, this one may not know; a reader is better served with the bare facts than with nothing.
        if (!words.TryText(key, out var pattern) && zone is null)
        {
            return $"{key} {string.Join(", ", phrase.Arguments.Select(Write))}".TrimEnd();
        }

        return WordPattern.Fill(
            pattern ?? words.Text(key),
            place => place < phrase.Arguments.Count ? Write(phrase.Arguments[place]) : string.Empty,
            (place, ordinal) => place < phrase.Arguments.Count ? Form(phrase.Arguments[place], ordinal) : 0,
            reader == Side.Referee);
    }

    private string Write(PhraseList list)
    {
        if (list.Items.Count == 0)
        {
            return string.Empty;
        }

        var text = Write(list.Items[0]);
        for (var i = 1; i < list.Items.Count; i++)
        {
            var joint = list.Joint is "list.and" or "list.or" && i < list.Items.Count - 1 ? "list.comma" : list.Joint;
            text = Fill(joint, text, Write(list.Items[i]));
        }

        return text;
    }

    private string Write(Amount amount)
    {
        var unit = amount.Unit;
        var number = unit.IsMoney
            ? amount.Value.ToString("N" + unit.Digits.ToString(CultureInfo.InvariantCulture), _culture)
            : Number(amount.Value);
        var key = unit.IsMoney ? "money" : words.TryText("unit." + unit.Code, out _) ? "unit." + unit.Code : "unit";
        return WordPattern.Fill(
            words.Text(key), place => place == 0 ? number : Name(unit), (_, _) => words.Form(amount.Value), reader == Side.Referee);
    }

    /// <summary>The unit alone: the word for two of it, without the number.</summary>
    private string Name(Unit unit) => unit.IsMoney || !words.TryText("unit." + unit.Code, out var pattern)
        ? unit.Code.Replace('-', ' ')
        : WordPattern.Fill(pattern, static _ => string.Empty, (_, _) => words.Form(2), reader == Side.Referee).Trim();

    private string Write(Instant instant)
    {
        if (zone is null)
        {
            return InstantPattern.Create(words.Text("format.instant"), _culture).Format(instant);
        }

        var local = instant.InZone(zone);
        return local.TimeOfDay == LocalTime.Midnight ? Date(local.Date) : Fill("format.moment", Date(local.Date), Write(local.TimeOfDay));
    }

    private string Date(LocalDate day) => LocalDatePattern.Create(words.Text("format.date"), _culture).Format(day);

    private string Counted(string key, int count) =>
        WordPattern.Fill(words.Text(key), _ => Write(count), (_, _) => words.Form(count), reader == Side.Referee);

    private string Fill(string key, params string[] parts) =>
        WordPattern.Fill(words.Text(key), place => parts[place], static (_, _) => 0, reader == Side.Referee);

    /// <summary>All digits that there are, in groups of three where the culture has them.</summary>
    private string Number(decimal number) => number.ToString("#,0." + new string('#', LongestCount), _culture);

    internal int Form(object argument, bool ordinal) => ordinal ? words.OrdinalForm(NumberOf(argument)) : words.Form(NumberOf(argument));

    private static decimal NumberOf(object argument) => argument switch
    {
        int number => number,
        long number => number,
        decimal number => number,
        Amount amount => amount.Value,
        PhraseList list => list.Items.Count,
        _ => 0,
    };
}
