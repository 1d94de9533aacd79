using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NodaTime;
using Referrals.Events;
using Referrals.Messages.Choosing;
using Referrals.Messages.Delivery;
using Referrals.Messages.Storage;

namespace Referrals.Messages.Tests.Hosting;

public sealed class HostingTests
{
    [Fact]
    public async Task Service_sends_what_is_due_until_it_is_stopped()
    {
        await using var shop = new MessageShop(o => o.Interval = TimeSpan.FromMilliseconds(50));
        var ann = await ShareAsync(shop);
        var service = shop.Services.GetServices<IHostedService>().OfType<MessageService>().Single();
        await service.StartAsync(default);
        for (var wait = Stopwatch.StartNew(); shop.Mailbox.Inbox.Count == 0 && wait.Elapsed < TimeSpan.FromSeconds(30);)
        {
            await Task.Delay(20);
        }

        await service.StopAsync(default);
        Assert.Equal(["thank_you"], shop.Mailbox.KindsOf(ann));
    }

    [Fact]
    public async Task Service_goes_on_after_a_round_that_failed()
    {
        var (store, logs) = (new Failing(), new LogLines());
        await using var shop = new MessageShop(
            o => o.Interval = TimeSpan.FromMilliseconds(50),
            add: services => services.AddSingleton<IMessageStore>(store).AddLogging(logging => logging.AddProvider(logs)));
        var service = shop.Services.GetServices<IHostedService>().OfType<MessageService>().Single();
        await service.StartAsync(default);
        for (var wait = Stopwatch.StartNew(); store.Calls < 3 && wait.Elapsed < TimeSpan.FromSeconds(30);)
        {
            await Task.Delay(20);
        }

        await service.StopAsync(default);
        Assert.True(store.Calls >= 3);
        Assert.Contains(logs.Ids, static id => id == 75);
    }

    [Fact]
    public async Task Production_is_warned_of_memory_and_of_missing_links()
    {
        var logs = new LogLines();
        await using var shop = new MessageShop(add: services => services
            .AddSingleton<IHostEnvironment>(new Production()).AddLogging(logging => logging.AddProvider(logs)));
        var service = shop.Services.GetServices<IHostedService>().OfType<MessageService>().Single();
        await service.StartAsync(default);
        await service.StopAsync(default);

        Assert.Equal([76, 78], logs.Ids.Where(static id => id is >= 70 and < 80).Order());
    }

    [Fact]
    public async Task Health_is_degraded_if_nobody_sends()
    {
        await using var shop = new MessageShop();
        await ShareAsync(shop);
        var check = new MessagesHealthCheck(shop.Store, shop.Services.GetRequiredService<MessageClock>());
        Assert.Equal(HealthStatus.Healthy, (await check.CheckHealthAsync(new HealthCheckContext())).Status);
        shop.Clock.Advance(Duration.FromMinutes(16));

        var late = await check.CheckHealthAsync(new HealthCheckContext());
        Assert.Equal((HealthStatus.Degraded, true), (late.Status, late.Description!.Contains("16 minutes", StringComparison.Ordinal)));
        await shop.Messages.DeliverAsync();
        Assert.Equal(HealthStatus.Healthy, (await check.CheckHealthAsync(new HealthCheckContext())).Status);
        var broken = new MessagesHealthCheck(new Failing(), shop.Services.GetRequiredService<MessageClock>());
        Assert.Equal(HealthStatus.Unhealthy, (await broken.CheckHealthAsync(new HealthCheckContext())).Status);
    }

    [Fact]
    public async Task Messages_are_counted_by_kind_outcome_and_reason()
    {
        var counted = new ConcurrentBag<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = static (instrument, self) =>
            {
                if (instrument.Meter.Name == MessageTelemetry.MeterName)
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, _, tags, _) => counted.Add(string.Join(' ', tags.ToArray().Select(static tag => tag.Value))));
        listener.Start();
        await using var shop = new MessageShop(o => o.Rules = MessageRules.Default with { QuietHours = null });
        await ShareAsync(shop);
        await shop.Messages.DeliverAsync();

        Assert.Contains("thank_you sent message.send", counted);
    }

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new MessageShop(o => o.BatchSize = 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MessageShop(o => o.Timeout = TimeSpan.FromHours(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MessageShop(o => o.RetryDelays.Add(TimeSpan.FromDays(8))));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MessageShop(o => o.Retention = TimeSpan.FromDays(29)));
        Assert.Throws<ArgumentException>(() => new MessageShop(o => o.Rules = MessageRules.Default with { NearTier = 0 }));
    }

    private static async Task<CustomerId> ShareAsync(MessageShop shop)
    {
        var ann = shop.People.Add("ann", "en", "Europe/London");
        await shop.Engine.EnrollAsync(Enrollment.Of(ann));
        await shop.Engine.ShareAsync(Share.Of("s1", ann, Channel.From("email")));
        await shop.Engine.Events.DeliverAsync(shop.Services.GetRequiredService<IReferralEventHandler>());
        return ann;
    }

    private sealed class Production : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = "Production";

        public string ApplicationName { get; set; } = "shop";

        public string ContentRootPath { get; set; } = "/";

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }

    private sealed class LogLines : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<int> _ids = [];

        public IReadOnlyList<int> Ids => [.. _ids];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _ids.Enqueue(eventId.Id);

        public void Dispose()
        {
        }
    }

    /// <summary>A store whose database is away.</summary>
    private sealed class Failing : IMessageStore
    {
        private int _calls;

        public int Calls => _calls;

        public ValueTask AddAsync(IReadOnlyList<ScheduledMessage> messages, CancellationToken cancellationToken) => throw Away();

        public ValueTask<IReadOnlyList<ScheduledMessage>> LeaseAsync(Instant now, Instant until, int limit, CancellationToken cancellationToken) => throw Away();

        public ValueTask<MessagePerson> ReadPersonAsync(Partition partition, CustomerId customer, CancellationToken cancellationToken) => throw Away();

        public ValueTask<DecidedResult> DecideAsync(ScheduledMessage message, long personVersion, CancellationToken cancellationToken) => throw Away();

        public ValueTask<bool> SettleAsync(ScheduledMessage message, CancellationToken cancellationToken) => throw Away();

        public ValueTask SubscribeAsync(
            Partition partition, CustomerId customer, MessagePurpose purpose, bool isSubscribed, CancellationToken cancellationToken) => throw Away();

        public IAsyncEnumerable<ScheduledMessage> ReadMessagesAsync(Partition partition, CustomerId customer, CancellationToken cancellationToken) => throw Away();

        public ValueTask<int> ForgetAsync(Partition partition, CustomerId customer, CancellationToken cancellationToken) => throw Away();

        public ValueTask<Instant?> FindOldestDueAsync(Instant now, CancellationToken cancellationToken) => throw Away();

        public ValueTask<int> PurgeAsync(Instant before, int limit, CancellationToken cancellationToken) => throw Away();

        private IOException Away()
        {
            Interlocked.Increment(ref _calls);
            return new IOException("The database is away.");
        }
    }
}
