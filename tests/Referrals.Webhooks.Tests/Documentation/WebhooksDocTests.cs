using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using NodaTime;
using Referrals.EntityFrameworkCore;
using Referrals.Events;
using Referrals.Webhooks.EntityFrameworkCore;
using Referrals.Webhooks.Signing;
using Referrals.Webhooks.Storage;
using Referrals.Webhooks.Tests.Receiving;
using Referrals.Webhooks.Tests.Storage;

namespace Referrals.Webhooks.Tests.Documentation;

/// <summary>The snippets of docs/webhooks.md and of the readmes of the packages.</summary>
public sealed class WebhooksDocTests
{
    [Fact]
    public async Task Application_adds_endpoints_and_receivers_verify()
    {
        using var file = new SqliteFile();
        await using var receiver = await FakeReceiver.StartAsync();
        var program = WebhookShop.Program("spring");
        var services = new ServiceCollection();
        services.AddDbContext<ShopDbContext>(options => options.UseSqlite(file.ConnectionString));
        services.AddReferrals(r => r.AddProgram(program))
            .UseEntityFrameworkCore<ShopDbContext>()
            .PublishEventsTo<WebhookEventHandler>()
            .AddBackgroundProcessing()
            .AddWebhooks()
            .StoreWebhooksIn<ShopDbContext>();
        services.AddLogging();
        services.AddSingleton<IWebhookObserver, MailObserver>();
        services.AddHealthChecks().AddCheck<WebhooksHealthCheck>("webhooks");
        await using var provider = services.BuildServiceProvider();
        await using var scope = provider.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<ShopDbContext>();
        await context.Database.CreateReferralsSchemaAsync();
        await context.Database.CreateReferralWebhooksSchemaAsync();
        var webhooks = scope.ServiceProvider.GetRequiredService<ReferralWebhooks>();

        var change = await webhooks.AddAsync(new WebhookSettings
        {
            Url = "https://shop.example/hooks",
            Types = ["referrals.conversion.*", "referrals.reward.*"],
        });
        if (!change.IsMade)
        {
            throw new InvalidOperationException(change.Refusal.Message);             // show it to whoever entered the URL
        }

        var secret = change.Endpoint.Keys[0].Secret.Reveal();                        // show it once, to the receiver

        Assert.StartsWith("whsec_", secret, StringComparison.Ordinal);
        Assert.Equal(HealthStatus.Healthy, (await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Status);
        var refused = await webhooks.AddAsync(new WebhookSettings { Url = "https://169.254.169.254/latest" });
        Assert.Equal("'169.254.169.254' is not a public address; write a host that is reached from the internet.", refused.Refusal?.Message);

        var endpoint = change.Endpoint;
        var rotated = await webhooks.RotateSecretAsync(endpoint.Id, overlap: Duration.FromDays(2));

        Assert.Equal(2, rotated.Endpoint!.Keys.Count);
        var (from, until) = (WebhookShop.Start, WebhookShop.Start + Duration.FromDays(1));
        await webhooks.EnableAsync(endpoint.Id);
        await webhooks.ReplayAsync(endpoint.Id, from, until);                        // what failed or was missed between two times
        await webhooks.ReplayAsync(endpoint.Id, "msg_53A2x6N3Dxvt8RmcYrijMg");       // one message
        await foreach (var delivery in webhooks.ReadDeliveriesAsync(endpoint.Id, new DeliveryQuery { States = [WebhookDeliveryState.Failed] }))
        {
            Console.WriteLine($"{delivery.MessageId} {delivery.Attempts} {delivery.LastResult}");
        }

        Assert.IsType<EntityFrameworkWebhookStore<ShopDbContext>>(scope.ServiceProvider.GetRequiredService<IWebhookStore>());
    }

    [Fact]
    public async Task Receiver_verifies_the_bytes_as_they_came()
    {
        await using var receiver = await FakeReceiver.StartAsync();
        await using var shop = new WebhookShop();
        var endpoint = await shop.AddAsync(receiver.Url("/hooks"));
        var verifier = new WebhookVerifier(endpoint.Keys[0].Secret);
        var clock = shop.Services.GetRequiredService<IClock>();
        var handled = new List<string>();
        receiver.Answer("/hooks", async (context, received) =>
        {
            context.Request.Body = new MemoryStream(received.Body);
            context.Response.StatusCode = await ReceiveAsync(context.Request, verifier, clock, handled);
        });
        await shop.DecideAsync();
        await shop.Webhooks.DeliverAsync();

        Assert.Single(handled);
        Assert.Equal(WebhookDeliveryState.Delivered, Assert.Single(await shop.DeliveriesAsync(endpoint)).State);
    }

    private static async Task<int> ReceiveAsync(HttpRequest request, WebhookVerifier verifier, IClock clock, List<string> handled)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);                                        // the bytes as they came: JSON that is written anew has others
        var verdict = verifier.Verify(name => request.Headers[name], body.ToArray(), clock.GetCurrentInstant());
        if (verdict != WebhookVerdict.Valid)
        {
            return StatusCodes.Status401Unauthorized;
        }

        if (!handled.Contains(request.Headers[WebhookHeaders.Id]!))                  // each message may come more than once
        {
            handled.Add(request.Headers[WebhookHeaders.Id]!);
        }

        return StatusCodes.Status204NoContent;
    }

    /// <summary>An application with a handler of its own.</summary>
    [Fact]
    public async Task Handler_of_the_application_can_do_both()
    {
        await using var receiver = await FakeReceiver.StartAsync();
        await using var shop = new WebhookShop();
        _ = await shop.AddAsync(receiver.Url("/hooks"));
        var bus = new Bus();
        _ = await shop.Engine.EnrollAsync(Enrollment.Of(CustomerId.From("ann")));
        _ = await shop.Engine.Events.DeliverAsync(new BusAndWebhooks(bus, shop.Webhooks));
        await shop.Webhooks.DeliverAsync();

        Assert.Equal(1, bus.Count);
        Assert.Single(receiver.Inbox);
    }

    private sealed class BusAndWebhooks(Bus bus, ReferralWebhooks webhooks) : IReferralEventHandler
    {
        public async ValueTask HandleAsync(ReferralEvent referralEvent, CancellationToken cancellationToken)
        {
            await bus.SendAsync(referralEvent.Stream, referralEvent.Json, cancellationToken);
            await webhooks.EnqueueAsync(referralEvent, cancellationToken);
        }
    }

    private sealed class MailObserver : IWebhookObserver
    {
        public ValueTask EndpointDisabledAsync(WebhookEndpoint endpoint, CancellationToken cancellationToken)
        {
            Console.WriteLine($"{endpoint.Settings.Url} was disabled: {endpoint.Status}");        // write to the customer
            return ValueTask.CompletedTask;
        }
    }

    private sealed class Bus
    {
        public int Count { get; private set; }

        public Task SendAsync(string stream, ReadOnlyMemory<byte> json, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Count += stream.Length > 0 && json.Length > 0 ? 1 : 0;
            return Task.CompletedTask;
        }
    }

    private sealed class ShopDbContext(DbContextOptions<ShopDbContext> options) : DbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.UseReferrals().UseReferralWebhooks();
    }
}
