using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using NodaTime;
using Referrals.EntityFrameworkCore;
using Referrals.Events;
using Referrals.Webhooks.EntityFrameworkCore;
using Referrals.Webhooks.Storage;
using Referrals.Webhooks.Tests.Receiving;
using Referrals.Webhooks.Tests.Storage;

namespace Referrals.Webhooks.Tests.Hosting;

public sealed class HostingTests : IAsyncLifetime
{
    private FakeReceiver _receiver = null!;

    public async Task InitializeAsync() => _receiver = await FakeReceiver.StartAsync();

    public async Task DisposeAsync() => await _receiver.DisposeAsync();

    /// <summary>From an order to the receiver, with nothing called by hand, on a database.</summary>
    [Fact]
    public async Task Host_decides_publishes_and_sends_by_itself()
    {
        using var file = new SqliteFile();
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddDbContext<HooksDbContext>(options => options.UseSqlite(file.ConnectionString));
        builder.Services.AddReferrals(r => r.AddProgram(WebhookShop.Program("spring")))
            .UseEntityFrameworkCore<HooksDbContext>()
            .PublishEventsTo<WebhookEventHandler>()
            .AddBackgroundProcessing(o => o.Interval = TimeSpan.FromMilliseconds(100))
            .AddWebhooks(o => (o.AllowHttp, o.AllowPrivateNetworks, o.Interval) = (true, true, TimeSpan.FromMilliseconds(50)))
            .StoreWebhooksIn<HooksDbContext>();
        using var host = builder.Build();
        await using (var scope = host.Services.CreateAsyncScope())
        {
            var context = scope.ServiceProvider.GetRequiredService<HooksDbContext>();
            await context.Database.CreateReferralsSchemaAsync();
            await context.Database.CreateReferralWebhooksSchemaAsync();
            Assert.True((await scope.ServiceProvider.GetRequiredService<ReferralWebhooks>().AddAsync(new WebhookSettings { Url = _receiver.Url("/ok") })).IsMade);
        }

        await host.StartAsync();
        await using (var scope = host.Services.CreateAsyncScope())
        {
            _ = await scope.ServiceProvider.GetRequiredService<ReferralEngine>().EnrollAsync(Enrollment.Of(CustomerId.From("ann")));
        }

        await UntilAsync(() => !_receiver.Inbox.IsEmpty);
        await host.StopAsync();
        Assert.Contains("\"referrals.code.issued\"", Assert.Single(_receiver.Inbox).Text, StringComparison.Ordinal);
    }

    /// <summary>What was begun comes to its end, and what it led to is written down.</summary>
    [Fact]
    public async Task Stop_waits_for_attempts_that_were_begun()
    {
        using var release = new SemaphoreSlim(0);
        _receiver.Answer("/slow", async (context, _) => await release.WaitAsync(context.RequestAborted));
        await using var shop = new WebhookShop(o => o.Interval = TimeSpan.FromMilliseconds(50));
        var endpoint = await shop.AddAsync(_receiver.Url("/slow"));
        await shop.DecideAsync();
        var service = shop.Root.GetServices<IHostedService>().Single(one => one.GetType().Name == "WebhookService");
        await service.StartAsync(default);
        await UntilAsync(() => !_receiver.Inbox.IsEmpty);
        var stopping = service.StopAsync(default);
        Assert.False(stopping.IsCompleted);
        release.Release();
        await stopping;

        Assert.Equal(WebhookDeliveryState.Delivered, Assert.Single(await shop.DeliveriesAsync(endpoint)).State);
    }

