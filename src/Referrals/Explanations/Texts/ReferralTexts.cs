using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using NodaTime;

namespace Referrals.Explanations;

/// <summary>
/// All texts of one language, each under a key: what operators and participants read of decisions, and the sentences of a program's terms. The
/// culture decides how numbers, money and dates are written. English, German, French and Spanish are built in; an application replaces
/// single texts with <see cref="With"/>, adds words for what it named itself (events, units, conditions), or adds a language with <see cref="Of"/>.
/// </summary>
/// <remarks>
/// <para>A text has places: <c>{0}</c> is a value; <c>{0#day|days}</c> one of several forms by the number in place 0, in the order of the plural
/// categories of CLDR that the language has (zero, one, two, few, many, other); <c>{0##st|nd|rd|th}</c> the same by the categories of ordinals;
/// <c>{@your friend|you}</c> what the referrer reads and what the referred friend reads.</para>
/// <para>The keys of an explanation are a prefix and a code: <c>operator.</c> for a check's phrase, <c>participant.</c> for what both sides read,
/// or <c>referee.</c> and <c>referrer.</c> for what one of them reads. In a text for participants, place 0 is what was found, place 1 what is
/// required, and place 2 the number that the requirement names. <c>value.</c> is what can be found or required besides plain values.</para>
/// <para>Keys of the application's names: <c>event.NAME</c> (a clause: "your friend makes a purchase"), <c>events.NAME</c> (a plural: "purchases"),
/// <c>unit.NAME</c> (with the number: "{0} {0#mile|miles}"), <c>condition.NAME</c> (a clause), <c>rule.NAME</c> (what is given: "10 % of the price"),
/// <c>reward.NAME</c> (a rule of the program: "thank-you"), <c>option.NAME</c>, <c>cause.NAME</c>, <c>group.NAME</c> (a segment), and
/// <c>field.SOURCE.NAME</c> such as <c>field.referee.country</c> ("your friend's country").</para>
/// <para>Immutable.</para>
/// </remarks>
/// <example><code>
/// var texts = ReferralTexts.English
///     .With("event.car.delivered", "{@your friend takes|you take} delivery of a car")
///     .With("unit.charging-miles", "{0} charging {0#mile|miles}");
/// var why = decision.Explanation.ToParticipantText(Side.Referee, texts);
/// </code></example>
public sealed class ReferralTexts
{
    private static readonly string[] NamedKeys =
        ["event", "events", "unit", "condition", "rule", "reward", "option", "cause", "group", "field.event", "field.referee", "field.referrer", "field.line"];

    private readonly Dictionary<string, string> _texts;
    private readonly Func<decimal, int> _form;
    private readonly Func<decimal, int> _ordinalForm;

    private ReferralTexts(CultureInfo culture, Dictionary<string, string> texts, Func<decimal, int> form, Func<decimal, int> ordinalForm)
    {
        Culture = culture;
        _texts = texts;
        _form = form;
        _ordinalForm = ordinalForm;
    }

    /// <summary>English, with the formats of the invariant culture: 1,000.00 EUR and 27 November 2026.</summary>
    public static ReferralTexts English => BuiltIn.English;

    /// <summary>German, with the formats of <c>de-DE</c>; participants are addressed with "du".</summary>
    public static ReferralTexts German => BuiltInGerman.Texts;

    /// <summary>French, with the formats of <c>fr-FR</c>; participants are addressed with "tu".</summary>
    public static ReferralTexts French => BuiltInFrench.Texts;

    /// <summary>Spanish, with the formats of <c>es-ES</c>; participants are addressed with "tú".</summary>
    public static ReferralTexts Spanish => BuiltInSpanish.Texts;

    /// <summary>How numbers, money and dates are written.</summary>
    public CultureInfo Culture { get; }

    /// <summary>The texts by key.</summary>
    public IReadOnlyDictionary<string, string> Texts => _texts;

    /// <summary>The texts of a culture's language, where it is built in, with the formats of the culture; otherwise <see cref="English"/>.</summary>
    public static ReferralTexts For(CultureInfo culture)
    {
        ArgumentNullException.ThrowIfNull(culture);
        return culture.TwoLetterISOLanguageName switch
        {
            "en" => English.In(culture),
            "de" => German.In(culture),
            "fr" => French.In(culture),
            "es" => Spanish.In(culture),
            _ => English,
        };
    }

