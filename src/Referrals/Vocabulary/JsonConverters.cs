using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using NodaTime;
using NodaTime.Text;

namespace Referrals;

/// <summary>Instants as ISO 8601 in UTC, such as <c>2026-03-01T09:30:00Z</c>.</summary>
internal sealed class InstantJsonConverter : JsonConverter<Instant>
{
    /// <summary>Years 1 to 9999, which is what <see cref="DateTime"/> can hold.</summary>
    private static readonly Instant First = Instant.FromDateTimeUtc(DateTime.SpecifyKind(DateTime.MinValue, DateTimeKind.Utc));

    private const int NanosecondsPerTick = 100;

    public override Instant Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        IsPlain(ref reader) && reader.TryGetDateTime(out var plain) ? Instant.FromDateTimeUtc(plain)
        : reader.TokenType == JsonTokenType.String
        && InstantPattern.ExtendedIso.Parse(reader.GetString()!).TryGetValue(default, out var instant)
            ? instant
            : throw new JsonException("An instant is written as ISO 8601 in UTC, such as 2026-03-01T09:30:00Z.");

    /// <summary>The writer's own form of times is the same, and needs no text in between.</summary>
    public override void Write(Utf8JsonWriter writer, Instant value, JsonSerializerOptions options)
    {
        if (value >= First && (value - First).SubsecondNanoseconds % NanosecondsPerTick == 0)
        {
            writer.WriteStringValue(value.ToDateTimeUtc());
        }
        else
        {
            writer.WriteStringValue(InstantPattern.ExtendedIso.Format(value));
        }
    }

    /// <summary>Whether it is a time in UTC to the second, or to at most seven places after it; the reader's own form is wider.</summary>
    private static bool IsPlain(ref Utf8JsonReader reader) =>
        reader is { TokenType: JsonTokenType.String, HasValueSequence: false, ValueIsEscaped: false }
        && reader.ValueSpan is { Length: >= 20 and <= 28 and not 21 } text
        && text[10] == 'T' && text[16] == ':' && text[19] is (byte)'.' or (byte)'Z' && text[^1] == 'Z';
}

/// <summary>The same for an instant that may be missing. A converter of its own, since generated code does not look below the question mark.</summary>
internal sealed class OptionalInstantJsonConverter : JsonConverter<Instant?>
{
    private static readonly InstantJsonConverter Inner = new();

    public override Instant? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Null ? null : Inner.Read(ref reader, typeof(Instant), options);

    public override void Write(Utf8JsonWriter writer, Instant? value, JsonSerializerOptions options)
    {
        if (value is { } instant)
        {
            Inner.Write(writer, instant, options);
        }
        else
        {
            writer.WriteNullValue();
        }
    }
}

/// <summary>Days as ISO 8601, such as <c>2026-03-01</c>.</summary>
internal sealed class LocalDateJsonConverter : JsonConverter<LocalDate>
{
    public override LocalDate Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && LocalDatePattern.Iso.Parse(reader.GetString()!).TryGetValue(default, out var day)
            ? day
            : throw new JsonException("A day is written as ISO 8601, such as 2026-03-01.");

    public override void Write(Utf8JsonWriter writer, LocalDate value, JsonSerializerOptions options) =>
        writer.WriteStringValue(LocalDatePattern.Iso.Format(value));
}

/// <summary>Value lists as JSON arrays. One per item type is registered, so that nothing is looked up by reflection.</summary>
internal sealed class ValueListJsonConverter<T> : JsonConverter<ValueList<T>>
{
    public override ValueList<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException("A list is written as an array.");
        }

        var item = (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));
        var items = new List<T>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            items.Add(JsonSerializer.Deserialize(ref reader, item) ?? throw new JsonException("A list holds no null."));
        }

        return items.ToValueList();
    }

    public override void Write(Utf8JsonWriter writer, ValueList<T> value, JsonSerializerOptions options)
    {
        var item = (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));
        writer.WriteStartArray();
        foreach (var element in value)
        {
            JsonSerializer.Serialize(writer, element, item);
        }

        writer.WriteEndArray();
    }
}
