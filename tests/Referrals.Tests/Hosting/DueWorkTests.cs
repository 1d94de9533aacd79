using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Referrals.Events;
using Referrals.Hosting;
using Referrals.Tests.Events;

namespace Referrals.Tests.Hosting;

public sealed class DueWorkTests
{
    private static readonly TenantId North = TenantId.From("north");
    private static readonly TenantId South = TenantId.From("south");
    private static readonly CustomerId Ann = CustomerId.From("ann");

    private readonly ManualTime _time = new(new DateTimeOffset(2026, 3, 1, 9, 0, 0, TimeSpan.Zero));
    private readonly RecordingHandler _handler = new();

    [Fact]
    public async Task Every_tenant_gets_its_turn_though_another_fails()
    {
        await using var services = Services(new Tenants(North, South));
        await EnrollAsync(services, North);
        await EnrollAsync(services, South);
        _handler.Fails = told => told.Source.Contains("north", StringComparison.Ordinal) ? throw new OperationCanceledException() : false;
        Assert.Equal(0, await services.GetRequiredService<BackgroundRounds>().RunAsync(default));
        Assert.Equal(["/referrals/south/spring"], _handler.Events.Select(told => told.Source));
    }

    [Fact]
    public async Task Round_that_fails_leaves_the_others_alone()
    {
        var rounds = new List<TenantId>();
        await using var services = Services(new Tenants(North, South));
        var work = new BackgroundRounds(
            (_, tenant, _, _) =>
            {
                rounds.Add(tenant);
                return tenant == North ? throw new IOException("The database is down.") : ValueTask.CompletedTask;
            },
            services.GetRequiredService<IServiceScopeFactory>(),
            static (_, _, _) => ValueTask.FromResult<IReadOnlyCollection<ProgramId>>([ProgramId.From("spring")]),
            Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);
        Assert.Equal(1, await work.RunAsync(default));
        Assert.Equal([North, South], rounds);
    }

    [Fact]
    public async Task Service_runs_at_the_start_and_at_each_interval_and_ends_when_told()
    {
        await using var services = Services(tenants: null);
        var service = services.GetServices<IHostedService>().Last();
        await EnrollAsync(services, default);
        await service.StartAsync(default);
        await UntilAsync(() => _handler.Events.Count == 1);
        await EnrollAsync(services, default, "bob");
        Assert.Single(_handler.Events);
        _time.Advance(TimeSpan.FromSeconds(15));
        await UntilAsync(() => _handler.Events.Count == 2);
        await service.StopAsync(default);
        await EnrollAsync(services, default, "cid");
        _time.Advance(TimeSpan.FromSeconds(15));
        await Task.Delay(50);
        Assert.Equal(2, _handler.Events.Count);
    }

    [Fact]
    public async Task Service_goes_on_when_the_tenants_cannot_be_read()
    {
        var tenants = new Tenants(North) { Fails = true };
        await using var services = Services(tenants);
        var service = services.GetServices<IHostedService>().Last();
        await EnrollAsync(services, North);
        await service.StartAsync(default);
        await UntilAsync(() => tenants.Asked == 1);
        tenants.Fails = false;
        await UntilAsync(() =>
        {
            _time.Advance(TimeSpan.FromSeconds(15));
            return _handler.Events.Count == 1;
        });
    }

    [Fact]
    public void Interval_out_of_range_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(
        () => new ServiceCollection().AddReferrals(_ => { }).AddBackgroundProcessing(o => o.Interval = TimeSpan.Zero));

    private ServiceProvider Services(ITenantSource? tenants)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_time);
        services.AddReferrals(r => r.AddProgram(ReferralProgram.Create("spring", p => p.RewardReferrer(r => r.Flat(10, "EUR")))))
            .PublishEventsTo<RecordingHandler>()
            .AddBackgroundProcessing();
        services.AddSingleton<IReferralEventHandler>(_handler);
        if (tenants is not null)
        {
            services.AddSingleton(tenants);
        }

        return services.BuildServiceProvider(validateScopes: true);
    }

    private static async Task EnrollAsync(ServiceProvider services, TenantId tenant, string customer = "ann")
    {
        await using var scope = services.CreateAsyncScope();
        var engine = scope.ServiceProvider.GetRequiredService<ReferralEngine>();
        engine = tenant.IsDefault ? engine : engine.ForTenant(tenant);
        await engine.EnrollAsync(Enrollment.Of(customer == "ann" ? Ann : CustomerId.From(customer)));
    }

    private static async Task UntilAsync(Func<bool> holds)
    {
        for (var tries = 0; !holds(); tries++)
        {
            Assert.True(tries < 500, "It did not come true.");
            await Task.Delay(20);
        }
    }

    private sealed class Tenants(params TenantId[] tenants) : ITenantSource
    {
        public volatile bool Fails;
        public volatile int Asked;

        public async IAsyncEnumerable<TenantId> TenantsAsync(
            [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        {
            Asked++;
            await Task.Yield();
            foreach (var tenant in Fails ? throw new IOException("The database is down.") : tenants)
            {
                yield return tenant;
            }
        }
    }
}
