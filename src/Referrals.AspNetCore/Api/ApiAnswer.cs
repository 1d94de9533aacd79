using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace Referrals.AspNetCore.Api;

/// <summary>An answer of the API: JSON with an entity tag, "not modified" where the client has it already, or a problem.</summary>
internal sealed class ApiAnswer : IResult
{
    private readonly byte[] _body;
    private readonly int _status;
    private readonly string _contentType;
    private readonly bool _mayBeKept;

    private ApiAnswer(byte[] body, int status, string contentType, bool mayBeKept)
    {
        _body = body;
        _status = status;
        _contentType = contentType;
        _mayBeKept = mayBeKept;
    }

    /// <summary>What a GET answers: the client may keep it, and has to ask whether it still holds.</summary>
    internal static ApiAnswer Read<T>(T value, JsonTypeInfo<T> type) =>
        new(JsonSerializer.SerializeToUtf8Bytes(value, type), StatusCodes.Status200OK, "application/json", mayBeKept: true);

    internal static ApiAnswer Done<T>(T value, JsonTypeInfo<T> type) =>
        new(JsonSerializer.SerializeToUtf8Bytes(value, type), StatusCodes.Status200OK, "application/json", mayBeKept: false);

    /// <param name="status">The status.</param>
    /// <param name="code">The stable code of the error.</param>
    /// <param name="title">What kind of error it is.</param>
    /// <param name="detail">What to do about it; <c>null</c> where the title says all.</param>
    internal static ApiAnswer Problem(int status, string code, string title, string? detail = null) => new(
        JsonSerializer.SerializeToUtf8Bytes(new Problem("urn:referrals:" + code, title, status, code, detail), ApiJson.Default.Problem),
        status,
        "application/problem+json",
        mayBeKept: false);

    /// <summary>A refusal, in the words that its customer may read.</summary>
    internal static ApiAnswer Refused(Decision decision) => Problem(
        StatusCodes.Status422UnprocessableEntity,
        decision.Code,
        "The request was understood and refused.",
        decision.Explanation.ToParticipantText(Side.Referrer));

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        Pages.PageHeaders.Private(response);
        response.StatusCode = _status;
        if (_mayBeKept)
        {
            var tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(_body).AsSpan(0, 16))}\"";
            response.Headers.CacheControl = "private, no-cache";
            response.Headers.ETag = tag;
            if (httpContext.Request.Headers.IfNoneMatch.Any(known => known is not null && known.Split(',').Any(one => one.Trim() == tag)))
            {
                response.StatusCode = StatusCodes.Status304NotModified;
                return;
            }
        }

        response.ContentType = _contentType;
        response.ContentLength = _body.Length;
        await response.Body.WriteAsync(_body, httpContext.RequestAborted).ConfigureAwait(false);
    }
}
