using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Referrals.Tests.Serialization;

/// <summary>Says whether JSON fits the published schema: as much of JSON Schema 2020-12 as that uses, and nothing that it uses unknown.</summary>
internal sealed class SchemaValidator(JsonObject root)
{
    internal bool Fits(JsonNode? node) => Fits(node, root);

    private bool Fits(JsonNode? node, JsonNode schema) => schema.AsObject().All(rule => Holds(rule.Key, rule.Value!, node, schema.AsObject()));

    private bool Holds(string keyword, JsonNode rule, JsonNode? node, JsonObject schema) => keyword switch
    {
        "$ref" => Fits(node, root["$defs"]![rule.GetValue<string>()["#/$defs/".Length..]]!),
        "type" => rule is JsonArray types ? types.Any(type => IsOf(node, type!.GetValue<string>())) : IsOf(node, rule.GetValue<string>()),
        "enum" => rule.AsArray().Any(value => JsonNode.DeepEquals(value, node)),
        "const" => JsonNode.DeepEquals(rule, node),
        "pattern" => Text(node) is not { } text || Regex.IsMatch(text, rule.GetValue<string>()),
        "minLength" => Text(node) is not { } text || text.Length >= rule.GetValue<int>(),
        "maxLength" => Text(node) is not { } text || text.Length <= rule.GetValue<int>(),
        "minimum" => Number(node) is not { } number || number >= rule.GetValue<decimal>(),
        "maximum" => Number(node) is not { } number || number <= rule.GetValue<decimal>(),
        "exclusiveMinimum" => Number(node) is not { } number || number > rule.GetValue<decimal>(),
        "exclusiveMaximum" => Number(node) is not { } number || number < rule.GetValue<decimal>(),
        "minItems" => node is not JsonArray array || array.Count >= rule.GetValue<int>(),
        "maxItems" => node is not JsonArray array || array.Count <= rule.GetValue<int>(),
        "items" => node is not JsonArray array || array.All(item => Fits(item, rule)),
        "minProperties" => node is not JsonObject members || members.Count >= rule.GetValue<int>(),
        "maxProperties" => node is not JsonObject members || members.Count <= rule.GetValue<int>(),
        "required" => node is not JsonObject members || rule.AsArray().All(name => members.ContainsKey(name!.GetValue<string>())),
        "properties" => node is not JsonObject members
            || rule.AsObject().All(member => !members.TryGetPropertyValue(member.Key, out var value) || Fits(value, member.Value!)),
        "additionalProperties" => node is not JsonObject members || members.All(member =>
            schema["properties"]?.AsObject().ContainsKey(member.Key) == true || (rule is JsonObject other && Fits(member.Value, other))),
        "propertyNames" => node is not JsonObject members || members.All(member => Fits(JsonValue.Create(member.Key), rule)),
        "dependentSchemas" => node is not JsonObject members || rule.AsObject().All(entry => !members.ContainsKey(entry.Key) || Fits(node, entry.Value!)),
        "oneOf" => rule.AsArray().Count(choice => Fits(node, choice!)) == 1,
        "anyOf" => rule.AsArray().Any(choice => Fits(node, choice!)),
        "not" => !Fits(node, rule),
        "if" => Fits(node, rule)
            ? schema["then"] is not { } then || Fits(node, then)
            : schema["else"] is not { } otherwise || Fits(node, otherwise),
        "then" or "else" or "$schema" or "$defs" or "title" or "description" or "default" or "format" => true,
        _ => throw new InvalidOperationException($"The validator does not know '{keyword}'."),
    };

    private static bool IsOf(JsonNode? node, string type) => type switch
    {
        "null" => node is null,
        "object" => node is JsonObject,
        "array" => node is JsonArray,
        "string" => Text(node) is not null,
        "boolean" => node?.GetValueKind() is JsonValueKind.True or JsonValueKind.False,
        "integer" => Number(node) is { } number && decimal.Truncate(number) == number,
        _ => Number(node) is not null,
    };

    private static string? Text(JsonNode? node) => node?.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : null;

    private static decimal? Number(JsonNode? node) => node?.GetValueKind() == JsonValueKind.Number ? node.Deserialize<decimal>() : null;
}
