using System.Text.Json;
using System.Text.Json.Serialization;

namespace Referrals;

/// <summary>What the JSON converter needs of an id; applications never see it.</summary>
internal interface IIdText<TSelf>
    where TSelf : struct, IIdText<TSelf>
{
    string Value { get; }

    static abstract bool TryFrom(string? value, out TSelf id);
}

/// <summary>Writes an id as its text and refuses any other JSON, so that applications have nothing to register.</summary>
internal sealed class IdJsonConverter<TId> : JsonConverter<TId>
    where TId : struct, IIdText<TId>
{
    public override TId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && TId.TryFrom(reader.GetString(), out var id)
            ? id
            : throw new JsonException($"Not a valid {typeof(TId).Name}.");

    public override void Write(Utf8JsonWriter writer, TId value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Value);

    public override TId ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        TId.TryFrom(reader.GetString(), out var id) ? id : throw new JsonException($"Not a valid {typeof(TId).Name}.");

    public override void WriteAsPropertyName(Utf8JsonWriter writer, TId value, JsonSerializerOptions options) =>
        writer.WritePropertyName(value.Value);
}
