using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NodaTime;
using Referrals.Storage;
using Referrals.Testing;

namespace Referrals.Tests.Hosting;

/// <summary>What a version promised when it first decided cannot change unnoticed.</summary>
public sealed class ProgramVersionTests
{
    private static readonly CustomerId Alice = CustomerId.From("alice");
    private static readonly TenantId Tenant = TenantId.From("t1");

    private readonly InMemoryReferralStore _store = new();
    private readonly KeptLogs _logs = new();

    [Fact]
    public async Task First_decision_refuses_a_version_with_another_content()
    {
        _ = await Engine(Program(1, 10)).EnrollAsync(Enrollment.Of(Alice));

        var failure = await Assert.ThrowsAsync<ReferralsException>(async () => await Engine(Program(1, 12)).EnrollAsync(Enrollment.Of(CustomerId.From("bob"))));

        Assert.Contains("Version 1", failure.Message, StringComparison.Ordinal);
        Assert.Contains("'p'", failure.Message, StringComparison.Ordinal);
        Assert.Contains("higher version", failure.Message, StringComparison.Ordinal);
        Assert.True((await Engine(Program(1, 10), Program(2, 12)).EnrollAsync(Enrollment.Of(CustomerId.From("bob")))).HasCode);
    }

    [Fact]
    public async Task Missing_version_is_told_once_in_the_log()
    {
        _ = await Engine(Program(1, 10)).EnrollAsync(Enrollment.Of(Alice));
        var engine = Engine(Program(2, 12));

        _ = await engine.EnrollAsync(Enrollment.Of(CustomerId.From("bob")));
        _ = await engine.EnrollAsync(Enrollment.Of(CustomerId.From("carol")));

        Assert.Contains("version 1", Assert.Single(_logs.At(LogLevel.Warning)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refused_decision_marks_its_version_as_well()
    {
        _ = await Engine(Program(1, 10)).TouchAsync(Touch.CodeEntry("nobody", VisitorId.From("v")));

        _ = await Assert.ThrowsAsync<ReferralsException>(async () => await Engine(Program(1, 12)).EnrollAsync(Enrollment.Of(Alice)));
    }

    [Fact]
    public async Task Rebuilt_store_knows_the_versions_too()
    {
        var first = Engine(Program(1, 10));
        _ = await first.EnrollAsync(Enrollment.Of(Alice));
        var engine = Engine(Program(1, 10), Program(2, 12));
        _ = await engine.EnrollAsync(Enrollment.Of(CustomerId.From("bob")));
        var target = new InMemoryReferralStore();

        _ = await engine.Operations.RebuildAsync(target);

        Assert.Empty(await engine.Operations.CompareAsync(target).ToListAsync());
        Assert.NotNull((await target.LoadAsync(Partition.Of(ProgramId.From("p")), [Referrals.StateKeys.Versions], default)).Find(Referrals.StateKeys.Versions));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Host_does_not_start_with_a_changed_version(bool ofTenant)
    {
        var engine = Engine(Program(1, 10));
        _ = await (ofTenant ? engine.ForTenant(Tenant) : engine).EnrollAsync(Enrollment.Of(Alice));
        await using var services = Services(r => r.AddProgram(Program(1, 12)), ofTenant);

        var failure = await Assert.ThrowsAsync<ReferralsException>(() => StartAsync(services));

        Assert.Contains("Version 1", failure.Message, StringComparison.Ordinal);
        Assert.Equal(HealthStatus.Unhealthy, (await HealthAsync(services)).Status);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Host_starts_without_a_version_and_tells(bool ofTenant)
    {
        var engine = Engine(Program(1, 10));
        _ = await (ofTenant ? engine.ForTenant(Tenant) : engine).EnrollAsync(Enrollment.Of(Alice));
        await using var services = Services(r => r.AddProgram(Program(2, 12)), ofTenant);

        await StartAsync(services);

        Assert.Contains("version 1", Assert.Single(_logs.At(LogLevel.Warning)), StringComparison.Ordinal);
        var health = await HealthAsync(services);
        Assert.Equal(HealthStatus.Degraded, health.Status);
        Assert.Contains("version 1", health.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_of_an_engine_cannot_be_changed_any_more()
    {
        var options = new ReferralsOptions().AddProgram(Program(1, 10));
        _ = new ReferralEngine(_store, options);

        Assert.Contains("AddReferrals", Assert.Throws<InvalidOperationException>(() => options.AddProgram(Program(2, 12))).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => options.LinkHosts.Add("localhost"));
        Assert.Throws<InvalidOperationException>(() => options.MaxAttempts = 3);
        Assert.Throws<InvalidOperationException>(() => options.PublishEvents());
        Assert.Throws<InvalidOperationException>(() => options.UsePseudonyms(new byte[32]));
    }

    [Fact]
    public async Task Options_that_were_injected_cannot_be_changed_any_more()
    {
        await using var services = Services(r => r.AddProgram(Program(1, 10)), ofTenant: false);
        _ = services.CreateScope().ServiceProvider.GetRequiredService<ReferralEngine>();

        Assert.Throws<InvalidOperationException>(() => services.GetRequiredService<IOptions<ReferralsOptions>>().Value.AddProgram(Program(2, 12)));
    }

    [Fact]
    public async Task Registered_clock_goes_before_the_time_provider()
    {
        var at = Instant.FromUtc(2026, 3, 1, 9, 0);
        await using var services = Services(r => r.AddProgram(Program(1, 10)), ofTenant: false, s => s.AddSingleton<IClock>(new FakeClock(at)).AddSingleton(TimeProvider.System));

        var enrolled = await services.CreateScope().ServiceProvider.GetRequiredService<ReferralEngine>().EnrollAsync(Enrollment.Of(Alice));

        Assert.Equal(at, enrolled.Decision.OccurredAt);
    }

    [Theory]
    [InlineData("Production", false, 1)]
    [InlineData("Production", true, 0)]
    [InlineData("Development", false, 0)]
    public async Task Store_in_memory_warns_in_production_unless_it_was_chosen(string environment, bool chosen, int warnings)
    {
        var services = new ServiceCollection();
        services.AddSingleton<ILoggerFactory>(_logs).AddSingleton<IHostEnvironment>(new Environment { EnvironmentName = environment });
        var builder = services.AddReferrals(r => r.AddProgram(Program(1, 10)));
        _ = chosen ? builder.UseStore(_store) : builder;
        await using var provider = services.BuildServiceProvider();

        await StartAsync(provider);

        Assert.Equal(warnings, _logs.At(LogLevel.Warning).Count());
    }

    [Fact]
    public async Task Store_that_does_not_answer_at_the_start_is_logged_and_the_host_starts()
    {
        var services = new ServiceCollection();
        services.AddSingleton<ILoggerFactory>(_logs).AddReferrals(r => r.AddProgram(Program(1, 10))).UseStore(new DeadStore());
        await using var provider = services.BuildServiceProvider();

        await StartAsync(provider);

        Assert.Single(_logs.At(LogLevel.Warning));
    }

    private ReferralEngine Engine(params ReferralProgram[] versions) => new(
        _store, versions.Aggregate(new ReferralsOptions(), static (options, version) => options.AddProgram(version)), loggers: _logs);

    private ServiceProvider Services(Action<ReferralsOptions> configure, bool ofTenant, Action<IServiceCollection>? more = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton<ILoggerFactory>(_logs).AddReferrals(configure).UseStore(_store);
        if (ofTenant)
        {
            services.AddSingleton<ITenantSource>(new Tenants());
        }

        more?.Invoke(services);
        return services.BuildServiceProvider();
    }

    private static async Task StartAsync(IServiceProvider services)
    {
        foreach (var service in services.GetServices<IHostedService>())
        {
            await service.StartAsync(default);
        }
    }

    private static async Task<HealthCheckResult> HealthAsync(IServiceProvider services)
    {
        using var scope = services.CreateScope();
        return await ActivatorUtilities.CreateInstance<ReferralsHealthCheck>(scope.ServiceProvider).CheckHealthAsync(new HealthCheckContext());
    }

    private static ReferralProgram Program(int version, decimal amount) =>
        ReferralProgram.Create("p", p => p.Version(version).RewardReferrer(r => r.Flat(amount, "EUR")));

    private sealed class Tenants : ITenantSource
    {
        public IAsyncEnumerable<TenantId> TenantsAsync(CancellationToken cancellationToken) => new[] { Tenant }.ToAsyncEnumerable();
    }

    private sealed class DeadStore : IReferralStore
    {
        public ValueTask<Snapshot> LoadAsync(Partition partition, IReadOnlyList<RecordKey> keys, CancellationToken cancellationToken) =>
            throw new TimeoutException();

        public ValueTask<CommitOutcome> CommitAsync(CommitBatch batch, CancellationToken cancellationToken) => throw new TimeoutException();

        public IAsyncEnumerable<StoredRecord> ScanAsync(
            Partition partition, RecordKind kind, ScanRange range, CancellationToken cancellationToken) => throw new TimeoutException();
    }

    private sealed class Environment : IHostEnvironment
    {
        public required string EnvironmentName { get; set; }

        public string ApplicationName { get; set; } = "tests";

        public string ContentRootPath { get; set; } = ".";

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
