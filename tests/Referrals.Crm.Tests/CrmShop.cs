using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;
using Referrals.Crm.Fakes;
using Referrals.Crm.Storage;
using Referrals.Events;

namespace Referrals.Crm.Tests;

/// <summary>An application with a mirror in fake CRMs whose time stands still until a test moves it.</summary>
internal sealed class CrmShop : IAsyncDisposable
{
    internal static readonly Instant Start = Instant.FromUtc(2026, 3, 1, 12, 0);

    private readonly ServiceProvider _services;
    private readonly AsyncServiceScope _scope;

    private CrmShop(ServiceProvider services, TestClock clock, LogLines logs, FakeSalesforce salesforce, FakeHubSpot hubSpot)
    {
        _services = services;
        _scope = services.CreateAsyncScope();
        Clock = clock;
        Logs = logs;
        Salesforce = salesforce;
        HubSpot = hubSpot;
    }

    internal TestClock Clock { get; }

    internal LogLines Logs { get; }

    internal FakeSalesforce Salesforce { get; }

    internal FakeHubSpot HubSpot { get; }

    internal IServiceProvider Services => _scope.ServiceProvider;

    internal IServiceProvider Root => _services;

    internal ReferralEngine Engine => Services.GetRequiredService<ReferralEngine>();

    internal ReferralCrm Crm => Services.GetRequiredService<ReferralCrm>();

    internal ICrmStore Store => Services.GetRequiredService<ICrmStore>();

    internal TestPeople People => (TestPeople)Services.GetRequiredService<ICrmPeople>();

    internal static ReferralProgram Program(string id = "spring") => ReferralProgram.Create(id, p => p
        .Links("https://shop.example/r/{code}")
        .Qualify(q => q.On("purchase"))
        .RewardReferrer(r => r.PercentOf(10, "EUR").HeldFor(TimePeriod.Days(14)))
        .RewardReferee(r => r.Flat(5, "EUR")));

    internal static Task<CrmShop> OfSalesforceAsync(Action<SalesforceOptions>? configure = null, Action<ReferralsBuilder>? build = null, bool erasable = false) =>
        StartAsync(configure ?? (static _ => { }), null, build, erasable);

    internal static Task<CrmShop> OfHubSpotAsync(Action<HubSpotOptions>? configure = null, Action<ReferralsBuilder>? build = null, bool erasable = false) =>
        StartAsync(null, configure ?? (static _ => { }), build, erasable);

    internal static async Task<CrmShop> StartAsync(
        Action<SalesforceOptions>? salesforce, Action<HubSpotOptions>? hubSpot, Action<ReferralsBuilder>? build = null, bool erasable = false)
    {
        var clock = new TestClock();
        var logs = new LogLines();
        var (fakeSalesforce, fakeHubSpot) = (new FakeSalesforce(clock), new FakeHubSpot(clock));
        await fakeSalesforce.StartAsync();
        await fakeHubSpot.StartAsync();
        var services = new ServiceCollection();
        services.AddSingleton<IClock>(clock);
        services.AddSingleton<ICrmPeople, TestPeople>();
        services.AddLogging(logging => logging.AddProvider(logs).SetMinimumLevel(LogLevel.Debug));
        var builder = services.AddReferrals(r =>
        {
            r.AddProgram(Program());
            if (erasable)
            {
                r.UsePseudonyms(new byte[32]);
            }
        }).PublishEventsTo<CrmEventHandler>();
        if (salesforce is not null)
        {
            builder.AddSalesforce(o =>
            {
                o.Credentials = SalesforceCredentials.ClientCredentials(fakeSalesforce.Address, "client", static _ => ValueTask.FromResult("secret"));
                o.Timeout = TimeSpan.FromSeconds(20);
                o.LimitShare = 1;
                salesforce(o);
            });
        }

        if (hubSpot is not null)
        {
            builder.AddHubSpot(o =>
            {
                o.Credentials = HubSpotCredentials.AccessToken(_ => ValueTask.FromResult("pat-eu1-key"));
                o.Address = fakeHubSpot.Address;
                o.Timeout = TimeSpan.FromSeconds(20);
                o.LimitShare = 1;
                hubSpot(o);
            });
        }

        build?.Invoke(builder);
        return new CrmShop(services.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true }), clock, logs, fakeSalesforce, fakeHubSpot);
    }

    /// <summary>One more instance of the application looks for what is due, and dies after a while at the latest.</summary>
    internal async Task SyncUntilDeathAsync(TimeSpan life)
    {
        await using var scope = _services.CreateAsyncScope();
        using var death = new CancellationTokenSource(life);
        try
        {
            _ = await scope.ServiceProvider.GetRequiredService<ReferralCrm>().SyncAsync(death.Token);
        }
        catch (OperationCanceledException)
        {
            // It holds its leases until they end.
        }
    }

    internal async Task<string> EnrollAsync(string customer) => (await Engine.EnrollAsync(Enrollment.Of(CustomerId.From(customer)))).DisplayCode;

    internal async Task ReferAsync(string referrer, params string[] friends)
    {
        var code = await EnrollAsync(referrer);
        foreach (var friend in friends)
        {
            _ = await Engine.SignUpAsync(SignUp.Of(CustomerId.From(friend)).WithCode(code));
        }
    }

    internal async Task BuyAsync(string customer, string order, decimal amount = 100) =>
        _ = await Engine.ConvertAsync(Conversion.Of(CustomerId.From(customer), order, "purchase", Amount.Of(amount, "EUR")));

    /// <summary>Hands events over and writes what is due.</summary>
    internal async Task<CrmRound> MirrorAsync()
    {
        await HandOverAsync();
        return await Crm.SyncAsync();
    }

    internal async Task HandOverAsync()
    {
        var round = await Engine.Events.DeliverAsync(Services.GetRequiredService<IReferralEventHandler>());
        Assert.Equal(0, round.Failed);
    }

    /// <summary>The contact of a person in Salesforce.</summary>
    internal FakeRecord Contact(string customer) => Assert.Single(Salesforce.Of("Contact"), one => one.Fields.GetValueOrDefault("Referral_Person_Id__c") == customer);

    internal FakeRecord HubSpotContact(string customer) => Assert.Single(HubSpot.Of("contacts"), one => one.Fields.GetValueOrDefault("referral_person_id") == customer);

    public async ValueTask DisposeAsync()
    {
        await _scope.DisposeAsync();
        await _services.DisposeAsync();
        await Salesforce.DisposeAsync();
        await HubSpot.DisposeAsync();
    }
}

/// <summary>What the shop knows of its customers: a name and an address for each, made of the id.</summary>
internal sealed class TestPeople : ICrmPeople
{
    public HashSet<string> LeftOut { get; } = [];

    public Func<string, string?> Email { get; set; } = static customer => customer.ToLowerInvariant() + "@example.com";

    public ValueTask<CrmPerson?> FindAsync(TenantId tenant, CustomerId customer, CancellationToken cancellationToken) => ValueTask.FromResult(
        LeftOut.Contains(customer.Value) ? null : new CrmPerson
        {
            Values = new Dictionary<string, string>
            {
                ["first_name"] = "Given",
                ["last_name"] = "Of " + customer.Value,
                ["email"] = Email(customer.Value) ?? "",
            },
        });
}

/// <summary>A time that a test sets.</summary>
internal sealed class TestClock : IClock
{
    private long _ticks = CrmShop.Start.ToUnixTimeTicks();

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