    /// <summary>The texts of another language.</summary>
    /// <param name="culture">How numbers, money and dates are written.</param>
    /// <param name="texts">A text for every key of <see cref="English"/>, with the same places; and any for names of the application's.</param>
    /// <param name="form">
    /// Which of the forms in <c>{0#day|days}</c> belongs to a number, from 0; <c>null</c> for the rule that CLDR has for the culture's language,
    /// or, where none is built in, for one form for 1 and another for all other numbers.
    /// </param>
    /// <exception cref="ArgumentException">A text is missing, unknown, or has other places; all of them are in the message.</exception>
    public static ReferralTexts Of(CultureInfo culture, IEnumerable<KeyValuePair<string, string>> texts, Func<decimal, int>? form = null)
    {
        ArgumentNullException.ThrowIfNull(culture);
        ArgumentNullException.ThrowIfNull(texts);
        var table = new Dictionary<string, string>(texts, StringComparer.Ordinal);
        var missing = English._texts.Keys.Where(key => !table.ContainsKey(key) && !IsNamed(key)).Select(static key => $"'{key}' is missing");
        var faults = table.Select(static text => Fault(text.Key, text.Value)).OfType<string>().Concat(missing).Order(StringComparer.Ordinal).ToArray();
        return faults.Length == 0
            ? new ReferralTexts(culture, table, form ?? PluralRules.Cardinal(culture), PluralRules.Ordinal(culture))
            : throw new ArgumentException($"The texts cannot be used: {string.Join("; ", faults)}.", nameof(texts));
    }

    /// <summary>The same texts with the formats of another culture, such as <c>en-GB</c>.</summary>
    public ReferralTexts In(CultureInfo culture)
    {
        ArgumentNullException.ThrowIfNull(culture);
        return new ReferralTexts(culture, _texts, _form, _ordinalForm);
    }

