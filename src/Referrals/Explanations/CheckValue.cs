using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;
using NodaTime.Text;

namespace Referrals.Explanations;

/// <summary>
/// What a check found or requires: a text of the application, a number, an amount, a time, a person, or a phrase of these. It is data, and becomes
/// words only when somebody reads it: most explanations are never read. <c>default</c> is no value.
/// </summary>
[JsonConverter(typeof(CheckValueJsonConverter))]
internal readonly struct CheckValue : IEquatable<CheckValue>
{
    /// <summary>The value itself, or what the number stands for.</summary>
    private readonly object? _value;
    private readonly long _number;

    internal CheckValue(ValueKind kind, long number)
    {
        _value = kind;
        _number = number;
    }

    private CheckValue(object? value) => _value = value;

    /// <summary>The value; <c>null</c> for none.</summary>
    internal object? Value => _value is ValueKind kind ? kind.Of(_number) : _value;

    internal bool IsNone => _value is null;

    public static implicit operator CheckValue(Phrase? phrase) => new(phrase);

    public static implicit operator CheckValue(PhraseList list) => new(list);

    public static implicit operator CheckValue(Amount? amount) => new(amount);

    public static implicit operator CheckValue(Amount amount) => new((object)amount);

    public static implicit operator CheckValue(CustomerId person) => new((object)person);

    public static implicit operator CheckValue(TimePeriod period) => new(period);

    public static implicit operator CheckValue(Unit unit) => new((object)unit);

    public static implicit operator CheckValue(long number) => new(ValueKind.Number, number);

    public static implicit operator CheckValue(Instant instant) => new((object)instant);

    /// <summary>What the application or a customer wrote, or another text that is the same in every language: an id, a code, a name.</summary>
    internal static CheckValue Text(string? text) => new(text);

    /// <summary>A value that was read, or that a phrase holds.</summary>
    internal static CheckValue Of(object? value) => new(value);

    /// <summary>Whether two values say the same; how they are held does not matter.</summary>
    public bool Equals(CheckValue other) => IsNone || other.IsNone
        ? IsNone == other.IsNone
        : (ReferenceEquals(_value, other._value) && _number == other._number)
            || string.Equals(CheckValueJson.Text(this), CheckValueJson.Text(other), StringComparison.Ordinal);

    public override bool Equals(object? obj) => obj is CheckValue other && Equals(other);

    public override int GetHashCode() => CheckValueJson.Text(this).GetHashCode(StringComparison.Ordinal);

    /// <summary>The value in English; <c>null</c> for none.</summary>
    public override string? ToString() => Value is { } value ? PhraseWriter.English.Write(value) : null;
}

/// <summary>What the number of a value stands for. Made once, with the plan of a rule, so that a check needs no more than the number; pure.</summary>
internal abstract class ValueKind
{
    /// <summary>A plain number.</summary>
    internal static ValueKind Number { get; } = new NumberKind();

    /// <summary>An instant, as ticks since 1970.</summary>
    internal static ValueKind Instant { get; } = new InstantKind();

    /// <summary>Minor units of a unit.</summary>
    internal static ValueKind Of(Unit unit) => new AmountKind(unit);

    /// <summary>A phrase whose last argument is the number.</summary>
    internal static ValueKind In(string key, ValueKind number, params object[] arguments) => new PhraseKind(key, number, arguments);

    internal CheckValue With(long number) => new(this, number);

    internal abstract object Of(long number);

    private sealed class NumberKind : ValueKind
    {
        internal override object Of(long number) => number;
    }

    private sealed class AmountKind(Unit unit) : ValueKind
    {
        internal override object Of(long number) => Amount.FromMinorUnits(number, unit);
    }

    private sealed class InstantKind : ValueKind
    {
        internal override object Of(long number) => NodaTime.Instant.FromUnixTimeTicks(number);
    }

    private sealed class PhraseKind(string key, ValueKind kind, object[] arguments) : ValueKind
    {
        internal override object Of(long number) => Phrase.Of(key, [.. arguments, kind.Of(number)]);
    }
}

/// <summary>
/// The JSON of values: a text is a string, a number a number, a phrase an array of its key and its arguments, and everything else an object with
/// one member that says what it is: <c>{"amount":"36.06 USD"}</c>.
/// </summary>
internal static class CheckValueJson
{
    /// <summary>What most keys of phrases begin with; it is not stored.</summary>
    private const string ValueKey = "value.";

