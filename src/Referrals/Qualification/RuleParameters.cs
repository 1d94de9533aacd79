using System.Globalization;

namespace Referrals;

/// <summary>
/// What a program gives a custom rule, condition or guard: numbers, texts and flags by name, as data. Immutable; equal parameters are equal values,
/// in whatever order they were given.
/// </summary>
/// <example><code>
/// RewardFormula.Custom("margin-share", Unit.Money("EUR"), RuleParameters.None.With("percent", 20))
/// </code></example>
/// <remarks>In JSON: <c>"custom": { "name": "margin-share", "with": { "percent": 20 } }</c>.</remarks>
public sealed class RuleParameters : IEquatable<RuleParameters>
{
    /// <summary>The most parameters of one rule.</summary>
    public const int MaxCount = 32;

    /// <summary>The most texts of one parameter.</summary>
    public const int MaxTexts = 200;

    private readonly ValueList<KeyValuePair<string, object>> _all;

    private RuleParameters(ValueList<KeyValuePair<string, object>> all) => _all = all;

    /// <summary>No parameters.</summary>
    public static RuleParameters None { get; } = new([]);

    /// <summary>The names, in ordinal order.</summary>
    public IReadOnlyList<string> Names => [.. _all.Select(static one => one.Key)];

    /// <summary>The same with a number.</summary>
    /// <exception cref="ArgumentException">The name is no name, is taken, or there are too many.</exception>
    public RuleParameters With(string name, decimal number) => Added(name, number);

    /// <summary>The same with a text.</summary>
    /// <exception cref="ArgumentException">The name is no name, is taken, or there are too many; or the text is empty or too long.</exception>
    public RuleParameters With(string name, string text) => Added(name, InputText.Check(text));

    /// <summary>The same with a flag.</summary>
    /// <exception cref="ArgumentException">The name is no name, is taken, or there are too many.</exception>
    public RuleParameters With(string name, bool flag) => Added(name, flag);

    /// <summary>The same with an amount, which JSON writes like <c>"49.90 EUR"</c>.</summary>
    /// <exception cref="ArgumentException">The name is no name, is taken, or there are too many; or the amount is <c>default</c>.</exception>
    public RuleParameters With(string name, Amount amount)
    {
        _ = InputText.Check(amount.Unit);
        return Added(name, amount.ToString());
    }

    /// <summary>The same with a list of texts.</summary>
    /// <param name="name">The name: 1 to 64 characters out of a-z, A-Z, 0-9, '.', '_' and '-'.</param>
    /// <param name="texts">1 to <see cref="MaxTexts"/> texts, each of 1 to 128 characters.</param>
    /// <exception cref="ArgumentException">The name is no name, is taken, or there are too many; or a text is empty or too long.</exception>
    public RuleParameters With(string name, IEnumerable<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var list = texts.Select(static text => InputText.Check(text)).ToValueList();
        return list.Count is >= 1 and <= MaxTexts
            ? Added(name, list)
            : throw new ArgumentException($"A parameter has 1 to {MaxTexts} texts, not {list.Count}.", nameof(texts));
    }

    /// <inheritdoc/>
    public bool Equals(RuleParameters? other) => other is not null && _all.Equals(other._all);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as RuleParameters);

    /// <inheritdoc/>
    public override int GetHashCode() => _all.GetHashCode();

    /// <summary>Such as <c>percent = 20, of = shoes or bags</c>.</summary>
    public override string ToString() => string.Join(", ", _all.Select(static one => $"{one.Key} = {Shown(one.Value)}"));

    /// <summary>Name and value, in ordinal order: a decimal, a string, a bool or a list of strings.</summary>
    internal IReadOnlyList<KeyValuePair<string, object>> All => _all;

    internal object? Find(string name) =>
        _all.FirstOrDefault(one => string.Equals(one.Key, name, StringComparison.Ordinal)).Value;

    internal static string Shown(object value) => value switch
    {
        decimal number => number.ToString("0.############################", CultureInfo.InvariantCulture),
        bool flag => flag ? "true" : "false",
        ValueList<string> texts => string.Join(" or ", texts),
        _ => (string)value,
    };

    private RuleParameters Added(string name, object value)
    {
        _ = IdText.Check(name, IdText.Name, "parameter name");
        return Find(name) is not null
            ? throw new ArgumentException($"There is a parameter '{name}' already; give each a name of its own.", nameof(name))
            : _all.Count == MaxCount
            ? throw new ArgumentException($"A rule has at most {MaxCount} parameters.", nameof(name))
            : new RuleParameters(_all.Append(new(name, value)).OrderBy(static one => one.Key, StringComparer.Ordinal).ToValueList());
    }
}

/// <summary>
/// Reads the parameters that a program gives a rule, each by its type and within its limits. What does not fit, is missing, or is given without
/// being read is a mistake of the program, told with its JSON path when the program is read or registered.
/// </summary>
/// <example><code>
/// options.AddRule("margin-share", with => new MarginShare(with.Percentage("percent"), with.OptionalAmount("ceiling")));
/// </code></example>
public sealed class ParameterReader
{
    private readonly RuleParameters _given;
    private readonly List<string> _asked = [];

    internal ParameterReader(RuleParameters given) => _given = given;

    /// <summary>Whether the program gives a parameter.</summary>
    public bool Has(string name) => Value(name) is not null;

