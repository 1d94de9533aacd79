using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;
using Referrals.Webhooks.Signing;

namespace Referrals.Webhooks.Tests.Receiving;

/// <summary>A server on this machine that gets webhooks, writes down what it got, and answers as a test wants. Each path is another receiver.</summary>
internal sealed class FakeReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, Func<HttpContext, Received, Task>> _answers = [];

    private FakeReceiver(WebApplication app) => _app = app;

    /// <summary>Everything that came, in the order in which it came.</summary>
    public ConcurrentQueue<Received> Inbox { get; } = [];

    public int Port => new Uri(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;

    public static async Task<FakeReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").UseKestrel(static kestrel => kestrel.Limits.MaxConcurrentConnections = null);
        var receiver = new FakeReceiver(builder.Build());
        receiver._app.Run(receiver.ReceiveAsync);
        await receiver._app.StartAsync();
        return receiver;
    }

    public string Url(string path) => $"http://127.0.0.1:{Port}{path}";

    /// <summary>How a path answers from now on; 204 unless a test says something else.</summary>
    public void Answer(string path, Func<HttpContext, Received, Task> answer) => _answers[path] = answer;

    public void Answer(string path, int status, params (string Name, string Value)[] headers) => Answer(path, (context, _) =>
    {
        context.Response.StatusCode = status;
        foreach (var (name, value) in headers)
        {
            context.Response.Headers[name] = value;
        }

        return Task.CompletedTask;
    });

    public IReadOnlyList<Received> InboxOf(string path) => [.. Inbox.Where(one => one.Path == path)];

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task ReceiveAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var received = new Received(
            context.Request.Path,
            context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            body.ToArray(),
            context.Request.Method);
        Inbox.Enqueue(received);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        if (_answers.TryGetValue(received.Path, out var answer))
        {
            await answer(context, received);
        }
    }
}

/// <summary>A request as it came.</summary>
internal sealed record Received(string Path, IReadOnlyDictionary<string, string> Headers, byte[] Body, string Method)
{
    public string Id => Headers["webhook-id"];

    public string Text => System.Text.Encoding.UTF8.GetString(Body);

    public WebhookVerdict Verify(WebhookSecret secret, Instant now) =>
        new WebhookVerifier(secret).Verify(name => Headers.GetValueOrDefault(name), Body, now);
}