    private static readonly (string Name, Type Type, Func<object, string> Write, Func<string, object> Read)[] Scalars =
    [
        ("amount", typeof(Amount), static value => ((Amount)value).ToString(), static text => Amount.Parse(text)),
        ("at", typeof(Instant), static value => InstantPattern.ExtendedIso.Format((Instant)value), static text => InstantPattern.ExtendedIso.Parse(text).Value),
        ("day", typeof(LocalDate), static value => LocalDatePattern.Iso.Format((LocalDate)value), static text => LocalDatePattern.Iso.Parse(text).Value),
        ("time", typeof(LocalTime), static value => LocalTimePattern.ExtendedIso.Format((LocalTime)value), static text => LocalTimePattern.ExtendedIso.Parse(text).Value),
        ("weekday", typeof(IsoDayOfWeek), static value => ((IsoDayOfWeek)value).ToString(), static text => Enum.Parse<IsoDayOfWeek>(text)),
        ("person", typeof(CustomerId), static value => ((CustomerId)value).Value, static text => CustomerId.From(text)),
        ("unit", typeof(Unit), static value => ((Unit)value).ToString(), static text => Unit.Parse(text)),
        ("percent", typeof(Percentage), static value => ((Percentage)value).Fraction.ToString(CultureInfo.InvariantCulture), static text => Share(text)),
        ("period", typeof(TimePeriod), static value => Period((TimePeriod)value), static text => Period(text)),
        ("annual", typeof(AnnualDate), static value => AnnualDatePattern.Iso.Format((AnnualDate)value), static text => AnnualDatePattern.Iso.Parse(text).Value),
    ];

    /// <summary>The JSON of a value as text.</summary>
    internal static string Text(CheckValue value)
    {
        if (value.IsNone)
        {
            return "null";
        }

        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            Write(writer, value.Value!);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    internal static void Write(Utf8JsonWriter writer, object value)
    {
        switch (value)
        {
            case string text:
                writer.WriteStringValue(text);
                break;
            case int or long:
                writer.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            case decimal number:
                writer.WriteNumberValue(number);
                break;
            case Phrase phrase:
                WriteArray(writer, phrase.Key, phrase.Arguments);
                break;
            case PhraseList list:
                WriteArray(writer, list.Joint, list.Items);
                break;
            default:
                var (name, _, write, _) = Array.Find(Scalars, scalar => scalar.Type == value.GetType()) is { Name: not null } found
                    ? found
                    : throw new InvalidOperationException($"A {value.GetType().Name} cannot be kept in an explanation.");
                writer.WriteStartObject();
                writer.WriteString(name, write(value));
                writer.WriteEndObject();
                break;
        }
    }

    internal static object Read(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return reader.GetString()!;
            case JsonTokenType.Number:
                return reader.TryGetInt64(out var number) ? number : reader.GetDecimal();
            case JsonTokenType.StartArray:
                return ReadArray(ref reader);
            case JsonTokenType.StartObject:
                _ = reader.Read();
                var name = reader.GetString();
                _ = reader.Read();
                var text = reader.GetString() ?? throw new JsonException($"The value '{name}' of an explanation is null.");
                _ = reader.Read();
                return Array.Find(Scalars, scalar => scalar.Name == name) is { Read: { } read }
                    ? read(text)
                    : throw new JsonException($"'{name}' is not a kind of value of an explanation.");
            default:
                throw new JsonException($"A value of an explanation cannot be {reader.TokenType}.");
        }
    }

    private static void WriteArray(Utf8JsonWriter writer, string key, IReadOnlyList<object> arguments)
    {
        writer.WriteStartArray();
        writer.WriteStringValue(key.StartsWith(ValueKey, StringComparison.Ordinal) ? key.AsSpan(ValueKey.Length) : key);
        foreach (var argument in arguments)
        {
            Write(writer, argument);
        }

        writer.WriteEndArray();
    }

    private static object ReadArray(ref Utf8JsonReader reader)
    {
        _ = reader.Read();
        var key = reader.GetString()!;
        var arguments = new List<object>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            arguments.Add(Read(ref reader));
        }

        return PhraseList.IsJoint(key) ? PhraseList.By(key, arguments)
            : Phrase.Of(ReferralTexts.English.TryText(ValueKey + key, out _) ? ValueKey + key : key, [.. arguments]);
    }

    private static Percentage Share(string fraction) => Percentage.Of(100 * decimal.Parse(fraction, CultureInfo.InvariantCulture));

    /// <summary>As in ISO 8601, but for calendar days, which it does not tell from days.</summary>
    private static string Period(TimePeriod period) => string.Create(CultureInfo.InvariantCulture, $"{period.Length} {period.Kind}");

    private static TimePeriod Period(string text)
    {
        var blank = text.IndexOf(' ', StringComparison.Ordinal);
        var length = int.Parse(text.AsSpan(0, blank), CultureInfo.InvariantCulture);
        return Enum.Parse<PeriodKind>(text.AsSpan(blank + 1)) switch
        {
            PeriodKind.Hours => TimePeriod.Hours(length),
            PeriodKind.Days => TimePeriod.Days(length),
            PeriodKind.CalendarDays => TimePeriod.CalendarDays(length),
            _ => TimePeriod.Months(length),
        };
    }
}

/// <summary>Writes a value as <see cref="CheckValueJson"/> says.</summary>
internal sealed class CheckValueJsonConverter : JsonConverter<CheckValue>
{
    public override CheckValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        CheckValue.Of(CheckValueJson.Read(ref reader));

    public override void Write(Utf8JsonWriter writer, CheckValue value, JsonSerializerOptions options) =>
        CheckValueJson.Write(writer, value.Value!);
}
