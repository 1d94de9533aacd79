using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace Referrals.AspNetCore.Api;

/// <summary>What a client sends: a small JSON body, and an idempotency key.</summary>
internal static class ApiRequest
{
    /// <summary>The longest body; the largest request of the API has a tenth of it.</summary>
    private const int MaxBody = 4096;

    private const int MaxKey = 128;

    internal const string KeyHeader = "Idempotency-Key";

    /// <summary>Reads the body. A browser sends JSON to another site only where that site allows it, so a forged form cannot get here.</summary>
    /// <returns>The request; or what is wrong with it.</returns>
    internal static async ValueTask<(T? Value, ApiAnswer? Fault)> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type)
        where T : class
    {
        if (!context.Request.HasJsonContentType())
        {
            return (null, ApiAnswer.Problem(
                StatusCodes.Status415UnsupportedMediaType, ApiCodes.NotJson, "The body is not JSON.", "Send it with Content-Type: application/json."));
        }

        var buffer = new byte[MaxBody + 1];
        var length = await context.Request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, context.RequestAborted)
            .ConfigureAwait(false);
        if (length > MaxBody)
        {
            return (null, ApiAnswer.Problem(
                StatusCodes.Status413PayloadTooLarge, ApiCodes.TooLong, "The body is too long.", $"It may have {MaxBody} bytes."));
        }

        try
        {
            return JsonSerializer.Deserialize(buffer.AsSpan(0, length), type) is { } value ? (value, null) : (null, NotUnderstood(null));
        }
        catch (JsonException exception)
        {
            return (null, NotUnderstood(exception.Path));
        }
    }

    internal static ApiAnswer BadValue(string name, string rule) =>
        ApiAnswer.Problem(StatusCodes.Status400BadRequest, ApiCodes.BadValue, $"'{name}' is not valid.", $"It has to be {rule}.");

    /// <summary>
    /// The name under which a write of a customer is kept, made of the operation, the customer and the header <c>Idempotency-Key</c>. Each part
    /// goes in with its length, so that whatever text somebody sends, it can only be a repetition of what the same customer has sent.
    /// </summary>
    /// <returns><c>null</c> where the header is missing or is not 1 to 128 visible ASCII characters.</returns>
    internal static string? KeyOf(string? header, string operation, CustomerId customer)
    {
        if (header is not { Length: > 0 and <= MaxKey } key || !key.All(static c => c is > ' ' and <= '~'))
        {
            return null;
        }

        var text = $"{operation.Length}:{operation}{customer.Value.Length}:{customer.Value}{key.Length}:{key}";
        return "web-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    internal static ApiAnswer NoKey() => ApiAnswer.Problem(
        StatusCodes.Status400BadRequest,
        ApiCodes.NoKey,
        $"The header {KeyHeader} is missing or is not valid.",
        $"Send 1 to {MaxKey} visible ASCII characters, drawn anew for each operation and kept for its repetitions, such as a UUID.");

    private static ApiAnswer NotUnderstood(string? path) => ApiAnswer.Problem(
        StatusCodes.Status400BadRequest, ApiCodes.NotUnderstood, "The body is not the JSON that is expected here.", path is null ? null : $"Look at {path}.");
}

/// <summary>The codes of errors that no decision is behind.</summary>
internal static class ApiCodes
{
    internal const string NotSignedIn = "web.not_signed_in";
    internal const string NotJson = "web.not_json";
    internal const string TooLong = "web.too_long";
    internal const string NotUnderstood = "web.not_understood";
    internal const string BadValue = "web.bad_value";
    internal const string NoKey = "web.no_idempotency_key";
    internal const string CodeNotUsable = "web.code_not_usable";
    internal const string TooOften = "web.too_often";
}
