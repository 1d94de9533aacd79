using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Referrals.Crm.HubSpot;

/// <summary>What HubSpot answers, as far as we read it. Everything may be missing.</summary>
[JsonSerializable(typeof(TokenBody))]
[JsonSerializable(typeof(BatchBody))]
[JsonSerializable(typeof(ErrorBody))]
internal sealed partial class HubSpotJson : JsonSerializerContext
{
    /// <summary>Reads an answer; <c>null</c> where it is something else, such as a page of a proxy.</summary>
    internal static T? Read<T>(byte[] body, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(body, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

internal sealed record TokenBody(
    [property: JsonPropertyName("access_token")] string? AccessToken,
    [property: JsonPropertyName("expires_in")] long? ExpiresIn,
    [property: JsonPropertyName("status")] string? Status,
    [property: JsonPropertyName("message")] string? Message,
    [property: JsonPropertyName("error")] string? Error,
    [property: JsonPropertyName("error_description")] string? ErrorDescription);

internal sealed record BatchBody(
    [property: JsonPropertyName("results")] ResultBody[]? Results,
    [property: JsonPropertyName("errors")] ErrorBody[]? Errors);

internal sealed record ResultBody(
    [property: JsonPropertyName("id")] string? Id,
    [property: JsonPropertyName("objectWriteTraceId")] string? TraceId,
    [property: JsonPropertyName("properties")] Dictionary<string, string?>? Properties);

/// <summary>An error of one record, or of a whole request.</summary>
internal sealed record ErrorBody(
    [property: JsonPropertyName("status")] string? Status,
    [property: JsonPropertyName("category")] string? Category,
    [property: JsonPropertyName("message")] string? Message,
    [property: JsonPropertyName("policyName")] string? PolicyName,
    [property: JsonPropertyName("correlationId")] string? CorrelationId,
    [property: JsonPropertyName("context")] Dictionary<string, JsonElement>? Context)
{
    /// <summary>The records that it is about, by their trace ids or ids.</summary>
    internal IEnumerable<string> About(string name) => Context?.GetValueOrDefault(name) is { ValueKind: JsonValueKind.Array } list
        ? list.EnumerateArray().Where(static one => one.ValueKind == JsonValueKind.String).Select(static one => one.GetString()!)
        : [];
}
