using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Referrals.Events;

namespace Referrals.EntityFrameworkCore.Tests.Hosting;

/// <summary>One instance of a host: its services, and the events that were handed to it.</summary>
internal sealed class HostInstance : IAsyncDisposable
{
    internal static readonly ReferralProgram Program = ReferralProgram.Create("spring", p => p
        .Qualify(q => q.On("purchase"))
        .RewardReferrer(r => r.Flat(10, "EUR").HeldFor(TimePeriod.Days(14))));

    private readonly ServiceProvider _services;

    internal HostInstance(TimeProvider time, ConcurrentQueue<ReferralEvent> events, Action<DbContextOptionsBuilder> database)
    {
        var services = new ServiceCollection();
        services.AddSingleton(time);
        services.AddSingleton(events);
        services.AddDbContext<ReferralsDbContext>(database);
        services.AddReferrals(r => r.AddProgram(Program))
            .UseEntityFrameworkCore<ReferralsDbContext>(o => o.SqliteSurvivesPowerFailure = false)
            .PublishEventsTo<QueueHandler>(o => o.BatchSize = 3)
            .AddBackgroundProcessing();
        _services = services.BuildServiceProvider(validateScopes: true);
        Service = _services.GetServices<IHostedService>().Single();
    }

    internal IHostedService Service { get; }

    internal async Task<T> WithEngineAsync<T>(Func<ReferralEngine, Task<T>> act)
    {
        await using var scope = _services.CreateAsyncScope();
        return await act(scope.ServiceProvider.GetRequiredService<ReferralEngine>());
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    internal sealed class QueueHandler(ConcurrentQueue<ReferralEvent> events) : IReferralEventHandler
    {
        public ValueTask HandleAsync(ReferralEvent referralEvent, CancellationToken cancellationToken)
        {
            events.Enqueue(referralEvent);
            return ValueTask.CompletedTask;
        }
    }
}
