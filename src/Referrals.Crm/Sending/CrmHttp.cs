using System.Net;
using System.Net.Http.Headers;
using NodaTime;

namespace Referrals.Crm.Sending;

/// <summary>A token, where to use it, and until when.</summary>
internal sealed record AccessToken(string Text, Uri Address, Instant? ExpiresAt);

/// <summary>A token, or why there is none.</summary>
internal sealed record TokenAnswer(AccessToken? Token, CrmPause? Pause);

/// <summary>Gets tokens.</summary>
internal interface ITokenSource
{
    ValueTask<TokenAnswer> GetAsync(HttpClient client, Instant now, CancellationToken cancellationToken);
}

/// <summary>An answer over HTTP; status 0 where there was none.</summary>
internal sealed record HttpAnswer(int Status, HttpResponseHeaders? Headers, byte[] Body, string? Failure)
{
    internal string? Header(string name) => Headers is not null && Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;
}

/// <summary>Sends requests with a token. A token that has ended is replaced once, and the request repeated.</summary>
internal sealed class CrmHttp : IDisposable
{
    /// <summary>Answers are read up to here; 200 refused records with long words stay far below.</summary>
    private const int MaxBody = 16 * 1024 * 1024;

    private static readonly Duration Early = Duration.FromMinutes(1);

    private readonly HttpClient _client;
    private readonly ITokenSource _tokens;
    private readonly CrmClock _clock;
    private readonly TimeSpan _timeout;
    private AccessToken? _token;

    internal CrmHttp(ITokenSource tokens, CrmClock clock, TimeSpan timeout)
    {
        _tokens = tokens;
        _clock = clock;
        _timeout = timeout;
        var handler = new SocketsHttpHandler
        {
            // A redirect would carry the token elsewhere.
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.All,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };
        _client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = MaxBody };
    }

    /// <summary>Sends a request; a pause where no token can be had.</summary>
    /// <param name="request">Makes the request for the address at which the token is good; called again for a repetition.</param>
    /// <param name="cancellationToken">Token to cancel the operation.</param>
    internal async ValueTask<(HttpAnswer Answer, CrmPause? Pause)> SendAsync(Func<Uri, HttpRequestMessage> request, CancellationToken cancellationToken)
    {
        for (var isRepeated = false; ; isRepeated = true)
        {
            var (token, pause) = await TokenAsync(cancellationToken).ConfigureAwait(false);
            if (token is null)
            {
                return (new HttpAnswer(0, null, [], null), pause);
            }

            using var message = request(token.Address);
            message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Text);
            var answer = await SendAsync(_client, message, _timeout, cancellationToken).ConfigureAwait(false);
            if (answer.Status != (int)HttpStatusCode.Unauthorized)
            {
                return (answer, null);
            }

            _token = null;
            if (isRepeated)
            {
                return (answer, null);
            }
        }
    }

    public void Dispose() => _client.Dispose();

    /// <summary>Sends a request and reads the whole answer; never throws for what the other side or the network does.</summary>
    internal static async ValueTask<HttpAnswer> SendAsync(HttpClient client, HttpRequestMessage message, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(timeout);
        try
        {
            using var response = await client.SendAsync(message, limited.Token).ConfigureAwait(false);
            var body = await response.Content.ReadAsByteArrayAsync(limited.Token).ConfigureAwait(false);
            return new HttpAnswer((int)response.StatusCode, response.Headers, body, null);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new HttpAnswer(0, null, [], $"There was no answer within {timeout.TotalSeconds:0.###} seconds.");
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            return new HttpAnswer(0, null, [], exception.Message);
        }
    }

    private async ValueTask<TokenAnswer> TokenAsync(CancellationToken cancellationToken)
    {
        var now = _clock.Now();
        if (_token is { } token && (token.ExpiresAt is not { } end || now < end - Early))
        {
            return new TokenAnswer(token, null);
        }

        var answer = await _tokens.GetAsync(_client, now, cancellationToken).ConfigureAwait(false);
        _token = answer.Token;
        return answer;
    }
}
