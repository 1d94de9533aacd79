using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Referrals.Serialization;

/// <summary>A custom rule or condition in JSON: its name alone, or <c>{ "name": "margin-share", "with": { "percent": 20 } }</c>.</summary>
[JsonConverter(typeof(CustomDocumentConverter))]
internal sealed class CustomDocument
{
    public string? Name { get; set; }

    public ParametersDocument? With { get; set; }

    internal static CustomDocument Of(CustomUse use) => new() { Name = use.Name, With = ParametersDocument.Of(use.With) };

    internal static CustomUse? Use(CustomDocument? document, string path, DocumentReader reader)
    {
        if (document?.Name is null)
        {
            reader.Missing($"{path}.name", "the name under which it is registered");
            return null;
        }

        return reader.Text(document.Name, path) is { } name ? new CustomUse(name, document.With?.Parameters ?? RuleParameters.None) : null;
    }
}

/// <summary>Parameters in JSON: numbers, texts, flags and lists of texts by name.</summary>
[JsonConverter(typeof(ParametersDocumentConverter))]
internal sealed record ParametersDocument(RuleParameters Parameters)
{
    internal static ParametersDocument? Of(RuleParameters parameters) => parameters.Names.Count == 0 ? null : new ParametersDocument(parameters);
}

/// <summary>Compares what a program gives custom rules with what they may be given, and takes out what does not fit.</summary>
internal static class CustomShape
{
    internal static void Custom(JsonNode node, string path, ProgramFindings findings)
    {
        if (node is not JsonObject custom)
        {
            return;
        }

        foreach (var (name, value) in custom.ToArray())
        {
            var memberPath = $"{path}.{name}";
            switch (name)
            {
                case "name" when value is null || value.GetValueKind() == JsonValueKind.String:
                    break;
                case "with" when value is null:
                    break;
                case "with" when value is JsonObject with:
                    Parameters(with, memberPath, findings);
                    break;
                case "name" or "with":
                    findings.Add(ProgramCodes.WrongType, memberPath, $"This does not fit here; write {(name == "name" ? "a text" : "an object")}.");
                    _ = custom.Remove(name);
                    break;
                default:
                    findings.Add(ProgramCodes.UnknownMember, memberPath, $"Unknown member '{name}'. Known are name, with.");
                    _ = custom.Remove(name);
                    break;
            }
        }
    }

    internal static void Parameters(JsonObject node, string path, ProgramFindings findings)
    {
        if (node.Count == 0)
        {
            findings.Add(ProgramCodes.SaysNothing, path, "An empty object says nothing; give it a parameter, or leave it out.");
        }

        var parameters = RuleParameters.None;
        foreach (var (name, value) in node.ToArray())
        {
            try
            {
                parameters = ParametersDocumentConverter.Added(parameters, name, value);
            }
            catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or FormatException or OverflowException)
            {
                findings.Add(ProgramCodes.InvalidValue, $"{path}.{name}", ProgramFinding.Text(exception));
                _ = node.Remove(name);
            }
        }
    }
}

internal sealed class CustomDocumentConverter : JsonConverter<CustomDocument>
{
    public override CustomDocument? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => JsonNode.Parse(ref reader) switch
    {
        null => null,
        JsonObject custom => new CustomDocument
        {
            Name = custom["name"]?.GetValue<string>(),
            With = custom["with"] is JsonObject with ? new ParametersDocument(ParametersDocumentConverter.Parameters(with)) : null,
        },
        var name => new CustomDocument { Name = name.GetValue<string>() },
    };

    public override void Write(Utf8JsonWriter writer, CustomDocument value, JsonSerializerOptions options)
    {
        if (value.With is not { } with)
        {
            writer.WriteStringValue(value.Name);
            return;
        }

        writer.WriteStartObject();
        writer.WriteString("name", value.Name);
        writer.WritePropertyName("with");
        ParametersDocumentConverter.Write(writer, with.Parameters);
        writer.WriteEndObject();
    }
}

internal sealed class ParametersDocumentConverter : JsonConverter<ParametersDocument>
{
    public override ParametersDocument? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        JsonNode.Parse(ref reader) is JsonObject with ? new ParametersDocument(Parameters(with)) : null;

    public override void Write(Utf8JsonWriter writer, ParametersDocument value, JsonSerializerOptions options) => Write(writer, value.Parameters);

    internal static RuleParameters Parameters(JsonObject node) =>
        node.Aggregate(RuleParameters.None, static (parameters, one) => Added(parameters, one.Key, one.Value));

    internal static RuleParameters Added(RuleParameters parameters, string name, JsonNode? value) => value switch
    {
        JsonArray texts => parameters.With(name, texts.Select(static text => text is JsonValue single && single.GetValueKind() == JsonValueKind.String
            ? single.GetValue<string>()
            : throw new FormatException("A list of a parameter holds texts."))),
        JsonValue single => single.GetValueKind() switch
        {
            JsonValueKind.Number => parameters.With(name, single.TryGetValue<decimal>(out var number)
                ? number
                : throw new FormatException("The number is out of range or has too many digits.")),
            JsonValueKind.True or JsonValueKind.False => parameters.With(name, single.GetValue<bool>()),
            _ => parameters.With(name, single.GetValue<string>()),
        },
        _ => throw new FormatException("A parameter is a number, a text, true or false, or a list of texts."),
    };

    internal static void Write(Utf8JsonWriter writer, RuleParameters parameters)
    {
        writer.WriteStartObject();
        foreach (var (name, value) in parameters.All)
        {
            writer.WritePropertyName(name);
            switch (value)
            {
                case decimal number:
                    writer.WriteNumberValue(number);
                    break;
                case bool flag:
                    writer.WriteBooleanValue(flag);
                    break;
                case ValueList<string> texts:
                    writer.WriteStartArray();
                    foreach (var text in texts)
                    {
                        writer.WriteStringValue(text);
                    }

                    writer.WriteEndArray();
                    break;
                default:
                    writer.WriteStringValue((string)value);
                    break;
            }
        }

        writer.WriteEndObject();
    }
}
