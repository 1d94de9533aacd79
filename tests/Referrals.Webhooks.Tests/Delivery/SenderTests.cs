using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using NodaTime;
using Referrals.Webhooks.Delivery;
using Referrals.Webhooks.Signing;
using Referrals.Webhooks.Tests.Receiving;

namespace Referrals.Webhooks.Tests.Delivery;

public sealed class SenderTests : IAsyncLifetime
{
    private static readonly WebhookSecret Secret = WebhookSecret.Parse("whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");
    private static readonly Instant Now = WebhookShop.Start;

    private FakeReceiver _receiver = null!;

    public async Task InitializeAsync() => _receiver = await FakeReceiver.StartAsync();

    public async Task DisposeAsync() => await _receiver.DisposeAsync();

    [Fact]
    public async Task Attempt_is_a_signed_post_of_the_very_bytes()
    {
        var body = Encoding.UTF8.GetBytes("""{"name":"Zoë 🎁"}""");
        var attempt = await SendAsync(_receiver.Url("/ok"), body);

        Assert.True(attempt.IsSuccess);
        Assert.Equal("HTTP 204", attempt.Result);
        var received = Assert.Single(_receiver.Inbox);
        Assert.Equal("POST", received.Method);
        Assert.Equal(body, received.Body);
        Assert.Equal("msg_1", received.Id);
        Assert.Equal("application/cloudevents+json", received.Headers["content-type"]);
        Assert.StartsWith("Referrals-Webhooks/", received.Headers["user-agent"], StringComparison.Ordinal);
        Assert.Equal(WebhookVerdict.Valid, received.Verify(Secret, Now));
        Assert.Empty(received.Headers.Keys.Except(
            ["content-type", "content-length", "host", "user-agent", "webhook-id", "webhook-timestamp", "webhook-signature"], StringComparer.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task Redirect_is_a_failure_and_not_followed(int status)
    {
        _receiver.Answer("/moved", status, ("Location", _receiver.Url("/elsewhere")));
        var attempt = await SendAsync(_receiver.Url("/moved"));

        Assert.False(attempt.IsSuccess);
        Assert.Equal(status, attempt.Status);
        Assert.Contains("redirect", attempt.Result, StringComparison.Ordinal);
        Assert.Empty(_receiver.InboxOf("/elsewhere"));
    }

    [Fact]
    public async Task Answer_after_the_time_out_is_none()
    {
        _receiver.Answer("/slow", async (context, _) => await Task.Delay(TimeSpan.FromSeconds(30), context.RequestAborted));
        var attempt = await SendAsync(_receiver.Url("/slow"), timeout: 200);

        Assert.Null(attempt.Status);
        Assert.StartsWith("No answer within 0.2 s", attempt.Result, StringComparison.Ordinal);
        Assert.InRange(attempt.Elapsed.TotalSeconds, 0.15, 10);
    }

    [Fact]
    public async Task Dropped_connection_is_told()
    {
        _receiver.Answer("/drop", (context, _) =>
        {
            context.Abort();
            return Task.CompletedTask;
        });
        var attempt = await SendAsync(_receiver.Url("/drop"));

        Assert.Null(attempt.Status);
        Assert.Contains("may have got it", attempt.Result, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_without_an_end_is_read_no_further_than_needed()
    {
        _receiver.Answer("/endless", async (context, _) =>
        {
            context.Response.StatusCode = 500;
            var chunk = Encoding.UTF8.GetBytes(new string('x', 4096) + "\u0007");
            for (var i = 0; i < 100_000 && !context.RequestAborted.IsCancellationRequested; i++)
            {
                await context.Response.Body.WriteAsync(chunk, context.RequestAborted);
            }
        });
        var attempt = await SendAsync(_receiver.Url("/endless"));

        Assert.Equal(500, attempt.Status);
        Assert.Equal(WebhookDelivery.MaxResultLength, attempt.Result.Length);
        Assert.StartsWith("HTTP 500: xxx", attempt.Result, StringComparison.Ordinal);
    }

    /// <summary>The status is there; a body that trickles must not turn it into a failure nor hold the sender.</summary>
    [Fact]
    public async Task Success_does_not_wait_for_the_body()
    {
        _receiver.Answer("/trickle", async (context, _) =>
        {
            context.Response.StatusCode = 200;
            await context.Response.Body.WriteAsync("x"u8.ToArray());
            await context.Response.Body.FlushAsync();
            await Task.Delay(TimeSpan.FromSeconds(30), context.RequestAborted);
        });
        var attempt = await SendAsync(_receiver.Url("/trickle"));

        Assert.True(attempt.IsSuccess);
        Assert.InRange(attempt.Elapsed.TotalSeconds, 0, 10);
    }

    [Fact]
    public async Task Control_characters_of_an_answer_become_blanks()
    {
        _receiver.Answer("/odd", async (context, _) =>
        {
            context.Response.StatusCode = 400;
            await context.Response.WriteAsync("no\r\n\u001b[31msuch\0thing");
        });

        Assert.Equal("HTTP 400: no   [31msuch thing", (await SendAsync(_receiver.Url("/odd"))).Result);
    }

    [Fact]
    public async Task Nobody_at_the_port_is_told()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();

        Assert.StartsWith("No connection:", (await SendAsync($"http://127.0.0.1:{port}/")).Result, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("10.0.0.1")]
    [InlineData("127.0.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("fd00::1")]
    [InlineData("::ffff:127.0.0.1")]
    public async Task Name_that_leads_into_a_private_network_is_not_called(string address)
    {
        var attempt = await SendAsync(
            $"http://receiver.example:{_receiver.Port}/", isPrivate: false, resolve: _ => [IPAddress.Parse(address)]);

        Assert.Null(attempt.Status);
        Assert.Equal($"receiver.example leads to {IPAddress.Parse(address)}, which is not a public address. Nothing was sent.", attempt.Result);
        Assert.Empty(_receiver.Inbox);
    }

    [Fact]
    public async Task One_private_address_among_public_ones_is_enough_to_refuse()
    {
        var attempt = await SendAsync(
            $"http://receiver.example:{_receiver.Port}/", isPrivate: false, resolve: _ => [IPAddress.Parse("8.8.8.8"), IPAddress.Loopback]);

        Assert.Contains("127.0.0.1", attempt.Result, StringComparison.Ordinal);
    }

    /// <summary>The name is asked once for each connection, and the connection goes to the answer that was looked at: a second answer is never asked for.</summary>
    [Fact]
    public async Task Connection_goes_to_the_address_that_was_looked_at()
    {
        var questions = 0;
        var attempt = await SendAsync($"http://receiver.example:{_receiver.Port}/pinned", resolve: _ => ++questions == 1 ? [IPAddress.Loopback] : [IPAddress.Parse("192.0.2.1")]);

        Assert.True(attempt.IsSuccess, attempt.Result);
        Assert.Equal(1, questions);
        Assert.Equal($"receiver.example:{_receiver.Port}", Assert.Single(_receiver.Inbox).Headers["host"]);
    }

    [Fact]
    public async Task Next_address_of_a_name_is_tried_when_nobody_is_at_the_first()
    {
        var attempt = await SendAsync($"http://receiver.example:{_receiver.Port}/", resolve: _ => [IPAddress.IPv6Loopback, IPAddress.Loopback]);

        Assert.True(attempt.IsSuccess, attempt.Result);
    }

    [Fact]
    public async Task Proxy_of_the_surroundings_is_not_used()
    {
        var before = HttpClient.DefaultProxy;
        HttpClient.DefaultProxy = new WebProxy("http://127.0.0.1:1");
        try
        {
            Assert.True((await SendAsync(_receiver.Url("/ok"))).IsSuccess);
        }
        finally
        {
            HttpClient.DefaultProxy = before;
        }
    }

    [Fact]
    public async Task Url_that_options_no_longer_allow_is_not_called()
    {
        using var sender = new WebhookSender(new WebhookOptions(), TimeProvider.System);
        var attempt = await sender.SendAsync(_receiver.Url("/"), [Secret], "msg_1", "application/json", default, Now, default);

        Assert.Contains("is not encrypted", attempt.Result, StringComparison.Ordinal);
        Assert.Empty(_receiver.Inbox);
    }

    private static async Task<WebhookAttempt> SendAsync(
        string url, byte[]? body = null, int timeout = 15_000, bool isPrivate = true, Func<string, IPAddress[]>? resolve = null)
    {
        var options = new WebhookOptions { AllowHttp = true, AllowPrivateNetworks = isPrivate, Timeout = TimeSpan.FromMilliseconds(timeout) };
        using var sender = new WebhookSender(options, TimeProvider.System, resolve is null ? null : (host, _) => Task.FromResult(resolve(host)));
        return await sender.SendAsync(url, [Secret], "msg_1", "application/cloudevents+json", body ?? "{}"u8.ToArray(), Now, default);
    }
}