    /// <summary>An application that does not wait: the attempt is broken off, and made again when its lease ends.</summary>
    [Fact]
    public async Task Stop_that_may_not_wait_leaves_the_delivery_due()
    {
        _receiver.Answer("/slow", async (context, _) => await Task.Delay(TimeSpan.FromSeconds(30), context.RequestAborted));
        await using var shop = new WebhookShop(o => o.Interval = TimeSpan.FromMilliseconds(50));
        var endpoint = await shop.AddAsync(_receiver.Url("/slow"));
        await shop.DecideAsync();
        var service = shop.Root.GetServices<IHostedService>().Single(one => one.GetType().Name == "WebhookService");
        await service.StartAsync(default);
        await UntilAsync(() => !_receiver.Inbox.IsEmpty);
        await service.StopAsync(new CancellationToken(canceled: true));

        var delivery = Assert.Single(await shop.DeliveriesAsync(endpoint));
        Assert.Equal((WebhookDeliveryState.Pending, 0), (delivery.State, delivery.Attempts));
        _receiver.Answer("/slow", 200);
        shop.Clock.Advance(Duration.FromMinutes(1));
        Assert.Equal(1, await shop.Webhooks.DeliverAsync());
    }

    [Fact]
    public async Task Health_is_degraded_while_receivers_fail_or_nothing_is_sent()
    {
        await using var shop = new WebhookShop();
        var check = ActivatorUtilities.CreateInstance<WebhooksHealthCheck>(shop.Services);
        Assert.Equal(HealthStatus.Healthy, (await check.CheckHealthAsync(new HealthCheckContext())).Status);

        _receiver.Answer("/gone", 410);
        _receiver.Answer("/down", 500);
        var gone = await shop.AddAsync(_receiver.Url("/gone"));
        var down = await shop.AddAsync(_receiver.Url("/down"));
        await shop.DecideAsync(6);
        await shop.Webhooks.DeliverAsync();
        var troubled = await check.CheckHealthAsync(new HealthCheckContext());
        Assert.Equal(HealthStatus.Degraded, troubled.Status);
        Assert.Contains($"{gone.Id} (disabled, gone)", troubled.Description, StringComparison.Ordinal);
        Assert.Contains($"{down.Id} (6 failures in a row)", troubled.Description, StringComparison.Ordinal);
        Assert.DoesNotContain("127.0.0.1", troubled.Description, StringComparison.Ordinal);

        shop.Clock.Advance(Duration.FromMinutes(20));
        Assert.Contains("A webhook has been due for 19 minutes", (await check.CheckHealthAsync(new HealthCheckContext())).Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Store_that_does_not_answer_is_unhealthy()
    {
        using var context = HooksDbContext.OnSqlite("Data Source=/nowhere/at/all.db;Mode=ReadOnly");
        await using var shop = new WebhookShop(add: services => services.AddSingleton<IWebhookStore>(new EntityFrameworkWebhookStore<HooksDbContext>(context)));
        var check = ActivatorUtilities.CreateInstance<WebhooksHealthCheck>(shop.Services);

        Assert.Equal(HealthStatus.Unhealthy, (await check.CheckHealthAsync(new HealthCheckContext())).Status);
    }

    [Fact]
    public async Task Attempts_and_outcomes_are_measured()
    {
        var seen = new System.Collections.Concurrent.ConcurrentQueue<(string Name, string Tags)>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == WebhookTelemetry.MeterName)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => seen.Enqueue((instrument.Name, Text(tags))));
        listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) => seen.Enqueue((instrument.Name, Text(tags))));
        listener.Start();
        await using var shop = new WebhookShop();
        _receiver.Answer("/teapot", 418);
        _ = await shop.AddAsync(_receiver.Url("/teapot"));
        _receiver.Answer("/gone", 410);
        _ = await shop.AddAsync(_receiver.Url("/gone"));
        await shop.DecideAsync();
        await shop.Webhooks.DeliverAsync();

        // Other tests of this process are measured too; none of them is a teapot.
        Assert.Single(seen, ("referrals.webhooks.attempt.duration", "http.response.status_code=418"));
        Assert.Contains(("referrals.webhooks.deliveries", "referrals.webhooks.outcome=postponed"), seen);
        Assert.Contains(("referrals.webhooks.deliveries", "referrals.webhooks.outcome=failed"), seen);
        Assert.Contains(("referrals.webhooks.endpoints.disabled", "referrals.webhooks.reason=gone"), seen);

        static string Text(ReadOnlySpan<KeyValuePair<string, object?>> tags) => string.Join(',', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"));
    }

    /// <summary>Neither secrets nor URLs nor customers nor bodies.</summary>
    [Fact]
    public async Task Logs_hold_ids_and_statuses_only()
    {
        await using var shop = new WebhookShop();
        _receiver.Answer("/private-path", async (context, _) =>
        {
            context.Response.StatusCode = 410;
            await context.Response.WriteAsync("c00001 has a secret");
        });
        var endpoint = await shop.AddAsync(_receiver.Url("/private-path"));
        await shop.DecideAsync();
        await shop.Webhooks.DeliverAsync();

        var logged = string.Join('\n', shop.Logs.All.Where(line => line.Id.Id is >= 50 and < 60).Select(line => line.Text));
        Assert.Contains(endpoint.Id, logged, StringComparison.Ordinal);
        foreach (var word in new[] { "private-path", "127.0.0.1", "whsec_", "c00001", "secret" })
        {
            Assert.DoesNotContain(word, logged, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Warnings_at_the_start_name_what_is_missing()
    {
        await using var shop = new WebhookShop(
            add: added => added.AddSingleton<IHostEnvironment>(new Production()),
            build: builder => builder.Services.RemoveAt(builder.Services.IndexOf(builder.Services.Single(one => one.ServiceType == typeof(IReferralEventHandler)))));
        var service = shop.Root.GetServices<IHostedService>().Single(one => one.GetType().Name == "WebhookService");
        await service.StartAsync(default);
        await service.StopAsync(default);

        Assert.Equal([57, 58, 59], shop.Logs.All.Where(line => line.Id.Id is >= 50 and < 60).Select(line => line.Id.Id).Order());
    }

    [Fact]
    public void Options_out_of_range_are_refused_at_once()
    {
        AssertRefused(o => o.Timeout = TimeSpan.Zero);
        AssertRefused(o => o.Jitter = 0.6);
        AssertRefused(o => o.RetryDelays.Add(TimeSpan.FromDays(8)));
        AssertRefused(o => o.DisableAfter = TimeSpan.FromMinutes(59));
        AssertRefused(o => o.Retention = TimeSpan.Zero);
        AssertRefused(o => o.MaxConcurrentAttempts = 0);

        static void AssertRefused(Action<WebhookOptions> configure) =>
            Assert.Throws<ArgumentOutOfRangeException>(() => new ServiceCollection().AddReferrals(_ => { }).AddWebhooks(configure));
    }

    /// <summary>An event whose tenant cannot be told for certain goes to nobody.</summary>
    [Fact]
    public async Task Event_of_another_source_is_refused()
    {
        await using var shop = new WebhookShop();
        _ = await shop.AddAsync(_receiver.Url("/ok"));
        _ = await shop.Engine.EnrollAsync(Enrollment.Of(CustomerId.From("ann")));
        await using var moved = new WebhookShop(add: services => services.Configure<ReferralsOptions>(o => o.PublishEvents(outbox => outbox.Source = "/moved")));
        ReferralsException? refusal = null;
        await shop.Engine.Events.DeliverAsync(new Catching(moved.Webhooks, exception => refusal = exception));

        Assert.Contains("'/referrals/spring'", refusal?.Message, StringComparison.Ordinal);
        Assert.Contains("'/moved/'", refusal?.Message, StringComparison.Ordinal);
    }

    private static async Task UntilAsync(Func<bool> holds)
    {
        for (var wait = Stopwatch.StartNew(); !holds();)
        {
            Assert.True(wait.Elapsed < TimeSpan.FromSeconds(30), "It did not happen within 30 s.");
            await Task.Delay(10);
        }
    }

    private sealed class Catching(ReferralWebhooks webhooks, Action<ReferralsException> caught) : IReferralEventHandler
    {
        public async ValueTask HandleAsync(ReferralEvent referralEvent, CancellationToken cancellationToken)
        {
            try
            {
                await webhooks.EnqueueAsync(referralEvent, cancellationToken);
            }
            catch (ReferralsException exception)
            {
                caught(exception);
            }
        }
    }

    private sealed class Production : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = Environments.Production;

        public string ApplicationName { get; set; } = "";

        public string ContentRootPath { get; set; } = "";

        public Microsoft.Extensions.FileProviders.IFileProvider ContentRootFileProvider { get; set; } = null!;
    }
}
