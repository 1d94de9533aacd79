using System.Data.Common;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Referrals.Events;
using Referrals.Webhooks.Tests.Receiving;
using Referrals.Webhooks.Tests.Storage;

namespace Referrals.Webhooks.Tests;

/// <summary>
/// What a worker does until it is killed: decide the next inputs, hand their events over, and send what is due. All of it again, until everything is
/// done.
/// </summary>
internal static class KilledWorker
{
    /// <summary>The application of a worker, on a database that workers share; time runs.</summary>
    internal static ServiceProvider Services(string database, string connectionString)
    {
        var services = new ServiceCollection();
        services.AddDbContext<HooksDbContext>(options => _ = database == "sqlite" ? options.UseSqlite(connectionString) : options.UseNpgsql(connectionString));
        services.AddReferrals(r => r.AddProgram(WebhookShop.Program("spring")))
            .UseEntityFrameworkCore<HooksDbContext>(o => o.SqliteSurvivesPowerFailure = false)
            .PublishEventsTo<WebhookEventHandler>(o =>
            {
                o.LeaseTime = TimeSpan.FromSeconds(2);
                o.FirstDelay = TimeSpan.FromMilliseconds(50);
                o.MaxAttempts = 1_000;
            })
            .AddWebhooks(o =>
            {
                (o.AllowHttp, o.AllowPrivateNetworks) = (true, true);
                o.Timeout = TimeSpan.FromMilliseconds(500);
                o.MaxConcurrentAttemptsPerEndpoint = 16;
                o.RetryDelays.Clear();
                for (var i = 0; i < 50; i++)
                {
                    o.RetryDelays.Add(TimeSpan.FromMilliseconds(200));
                }
            })
            .StoreWebhooksIn<HooksDbContext>();
        return services.BuildServiceProvider();
    }

    /// <summary>Database, connection string, first input, end of the inputs, and the process without which there is nothing to do any more.</summary>
    internal static async Task RunAsync(string[] args)
    {
        var (from, to) = (int.Parse(args[2], CultureInfo.InvariantCulture), int.Parse(args[3], CultureInfo.InvariantCulture));
        await using var services = Services(args[0], args[1]);
        using var parent = System.Diagnostics.Process.GetProcessById(int.Parse(args[4], CultureInfo.InvariantCulture));
        for (var next = from; !parent.HasExited; next = Math.Min(next + 25, to))
        {
            try
            {
                await using var scope = services.CreateAsyncScope();
                var engine = scope.ServiceProvider.GetRequiredService<ReferralEngine>();
                for (var i = next; i < Math.Min(next + 25, to); i++)
                {
                    _ = await engine.EnrollAsync(Enrollment.Of(CustomerId.From($"c{i:00000}")));
                }

                _ = await engine.Events.DeliverAsync(scope.ServiceProvider.GetRequiredService<IReferralEventHandler>());
                var attempts = await scope.ServiceProvider.GetRequiredService<ReferralWebhooks>().DeliverAsync();
                await Task.Delay(attempts == 0 && next >= to ? 50 : 0);
            }
            catch (Exception exception) when (exception is DbException or InvalidOperationException or IOException)
            {
                await Task.Delay(50);
            }
        }
    }
}
