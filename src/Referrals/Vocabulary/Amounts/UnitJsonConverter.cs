using System.Text.Json;
using System.Text.Json.Serialization;

namespace Referrals;

internal sealed class UnitJsonConverter : JsonConverter<Unit>
{
    public override Unit Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && Unit.TryParse(reader.GetString(), out var unit)
            ? unit
            : throw new JsonException("A unit is an ISO 4217 currency such as EUR, or a lower-case name such as points or gb/3.");

    public override void Write(Utf8JsonWriter writer, Unit value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
