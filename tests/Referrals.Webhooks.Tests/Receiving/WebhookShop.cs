using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;
using Referrals.Events;
using Referrals.Webhooks.Storage;

namespace Referrals.Webhooks.Tests.Receiving;

/// <summary>An application with webhooks whose time stands still until a test moves it. Time-outs run by the real time.</summary>
internal sealed class WebhookShop : IAsyncDisposable
{
    internal static readonly Instant Start = Instant.FromUtc(2026, 3, 1, 12, 0);

    private readonly ServiceProvider _services;
    private readonly AsyncServiceScope _scope;
    private int _customers;

    internal WebhookShop(
        Action<WebhookOptions>? configure = null,
        Action<ReferralsBuilder>? build = null,
        Action<IServiceCollection>? add = null,
        TestClock? clock = null)
    {
        Clock = clock ?? new TestClock();
        var services = new ServiceCollection();
        services.AddSingleton<IClock>(Clock);
        services.AddLogging(logging => logging.AddProvider(Logs).SetMinimumLevel(LogLevel.Debug));
        add?.Invoke(services);
        var builder = services.AddReferrals(r => r.AddProgram(Program("spring")))
            .PublishEventsTo<WebhookEventHandler>()
            .AddWebhooks(options =>
            {
                options.AllowHttp = true;
                options.AllowPrivateNetworks = true;
                configure?.Invoke(options);
            });
        build?.Invoke(builder);
        _services = services.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true });
        _scope = _services.CreateAsyncScope();
    }

    internal TestClock Clock { get; }

    internal LogLines Logs { get; } = new();

    internal IServiceProvider Services => _scope.ServiceProvider;

    internal IServiceProvider Root => _services;

    internal ReferralWebhooks Webhooks => Services.GetRequiredService<ReferralWebhooks>();

    internal ReferralEngine Engine => Services.GetRequiredService<ReferralEngine>();

    internal IWebhookStore Store => Services.GetRequiredService<IWebhookStore>();

    internal static ReferralProgram Program(string id) => ReferralProgram.Create(id, p => p
        .Links("https://shop.example/r/{code}")
        .Qualify(q => q.On("purchase"))
        .RewardReferrer(r => r.Flat(10, "EUR")));

    internal async Task<WebhookEndpoint> AddAsync(string url, WebhookSettings? settings = null, TenantId tenant = default)
    {
        settings = new WebhookSettings
        {
            Url = url,
            Types = settings?.Types ?? [],
            Programs = settings?.Programs ?? [],
            Detail = settings?.Detail ?? WebhookDetail.Thin,
            Format = settings?.Format ?? WebhookFormat.CloudEvents,
        };
        var change = await Webhooks.ForTenant(tenant).AddAsync(settings);
        Assert.True(change.IsMade, change.Refusal?.Message);
        return change.Endpoint;
    }

    /// <summary>Decides so many inputs, each of which leads to one event, and hands their events over.</summary>
    internal async Task DecideAsync(int events = 1, TenantId tenant = default)
    {
        var engine = tenant.IsDefault ? Engine : Engine.ForTenant(tenant);
        for (var i = 0; i < events; i++)
        {
            _ = await engine.EnrollAsync(Enrollment.Of(CustomerId.From($"c{++_customers:00000}")));
        }

        await HandOverAsync(tenant);
    }

    internal async Task HandOverAsync(TenantId tenant = default)
    {
        var engine = tenant.IsDefault ? Engine : Engine.ForTenant(tenant);
        var round = await engine.Events.DeliverAsync(Services.GetRequiredService<IReferralEventHandler>());
        Assert.Equal(0, round.Failed);
    }

    internal async Task<IReadOnlyList<WebhookDelivery>> DeliveriesAsync(WebhookEndpoint endpoint) =>
        await Webhooks.ForTenant(endpoint.Tenant).ReadDeliveriesAsync(endpoint.Id).ToListAsync();

    internal async Task<WebhookEndpoint> ReadAsync(WebhookEndpoint endpoint) => (await Webhooks.ForTenant(endpoint.Tenant).FindAsync(endpoint.Id))!;

    public async ValueTask DisposeAsync()
    {
        await _scope.DisposeAsync();
        await _services.DisposeAsync();
    }
}

/// <summary>A time that a test sets.</summary>
internal sealed class TestClock : IClock
{
    private long _ticks = WebhookShop.Start.ToUnixTimeTicks();

    public Instant GetCurrentInstant() => Instant.FromUnixTimeTicks(Interlocked.Read(ref _ticks));

    public void Advance(Duration time) => Interlocked.Add(ref _ticks, time.BclCompatibleTicks);
}

/// <summary>What was logged.</summary>
internal sealed class LogLines : ILoggerProvider, ILogger
{
    private readonly System.Collections.Concurrent.ConcurrentQueue<(LogLevel Level, EventId Id, string Text)> _lines = [];

    public IReadOnlyList<(LogLevel Level, EventId Id, string Text)> All => [.. _lines];

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Enqueue((logLevel, eventId, formatter(state, exception)));

    public void Dispose()
    {
    }
}
