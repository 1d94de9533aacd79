using System.Collections.Immutable;
using System.Globalization;
using NodaTime;
using NodaTime.Text;
using Referrals.Explanations;
using Referrals.Sharing;

namespace Referrals.Messages.Templates;

/// <summary>What stands for the variables of one message, by name. A value of the wrong type is refused when it is set.</summary>
/// <remarks>Immutable. They are what is kept of a message, so that it can be said again in the same words.</remarks>
/// <example><code>
/// var values = MessageValues.Empty.With("amount", Amount.Of(10, "EUR")).With("day", new LocalDate(2026, 3, 15));
/// </code></example>
public sealed class MessageValues : IEquatable<MessageValues>
{
    private readonly ImmutableSortedDictionary<string, object> _values;

    private MessageValues(ImmutableSortedDictionary<string, object> values) => _values = values;

    /// <summary>No values.</summary>
    public static MessageValues Empty { get; } = new(ImmutableSortedDictionary.Create<string, object>(StringComparer.Ordinal));

    /// <summary>The names that have a value.</summary>
    public IEnumerable<string> Names => _values.Keys;

    /// <summary>The same with a text, which is put on one line.</summary>
    public MessageValues With(string name, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Set(name, SafeText.ForLine(text));
    }

    /// <summary>The same with an amount.</summary>
    /// <exception cref="ArgumentException">The amount is <c>default</c>.</exception>
    public MessageValues With(string name, Amount amount) => amount.IsDefault
        ? throw new ArgumentException($"The value of '{name}' is an amount that is default; give it a unit.", nameof(amount))
        : Set(name, amount);

    /// <summary>The same with a number.</summary>
    public MessageValues With(string name, decimal number) => Set(name, number);

    /// <summary>The same with a day.</summary>
    public MessageValues With(string name, LocalDate day) => Set(name, day);

    /// <summary>The same with a link.</summary>
    /// <exception cref="ArgumentException">It is not an absolute URL of <c>http</c> or <c>https</c>.</exception>
    public MessageValues With(string name, Uri link)
    {
        ArgumentNullException.ThrowIfNull(link);
        return link.IsAbsoluteUri && (link.Scheme == Uri.UriSchemeHttp || link.Scheme == Uri.UriSchemeHttps)
            ? Set(name, link)
            : throw new ArgumentException($"The value of '{name}' is '{link}'; a link is an absolute URL of http or https.", nameof(link));
    }

    /// <summary>Values for a preview of a kind: samples for all of its variables.</summary>
    public static MessageValues SampleOf(MessageKind kind)
    {
        ArgumentNullException.ThrowIfNull(kind);
        return kind.Variables.Aggregate(Empty, static (values, variable) => values.Set(variable.Name, Read(variable.Type, variable.Sample)));
    }

    /// <summary>Values from texts, as a form or a database has them: amounts as <c>10.00 EUR</c>, days as <c>2026-03-15</c>.</summary>
    /// <param name="kind">The kind, which says of what type each variable is.</param>
    /// <param name="texts">The texts by name.</param>
    /// <exception cref="FormatException">A name is unknown or a text cannot be read; the message says all of them.</exception>
    public static MessageValues Parse(MessageKind kind, IEnumerable<KeyValuePair<string, string>> texts)
    {
        ArgumentNullException.ThrowIfNull(kind);
        ArgumentNullException.ThrowIfNull(texts);
        var (values, faults) = (Empty, new List<string>());
        foreach (var (name, text) in texts)
        {
            if (kind.Find(name) is not { } variable)
            {
                faults.Add($"{kind} has no variable '{name}'; it has {string.Join(", ", kind.Variables.Select(static one => one.Name))}.");
            }
            else if (TryRead(variable.Type, text) is { } value)
            {
                values = values.Set(name, value);
            }
            else
            {
                faults.Add($"'{text}' is not a value of '{name}', which is {Shape(variable.Type)}.");
            }
        }

        return faults.Count == 0 ? values : throw new FormatException(string.Join(' ', faults));
    }

    /// <summary>The values as texts that <see cref="Parse"/> reads.</summary>
    public IReadOnlyDictionary<string, string> ToTexts() =>
        _values.ToDictionary(static one => one.Key, static one => Invariant(one.Value), StringComparer.Ordinal);

    /// <summary>Whether both have the same names and values.</summary>
    public bool Equals(MessageValues? other) => other is not null && _values.SequenceEqual(other._values);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as MessageValues);

    /// <inheritdoc/>
    public override int GetHashCode() => _values.Count == 0 ? 0 : HashCode.Combine(_values.Count, _values.First().Key);

    internal object? Find(string name) => _values.GetValueOrDefault(name);

    internal MessageValues Without(string name) => new(_values.Remove(name));

    internal MessageValues And(MessageValues others) => new(_values.SetItems(others._values));

    internal static string Shape(MessageValueType type) => type switch
    {
        MessageValueType.Amount => "an amount, such as 10.00 EUR",
        MessageValueType.Number => "a number, such as 3",
        MessageValueType.Day => "a day, such as 2026-03-15",
        MessageValueType.Link => "a link that begins with http or https",
        _ => "a text",
    };

    internal static bool Is(MessageValueType type, object value) => type switch
    {
        MessageValueType.Amount => value is Amount,
        MessageValueType.Number => value is decimal,
        MessageValueType.Day => value is LocalDate,
        MessageValueType.Link => value is Uri,
        _ => value is string,
    };

    /// <summary>A value in the words and formats of a language.</summary>
    internal static string Write(object value, ReferralTexts texts) => value switch
    {
        Amount amount => texts.Write(amount),
        decimal number => texts.Write(number),
        LocalDate day => texts.Write(day),
        Uri link => link.AbsoluteUri,
        _ => (string)value,
    };

    internal static decimal NumberOf(object value) => value is Amount amount ? amount.Value : (decimal)value;

    private static object Read(MessageValueType type, string text) =>
        TryRead(type, text) ?? throw new FormatException($"'{text}' is not {Shape(type)}.");

    private static object? TryRead(MessageValueType type, string text) => type switch
    {
        MessageValueType.Amount => Amount.TryParse(text, out var amount) ? amount : null,
        MessageValueType.Number => decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? number : null,
        MessageValueType.Day => LocalDatePattern.Iso.Parse(text) is { Success: true, Value: var day } ? day : null,
        MessageValueType.Link => Uri.TryCreate(text, UriKind.Absolute, out var link) && (link.Scheme is "http" or "https") ? link : null,
        _ => SafeText.ForLine(text),
    };

    private static string Invariant(object value) => value switch
    {
        decimal number => number.ToString(CultureInfo.InvariantCulture),
        LocalDate day => LocalDatePattern.Iso.Format(day),
        Uri link => link.AbsoluteUri,
        _ => value.ToString()!,
    };

    private MessageValues Set(string name, object value)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new MessageValues(_values.SetItem(name, value));
    }
}
