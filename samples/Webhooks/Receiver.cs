using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using NodaTime;
using Referrals.Webhooks.Signing;

namespace Webhooks;

/// <summary>Somebody else's server: it verifies what it gets, and has a receiver that is well, one that is busy at first, and one that is gone.</summary>
internal sealed class Receiver(IClock clock) : IAsyncDisposable
{
    private readonly WebApplication _app = Build();
    private int _calls;

    /// <summary>What the receiver that is well was given when the endpoint was added; a real one has it in its configuration.</summary>
    public WebhookSecret? Secret { get; set; }

    public string Url => _app.Urls.First();

    public async Task StartAsync()
    {
        _app.MapPost("/well", ReceiveAsync);
        _app.MapPost("/busy", context => AnswerAsync(context, _calls++ == 0 ? StatusCodes.Status429TooManyRequests : StatusCodes.Status200OK));
        _app.MapPost("/gone", context => AnswerAsync(context, StatusCodes.Status410Gone));
        await _app.StartAsync();
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static WebApplication Build()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        return builder.Build();
    }

    private static Task AnswerAsync(HttpContext context, int status)
    {
        Console.WriteLine($"  {context.Request.Path} answers {status}");
        context.Response.StatusCode = status;
        context.Response.Headers.RetryAfter = status == StatusCodes.Status429TooManyRequests ? "120" : default;
        return Task.CompletedTask;
    }

    private async Task ReceiveAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var verdict = new WebhookVerifier(Secret!).Verify(name => context.Request.Headers[name], body.ToArray(), clock.GetCurrentInstant());
        using var json = JsonDocument.Parse(body.ToArray());
        Console.WriteLine($"  /well got {json.RootElement.GetProperty("type")}, {body.Length} bytes, signature {verdict}");
        foreach (var fact in json.RootElement.GetProperty("data").GetProperty("facts").EnumerateArray())
        {
            var amount = fact.TryGetProperty("amount", out var value) ? $" {value}" : "";
            var subject = fact.TryGetProperty("subject", out var about) ? about : fact.GetProperty("customer");
            Console.WriteLine($"      {fact.GetProperty("kind")}: {subject}{amount}");
        }

        context.Response.StatusCode = verdict == WebhookVerdict.Valid ? StatusCodes.Status204NoContent : StatusCodes.Status401Unauthorized;
    }
}
