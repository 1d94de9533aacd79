using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;

namespace Referrals.AI.Functions;

/// <summary>The JSON schemas of arguments and answers, which are a public contract.</summary>
internal static class ToolSchema
{
    internal static JsonElement Of(IReadOnlyList<ToolParameter> parameters)
    {
        var properties = new JsonObject();
        foreach (var parameter in parameters)
        {
            var text = new JsonObject { ["type"] = "string", ["maxLength"] = parameter.MaxLength };
            if (parameter.Choices.Count > 0)
            {
                text = new JsonObject { ["type"] = "string", ["enum"] = new JsonArray([.. parameter.Choices.Select(static one => (JsonNode)one)]) };
            }
            else if (parameter.Format is { } format)
            {
                text["format"] = format;
            }

            var schema = parameter.MaxItems == 0 ? text
                : new JsonObject { ["type"] = "array", ["items"] = text, ["maxItems"] = parameter.MaxItems };
            schema["description"] = parameter.Description;
            properties[parameter.Name] = schema;
        }

        return Element(new JsonObject
        {
            ["type"] = "object",
            ["properties"] = properties,
            ["required"] = new JsonArray([.. parameters.Where(static one => one.IsRequired).Select(static one => (JsonNode)one.Name)]),
            ["additionalProperties"] = false,
        });
    }

    /// <summary>The schema of an answer, with the descriptions that its members have.</summary>
    internal static JsonElement Of(JsonTypeInfo answer) => Element(answer.GetJsonSchemaAsNode(new JsonSchemaExporterOptions
    {
        TreatNullObliviousAsNonNullable = true,
        TransformSchemaNode = static (context, schema) =>
        {
            var description = context.PropertyInfo?.AttributeProvider?.GetCustomAttributes(typeof(DescriptionAttribute), inherit: false)
                .OfType<DescriptionAttribute>().FirstOrDefault()?.Description;
            if (description is not null && schema is JsonObject node)
            {
                node["description"] = description;
            }

            return schema;
        },
    }));

    private static JsonElement Element(JsonNode node)
    {
        // The answer itself is never null, and clients ask for a plain object at the root.
        if (node["type"] is JsonArray)
        {
            node["type"] = "object";
        }

        using var document = JsonDocument.Parse(node.ToJsonString());
        return document.RootElement.Clone();
    }
}
