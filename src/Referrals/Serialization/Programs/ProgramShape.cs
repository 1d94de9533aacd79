using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Referrals.Programs;
using Referrals.Serialization.Programs.Documents;
using Referrals.Serialization.Programs.Documents.Guards;

namespace Referrals.Serialization.Programs;

/// <summary>
/// Compares JSON with the shape that the generated metadata declares. Everything that does not fit is reported with its path and
/// taken out, so that the rest can still be read and checked: all mistakes of a file are told at once.
/// </summary>
internal static class ProgramShape
{
    internal static void Check(JsonNode? node, JsonTypeInfo shape, string path, ProgramFindings findings)
    {
        switch (shape.Kind)
        {
            case JsonTypeInfoKind.Object:
                Members((JsonObject)node!, shape, path, findings);
                break;
            case JsonTypeInfoKind.Enumerable:
                Items((JsonArray)node!, shape, path, findings);
                break;
            default:
                break;
        }
    }

    /// <summary>Whether a value has the kind of JSON that the shape asks for; <c>null</c> stands for a member left out.</summary>
    internal static bool Fits(JsonNode? node, JsonTypeInfo shape) => node is null || shape.Kind switch
    {
        JsonTypeInfoKind.Object => node is JsonObject,
        JsonTypeInfoKind.Enumerable => node is JsonArray,
        _ => node is JsonValue value && Fits(value, Nullable.GetUnderlyingType(shape.Type) ?? shape.Type),
    };

    private static void Members(JsonObject node, JsonTypeInfo shape, string path, ProgramFindings findings)
    {
        if (node.Count == 0 && path != "$" && shape.Type != typeof(ChosenCodesDocument) && !IsOneOf(shape))
        {
            findings.Add(ProgramCodes.SaysNothing, path, "An empty object says nothing; give it a member, or leave it out.");
        }

        foreach (var (name, value) in node.ToArray())
        {
            var member = shape.Properties.FirstOrDefault(property => string.Equals(property.Name, name, StringComparison.Ordinal));
            var memberPath = $"{path}.{name}";
            if (member is null)
            {
                var known = string.Join(", ", shape.Properties.Select(static property => property.Name));
                findings.Add(ProgramCodes.UnknownMember, memberPath, $"There is no '{name}' here; known are {known}.");
                _ = node.Remove(name);
            }
            else if (shape.Options.GetTypeInfo(member.PropertyType) is var memberShape && !Fits(value, memberShape))
            {
                WrongType(value!, memberShape, memberPath, findings);
                _ = node.Remove(name);
            }
            else if (value is not null)
            {
                Check(value, memberShape, memberPath, findings);
            }
        }
    }

    /// <summary>Whether the reader asks for one member at least, and says so better.</summary>
    private static bool IsOneOf(JsonTypeInfo shape) => shape.Type != typeof(AmountBaseDocument) && shape.Type != typeof(AttributionDocument)
        && shape.Type != typeof(CodesDocument) && shape.Type != typeof(WordsDocument) && shape.Type != typeof(GuardsDocument);

    private static void Items(JsonArray node, JsonTypeInfo shape, string path, ProgramFindings findings)
    {
        if (node.Count == 0 && path is not ("$.incentives" or "$.chosenCodes.reserved"))
        {
            findings.Add(ProgramCodes.SaysNothing, path, "An empty array says nothing; give it at least one value, or leave it out.");
        }

        var itemShape = shape.Options.GetTypeInfo(shape.ElementType!);
        for (var i = 0; i < node.Count; i++)
        {
            var itemPath = string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]");
            if (node[i] is { } item && Fits(item, itemShape))
            {
                Check(item, itemShape, itemPath, findings);
            }
            else
            {
                WrongType(node[i], itemShape, itemPath, findings);
                node[i] = itemShape.Kind == JsonTypeInfoKind.Object ? new JsonObject() : JsonValue.Create(string.Empty);
            }
        }
    }

    private static void WrongType(JsonNode? value, JsonTypeInfo shape, string path, ProgramFindings findings) => findings.Add(
        ProgramCodes.WrongType,
        path,
        $"{Shorten(value?.ToJsonString() ?? "null")} does not fit here; write {Noun(shape)}.");

    private static bool Fits(JsonValue value, Type type)
    {
        var kind = value.GetValueKind();
        return type == typeof(string) ? kind == JsonValueKind.String
            : type == typeof(bool) ? kind is JsonValueKind.True or JsonValueKind.False
            : type == typeof(int) ? kind == JsonValueKind.Number && value.TryGetValue<int>(out _)
            : kind == JsonValueKind.Number && value.TryGetValue<decimal>(out _);
    }

    private static string Noun(JsonTypeInfo shape)
    {
        var type = Nullable.GetUnderlyingType(shape.Type) ?? shape.Type;
        return shape.Kind switch
        {
            JsonTypeInfoKind.Object => "an object",
            JsonTypeInfoKind.Enumerable => "an array",
            _ when type == typeof(string) => "a text",
            _ when type == typeof(bool) => "true or false",
            _ when type == typeof(int) => "a whole number",
            _ => "a number",
        };
    }

    private static string Shorten(string json) => json.Length <= 40 ? json : string.Concat(json.AsSpan(0, 37), "...");
}
