using System.Text.Json;
using System.Text.Json.Serialization;

namespace Referrals.Sharing;

/// <summary>Writes a template as its text.</summary>
internal sealed class LinkTemplateJsonConverter : JsonConverter<LinkTemplate>
{
    public override LinkTemplate Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && LinkTemplate.TryParse(reader.GetString(), out var template)
            ? template
            : throw new JsonException("This is no valid link template.");

    public override void Write(Utf8JsonWriter writer, LinkTemplate value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