    /// <summary>A number.</summary>
    /// <param name="name">The parameter.</param>
    /// <param name="least">The least that fits.</param>
    /// <param name="most">The most that fits.</param>
    /// <param name="otherwise">What is meant where the program gives none; <c>null</c> where it has to.</param>
    public decimal Number(string name, decimal least = decimal.MinValue, decimal most = decimal.MaxValue, decimal? otherwise = null) => Value(name) switch
    {
        null => otherwise ?? throw Missing(name, "a number"),
        decimal number when number >= least && number <= most => number,
        decimal number => throw new ParameterFault(name, string.Create(CultureInfo.InvariantCulture, $"{number} is out of range; write {Range(least, most)}.")),
        var other => throw Wrong(name, other, "a number"),
    };

    /// <summary>A whole number.</summary>
    /// <param name="name">The parameter.</param>
    /// <param name="least">The least that fits.</param>
    /// <param name="most">The most that fits.</param>
    /// <param name="otherwise">What is meant where the program gives none; <c>null</c> where it has to.</param>
    public int Whole(string name, int least = int.MinValue, int most = int.MaxValue, int? otherwise = null) =>
        Number(name, least, most, otherwise) is var number && decimal.IsInteger(number) ? (int)number : throw Wrong(name, number, "a whole number");

    /// <summary>A percentage, written as a number: 20 for 20 %.</summary>
    /// <param name="name">The parameter.</param>
    /// <param name="most">The most that fits, in percent.</param>
    /// <param name="otherwise">What is meant where the program gives none; <c>null</c> where it has to.</param>
    public Percentage Percentage(string name, decimal most = 100, Percentage? otherwise = null) =>
        otherwise is { } usual && !Has(name) ? usual : Referrals.Percentage.Of(Number(name, 0, most));

    /// <summary>An amount above or equal to zero, written like <c>49.90 EUR</c>; <c>null</c> where the program gives none and may.</summary>
    /// <param name="name">The parameter.</param>
    public Amount Amount(string name) => OptionalAmount(name) ?? throw Missing(name, "an amount such as 49.90 EUR");

    /// <summary>An amount above or equal to zero, written like <c>49.90 EUR</c>; <c>null</c> where the program gives none.</summary>
    /// <param name="name">The parameter.</param>
    public Amount? OptionalAmount(string name) => Value(name) switch
    {
        null => null,
        string text when Referrals.Amount.TryParse(text, out var amount) && amount.MinorUnits >= 0 => amount,
        var other => throw Wrong(name, other, "an amount such as 49.90 EUR, not below zero"),
    };

    /// <summary>A text.</summary>
    /// <param name="name">The parameter.</param>
    /// <param name="otherwise">What is meant where the program gives none; <c>null</c> where it has to.</param>
    public string Text(string name, string? otherwise = null) => Value(name) switch
    {
        null => otherwise ?? throw Missing(name, "a text"),
        string text => text,
        var other => throw Wrong(name, other, "a text"),
    };

    /// <summary>A list of texts; a single text is a list of one.</summary>
    /// <param name="name">The parameter.</param>
    public IReadOnlyList<string> Texts(string name) => Value(name) switch
    {
        null => throw Missing(name, "a list of texts"),
        string text => [text],
        ValueList<string> texts => texts,
        var other => throw Wrong(name, other, "a list of texts"),
    };

    /// <summary>Whether a flag is set.</summary>
    /// <param name="name">The parameter.</param>
    /// <param name="otherwise">What is meant where the program does not say.</param>
    public bool Flag(string name, bool otherwise = false) => Value(name) switch
    {
        null => otherwise,
        bool flag => flag,
        var other => throw Wrong(name, other, "true or false"),
    };

    /// <summary>The mistake of a parameter that is given and was not read; <c>null</c> for none.</summary>
    internal ParameterFault? Unread() => _given.Names.Except(_asked, StringComparer.Ordinal).FirstOrDefault() is { } name
        ? new ParameterFault(name, _asked.Count == 0
            ? $"'{name}' is not known, since there are no parameters here; leave it out."
            : $"'{name}' is not known here. Known are {Known()}.")
        : null;

    private object? Value(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!_asked.Contains(name, StringComparer.Ordinal))
        {
            _asked.Add(name);
        }

        return _given.Find(name);
    }

    private ParameterFault Missing(string name, string what)
    {
        var given = _given.Names.Except(_asked, StringComparer.Ordinal).ToArray();
        return new ParameterFault(name, $"'{name}' is missing; write {what}.{(given.Length == 0 ? string.Empty : $" Given is {string.Join(", ", given)}.")}");
    }

    private static ParameterFault Wrong(string name, object value, string what) =>
        new(name, $"'{RuleParameters.Shown(value)}' does not fit here; write {what}.");

    private static string Range(decimal least, decimal most) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(least == decimal.MinValue ? $"at most {most}" : most == decimal.MaxValue ? $"{least} or more" : $"{least} to {most}")}");

    private string Known() => string.Join(", ", _asked.Order(StringComparer.Ordinal));
}

/// <summary>A parameter that a rule cannot work with.</summary>
internal sealed class ParameterFault(string name, string message) : Exception(message)
{
    internal string Name { get; } = name;
}

/// <summary>A custom rule, condition or guard as a program asks for it: by its name, with parameters.</summary>
internal sealed record CustomUse(string Name, RuleParameters With)
{
    /// <summary>Such as <c>margin-share</c> or <c>margin-share (percent = 20)</c>.</summary>
    public override string ToString() => With.Names.Count == 0 ? Name : $"{Name} ({With})";
}
