using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using NodaTime;
using Referrals.Webhooks.Signing;

namespace Referrals.Webhooks.Delivery;

/// <summary>
/// Makes one attempt. Connects to public addresses only and to the very address that was checked, follows no redirect, keeps no
/// cookie, uses no proxy, unpacks nothing, and reads at most 16 kB of the answer.
/// </summary>
internal sealed class WebhookSender : IDisposable
{
    private const int MaxAnswer = 16 * 1024;

    private static readonly string UserAgent =
        $"Referrals-Webhooks/{typeof(WebhookSender).Assembly.GetName().Version?.ToString(3) ?? "0"}";

    private readonly HttpMessageInvoker _http;
    private readonly WebhookOptions _options;
    private readonly TimeProvider _time;
    private readonly Func<string, CancellationToken, Task<IPAddress[]>> _resolve;

    /// <param name="options">The time-out, and whether private networks are allowed.</param>
    /// <param name="time">Measures, and ends what takes too long.</param>
    /// <param name="resolve">Finds the addresses of a name; <c>null</c> for the system's way. Another one is for tests.</param>
    internal WebhookSender(WebhookOptions options, TimeProvider time, Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null)
    {
        _options = options;
        _time = time;
        _resolve = resolve ?? Dns.GetHostAddressesAsync;
        _http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            UseProxy = false,
            ConnectCallback = ConnectAsync,
            MaxResponseHeadersLength = 16,
            ConnectTimeout = options.Timeout,
            MaxResponseDrainSize = MaxAnswer,
            ResponseDrainTimeout = TimeSpan.FromSeconds(1),
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
            ActivityHeadersPropagator = null,
        });
    }

    /// <summary>Sends a message once. It throws only if it is cancelled.</summary>
    /// <param name="url">Where to.</param>
    /// <param name="secrets">The keys that sign, the newest first.</param>
    /// <param name="id">The id of the message.</param>
    /// <param name="mediaType">The type of the body.</param>
    /// <param name="body">The body.</param>
    /// <param name="now">The time of the attempt, which is signed.</param>
    /// <param name="cancellationToken">Ends the attempt; what the receiver got is then not known.</param>
    internal async Task<WebhookAttempt> SendAsync(
        string url,
        IReadOnlyCollection<WebhookSecret> secrets,
        string id,
        string mediaType,
        ReadOnlyMemory<byte> body,
        Instant now,
        CancellationToken cancellationToken)
    {
        var start = _time.GetTimestamp();
        using var activity = WebhookInstruments.Source.StartActivity(WebhookTelemetry.SendActivity, ActivityKind.Client);
        var attempt = await TrySendAsync(url, secrets, id, mediaType, body, now, cancellationToken).ConfigureAwait(false);
        attempt = attempt with { Elapsed = Duration.FromTimeSpan(_time.GetElapsedTime(start)) };
        WebhookInstruments.Attempted(activity, attempt);
        return attempt;
    }

    public void Dispose() => _http.Dispose();

    private async Task<WebhookAttempt> TrySendAsync(
        string url,
        IReadOnlyCollection<WebhookSecret> secrets,
        string id,
        string mediaType,
        ReadOnlyMemory<byte> body,
        Instant now,
        CancellationToken cancellationToken)
    {
        // Looked at again: the options may have become stricter since the endpoint was added.
        if (WebhookUrl.Objection(url, _options) is { } objection)
        {
            return Unanswered(objection.Message);
        }

        var timestamp = now.ToUnixTimeSeconds();
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ReadOnlyMemoryContent(body) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(mediaType);
        request.Headers.Add(WebhookHeaders.Id, id);
        request.Headers.Add(WebhookHeaders.Timestamp, timestamp.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add(WebhookHeaders.Signature, WebhookSignatures.Write(secrets, id, timestamp, body.Span));
        request.Headers.Add("User-Agent", UserAgent);
        using var timeout = new CancellationTokenSource(_options.Timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using var response = await _http.SendAsync(request, either.Token).ConfigureAwait(false);
            var status = (int)response.StatusCode;
            return new WebhookAttempt
            {
                MessageId = id,
                Status = status,
                Result = status is >= 200 and <= 299
                    ? string.Create(CultureInfo.InvariantCulture, $"HTTP {status}")
                    : Cut(string.Create(CultureInfo.InvariantCulture, $"HTTP {status}{Explanation(status)}") + await ReadAsync(response, either.Token).ConfigureAwait(false)),
                RetryAt = RetryRules.ReadRetryAfter(
                    response.Headers.TryGetValues("Retry-After", out var values) ? values.FirstOrDefault() : null, now),
                Elapsed = Duration.Zero,
            };
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            return Unanswered(timeout.IsCancellationRequested
                ? string.Create(CultureInfo.InvariantCulture, $"No answer within {_options.Timeout.TotalSeconds:0.###} s; the receiver may have got it.")
                : Words(exception));
        }

        WebhookAttempt Unanswered(string words) => new() { MessageId = id, Result = Cut(words), Elapsed = Duration.Zero };
    }

    /// <summary>Connects to an address of the name that is public, and to no other one.</summary>
    /// <remarks>
    /// One address that is not public is enough to refuse the name: a name that leads to both is a mistake or an attack. Since the
    /// connection goes to the address that was looked at, it does not help to answer the next question with another one (DNS
    /// rebinding).
    /// </remarks>
    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var host = context.DnsEndPoint.Host;
        var addresses = IPAddress.TryParse(host, out var literal)
            ? [literal]
            : await _resolve(host, cancellationToken).ConfigureAwait(false);
        if (addresses.Length == 0)
        {
            throw new WebhookAddressException($"The name {WebhookSettings.Shown(host)} has no address.");
        }

        if (!_options.AllowPrivateNetworks && Array.Find(addresses, static address => !PublicAddress.IsPublic(address)) is { } refused)
        {
            throw new WebhookAddressException($"{WebhookSettings.Shown(host)} leads to {refused}, which is not a public address. Nothing was sent.");
        }

        for (var i = 0; ; i++)
        {
            var socket = new Socket(addresses[i].AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(new IPEndPoint(addresses[i], context.DnsEndPoint.Port), cancellationToken).ConfigureAwait(false);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException) when (i < addresses.Length - 1)
            {
                socket.Dispose();
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }
    }

    /// <summary>
    /// What the receiver says, as far as it helps whoever looks for the reason. It may be as long and as slow as it likes.
    /// </summary>
    private static async Task<string> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var buffer = new byte[MaxAnswer];
        var length = 0;
        try
        {
            var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            await using var disposal = stream.ConfigureAwait(false);
            int read;
            while (length < buffer.Length && (read = await stream.ReadAsync(buffer.AsMemory(length), cancellationToken).ConfigureAwait(false)) > 0)
            {
                length += read;
            }
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException or OperationCanceledException)
        {
            // The status is known, which is what counts.
        }

        return length == 0 ? "" : ": " + Encoding.UTF8.GetString(buffer.AsSpan(0, length)).Trim();
    }

    private static string Explanation(int status) => status is >= 300 and <= 399 ? ", a redirect, which is not followed" : "";

    private static string Words(Exception exception) => exception switch
    {
        { InnerException: WebhookAddressException refused } => refused.Message,
        HttpRequestException http => http.HttpRequestError switch
        {
            HttpRequestError.NameResolutionError => "The name of the host was not found.",
            HttpRequestError.ConnectionError => $"No connection: {Innermost(http)}",
            HttpRequestError.SecureConnectionError => $"No secure connection: {Innermost(http)}",
            HttpRequestError.ResponseEnded => "The connection was closed before the answer; the receiver may have got it.",
            _ => $"The request failed, and the receiver may have got it: {Innermost(http)}",
        },
        _ => $"The request failed: {exception.Message}",
    };

    private static string Innermost(Exception exception) => exception.GetBaseException().Message;

    private static string Cut(string words)
    {
        var clean = string.Concat(words.Select(static c => char.IsControl(c) || char.IsSurrogate(c) ? ' ' : c));
        return clean.Length <= WebhookDelivery.MaxResultLength ? clean : clean[..(WebhookDelivery.MaxResultLength - 1)] + "…";
    }
}

/// <summary>Why no connection was made.</summary>
internal sealed class WebhookAddressException(string message) : Exception(message);
