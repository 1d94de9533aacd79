using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Referrals.Crm.Salesforce;

/// <summary>What Salesforce answers, as far as we read it. Everything may be missing.</summary>
[JsonSerializable(typeof(TokenBody))]
[JsonSerializable(typeof(RowBody))]
[JsonSerializable(typeof(RowBody[]))]
[JsonSerializable(typeof(ErrorBody[]))]
[JsonSerializable(typeof(QueryBody))]
internal sealed partial class SalesforceJson : JsonSerializerContext
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
    [property: JsonPropertyName("instance_url")] string? InstanceUrl,
    [property: JsonPropertyName("error")] string? Error,
    [property: JsonPropertyName("error_description")] string? ErrorDescription);

/// <summary>One of the rows of a collection.</summary>
internal sealed record RowBody(
    [property: JsonPropertyName("id")] string? Id,
    [property: JsonPropertyName("success")] bool Success,
    [property: JsonPropertyName("errors")] RowErrorBody[]? Errors);

/// <summary>Errors of rows spell their code otherwise than those of a whole request.</summary>
internal sealed record RowErrorBody(
    [property: JsonPropertyName("statusCode")] string? StatusCode,
    [property: JsonPropertyName("message")] string? Message,
    [property: JsonPropertyName("fields")] string[]? Fields);

internal sealed record ErrorBody(
    [property: JsonPropertyName("errorCode")] string? ErrorCode,
    [property: JsonPropertyName("message")] string? Message,
    [property: JsonPropertyName("fields")] string[]? Fields,
    [property: JsonPropertyName("duplicateResult")] DuplicateBody? Duplicate);

internal sealed record DuplicateBody([property: JsonPropertyName("matchResults")] MatchBody[]? Results);

internal sealed record MatchBody([property: JsonPropertyName("matchRecords")] MatchRecordBody[]? Records);

internal sealed record MatchRecordBody([property: JsonPropertyName("record")] MatchedBody? Record);

internal sealed record MatchedBody([property: JsonPropertyName("Id")] string? Id);

internal sealed record QueryBody(
    [property: JsonPropertyName("done")] bool Done,
    [property: JsonPropertyName("records")] Dictionary<string, JsonElement>[]? Records);