    /// <summary>The same texts with one more or with another in place of one: for what the application named, or for a text to read otherwise.</summary>
    /// <exception cref="ArgumentException">The key is unknown, or the text has places that it cannot have.</exception>
    public ReferralTexts With(string key, string text)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        ArgumentNullException.ThrowIfNull(text);
        return Fault(key, text) is { } fault
            ? throw new ArgumentException($"The texts cannot be used: {fault}.", nameof(text))
            : new ReferralTexts(Culture, new Dictionary<string, string>(_texts, StringComparer.Ordinal) { [key] = text }, _form, _ordinalForm);
    }

    /// <summary>An amount as it is written in the language: 1,000.00 EUR, or in the words that the texts have for the unit.</summary>
    /// <exception cref="ArgumentException">The amount is <c>default</c>.</exception>
    public string Write(Amount amount) => amount.IsDefault
        ? throw new ArgumentException("An amount that is default has no unit to write.", nameof(amount))
        : new PhraseWriter(this, Side.Referee, zone: null).Write(amount);

    /// <summary>A number as it is written in the language, with all its digits.</summary>
    public string Write(decimal number) => new PhraseWriter(this, Side.Referee, zone: null).Write(number);

    /// <summary>A day as it is written in the language: 27 November 2026.</summary>
    public string Write(LocalDate day) => new PhraseWriter(this, Side.Referee, zone: null).Write(day);

    /// <summary>
    /// Which of the forms of a text such as <c>{0#day|days}</c> belongs to a number, from 0, in the order of the plural categories that the language has.
    /// A text with fewer forms says its last one.
    /// </summary>
    public int PluralForm(decimal number) => _form(number);

    internal string Text(string key) => _texts.TryGetValue(key, out var text)
        ? text
        : throw new InvalidOperationException($"There are no words for '{key}' yet.");

    internal bool TryText(string key, [NotNullWhen(true)] out string? text) => _texts.TryGetValue(key, out text);

    internal int Form(decimal number) => _form(number);

    internal int OrdinalForm(decimal number) => _ordinalForm(number);

    /// <summary>Whether a key belongs to something that applications name.</summary>
    internal static bool IsNamed(string key) =>
        NamedKeys.Any(prefix => key.StartsWith(prefix + ".", StringComparison.Ordinal) && key.Length > prefix.Length + 1);

    private static string? Fault(string key, string text)
    {
        var english = English._texts.GetValueOrDefault(key);
        var isToldToOne = ParticipantKey.CodeOf(key) is { } code && CheckText.Knows(code);
        if (english is null && !isToldToOne && !IsNamed(key))
        {
            return $"'{key}' is not a key of a text";
        }

        if (WordPattern.Fault(text) is { } fault)
        {
            return $"'{key}': {fault}";
        }

        // A participant may be told more or less than in English; an operator's sentence has all that belongs to it.
        var known = isToldToOne ? [0, 1, 2] : english is null ? NamedPlaces(key) : WordPattern.Places(english).ToArray();
        var extra = WordPattern.Places(text).Except(known).ToArray();
        var lost = english is null || isToldToOne || IsNamed(key) ? [] : known.Except(WordPattern.Places(text)).ToArray();
        return extra.Length > 0 ? $"'{key}' has no place {{{extra[0]}}}"
            : lost.Length > 0 ? $"'{key}' leaves out the place {{{lost[0]}}}"
            : null;
    }

    /// <summary>The name and the unit; of custom rules and conditions, their parameters too.</summary>
    private static int[] NamedPlaces(string key) =>
        key.StartsWith("rule.", StringComparison.Ordinal) || key.StartsWith("condition.", StringComparison.Ordinal)
            ? [.. Enumerable.Range(0, 10)]
            : [0, 1];

    /// <summary>A built-in language; the formats are the invariant ones where the machine knows no cultures.</summary>
    private static ReferralTexts Read(string name, string table)
    {
        CultureInfo culture;
        try
        {
            culture = CultureInfo.GetCultureInfo(name);
        }
        catch (CultureNotFoundException)
        {
            culture = CultureInfo.InvariantCulture;
        }

        var language = name.Length == 0 ? "en" : name[..2];
        return new ReferralTexts(culture, TextTable.Read(table), PluralRules.Cardinal(language), PluralRules.Ordinal(language));
    }

    /// <summary>Each language is read when it is first asked for.</summary>
    private static class BuiltIn
    {
        internal static readonly ReferralTexts English = Read(string.Empty, EnglishTexts.Table);
    }

    private static class BuiltInGerman
    {
        internal static readonly ReferralTexts Texts = Read("de-DE", GermanTexts.Table);
    }

    private static class BuiltInFrench
    {
        internal static readonly ReferralTexts Texts = Read("fr-FR", FrenchTexts.Table);
    }

    private static class BuiltInSpanish
    {
        internal static readonly ReferralTexts Texts = Read("es-ES", SpanishTexts.Table);
    }
}

/// <summary>Under which keys participants' texts stand.</summary>
internal static class ParticipantKey
{
    internal const string Both = "participant.";
    internal const string Referee = "referee.";
    internal const string Referrer = "referrer.";

    /// <summary>The code that a text for participants is about; <c>null</c> for other keys.</summary>
    internal static string? CodeOf(string key) => After(key, Both) ?? After(key, Referee) ?? After(key, Referrer);

    private static string? After(string key, string prefix) => key.StartsWith(prefix, StringComparison.Ordinal) ? key[prefix.Length..] : null;
}

/// <summary>Reads a table of texts: a key, an equals sign and the text on a line; an indented line goes on with the text above it.</summary>
internal static class TextTable
{
    internal static Dictionary<string, string> Read(string table)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        var last = string.Empty;
        foreach (var line in table.AsSpan().EnumerateLines())
        {
            if (line.IsWhiteSpace() || line[0] == '#')
            {
                continue;
            }

            if (line[0] == ' ')
            {
                texts[last] = $"{texts[last]} {line.Trim()}";
                continue;
            }

            var equals = line.IndexOf(" = ", StringComparison.Ordinal);
            last = line[..equals].ToString();
            texts.Add(last, line[(equals + 3)..].TrimEnd().ToString());
        }

        return texts;
    }
}
