using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Referrals.EntityFrameworkCore;
using Referrals.EntityFrameworkCore.Tests.PostgreSql;
using Referrals.Webhooks.EntityFrameworkCore;
using Referrals.Webhooks.Signing;
using Referrals.Webhooks.Tests.Receiving;
using Referrals.Webhooks.Tests.Storage;
using Xunit.Abstractions;

namespace Referrals.Webhooks.Tests;

/// <summary>
/// Worker processes decide, hand over and send, and are killed meanwhile. In the end each event has reached each endpoint at least once, and no endpoint got
/// anything that was not its own. <c>REFERRALS_WEBHOOKS=10000 dotnet test tests/Referrals.Webhooks.Tests --filter Killed</c> makes it 10,000 deliveries.
/// </summary>
[Collection(PostgresGroup.Name)]
public sealed class KilledWorkerTests(PostgresServer server, ITestOutputHelper output)
{
    private const int EndpointCount = 4;
    private const int Kills = 3;

    /// <summary>What is started and killed takes its time, so fewer than this are not worth it.</summary>
    private const int FewestDeliveries = 400;

    private static readonly int Deliveries = Math.Max(
        FewestDeliveries,
        int.TryParse(Environment.GetEnvironmentVariable(LongRunFactAttribute.Switch), CultureInfo.InvariantCulture, out var count) ? count : 0);

    [LongRunFact]
    public async Task Everything_arrives_through_kills_on_sqlite()
    {
        using var file = new SqliteFile();
        await RunAsync("sqlite", file.ConnectionString);
    }

    [LongRunFact(NeedsPostgres = true)]
    public async Task Everything_arrives_through_kills_on_postgresql() =>
        await RunAsync("postgresql", await server.NewDatabaseAsync());

    private async Task RunAsync(string database, string connectionString)
    {
        await using var receiver = await FakeReceiver.StartAsync();
        await using var services = KilledWorker.Services(database, connectionString);
        await using var scope = services.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<HooksDbContext>();
        await context.Database.CreateReferralsSchemaAsync();
        await context.Database.CreateReferralWebhooksSchemaAsync();
        var webhooks = scope.ServiceProvider.GetRequiredService<ReferralWebhooks>();
        var endpoints = new List<WebhookEndpoint>();
        for (var i = 0; i < EndpointCount; i++)
        {
            var path = $"/{i}";
            endpoints.Add((await webhooks.AddAsync(new WebhookSettings { Url = receiver.Url(path) })).Endpoint!);
            receiver.Answer(path, Unreliable(new Random(i)));
        }

        var events = Deliveries / EndpointCount;
        var time = Stopwatch.StartNew();
        var workers = new List<Process> { Start(0, events), Start(0, events) };
        try
        {
            for (var kill = 1; kill <= Kills; kill++)
            {
                await UntilAsync(() => receiver.Inbox.Count >= kill * Deliveries / (Kills + 1));
                var victim = workers[kill % workers.Count];
                victim.Kill();
                await victim.WaitForExitAsync();
                workers[kill % workers.Count] = Start(0, events);
            }

            await UntilAsync(() => Distinct() == events * EndpointCount);

            // Nothing more comes once everything is settled; what was sent and not settled comes again when its lease ends.
            foreach (var endpoint in endpoints)
            {
                Assert.Equal(events, (await webhooks.ReadDeliveriesAsync(endpoint.Id).ToListAsync()).Count);
            }
        }
        finally
        {
            workers.ForEach(worker => worker.Kill());
            workers.ForEach(worker => worker.WaitForExit());
            workers.ForEach(worker => worker.Dispose());
        }

        for (var i = 0; i < EndpointCount; i++)
        {
            var verifier = new WebhookVerifier(endpoints[i].Keys[0].Secret);
            foreach (var one in receiver.InboxOf($"/{i}"))
            {
                var sentAt = NodaTime.Instant.FromUnixTimeSeconds(long.Parse(one.Headers["webhook-timestamp"], CultureInfo.InvariantCulture));
                Assert.Equal(WebhookVerdict.Valid, verifier.Verify(one.Headers.GetValueOrDefault, one.Body, sentAt));
            }
        }

        output.WriteLine(
            $"{events * EndpointCount} deliveries arrived in {time.Elapsed.TotalSeconds:0.0} s through {Kills} kills, by {receiver.Inbox.Count} attempts.");

        int Distinct() => receiver.Inbox.Select(one => (one.Path, one.Id)).Distinct().Count();

        Process Start(int from, int to) => Process.Start("dotnet", [typeof(KilledWorker).Assembly.Location, database, connectionString, Text(from), Text(to), Text(Environment.ProcessId)]);

        static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>One in twenty answers is an error, a dropped connection, or too late.</summary>
    private static Func<Microsoft.AspNetCore.Http.HttpContext, Received, Task> Unreliable(Random random) => async (context, _) =>
    {
        int luck;
        lock (random)
        {
            luck = random.Next(60);
        }

        switch (luck)
        {
            case 0:
                context.Response.StatusCode = 500;
                break;
            case 1:
                context.Abort();
                break;
            case 2:
                await Task.Delay(TimeSpan.FromSeconds(1));
                break;
            default:
                context.Response.StatusCode = 204;
                break;
        }
    };

    private static async Task UntilAsync(Func<bool> holds)
    {
        for (var wait = Stopwatch.StartNew(); !holds();)
        {
            Assert.True(wait.Elapsed < TimeSpan.FromMinutes(4), "The workers did not get on.");
            await Task.Delay(20);
        }
    }
}

/// <summary>A test that runs only if the environment variable <c>REFERRALS_WEBHOOKS</c> says how many deliveries it is to make, as <c>.ci/run</c> does.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LongRunFactAttribute : FactAttribute
{
    internal const string Switch = "REFERRALS_WEBHOOKS";

    private readonly bool _isOn = !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Switch));

    public LongRunFactAttribute() => Skip = _isOn ? null : $"It starts and kills processes, which takes a while: set {Switch} to a number of deliveries, such as 10000.";

    public bool NeedsPostgres { get; init => (field, Skip) = (value, Skip ?? (value ? PostgresServer.Missing : null)); }
}
