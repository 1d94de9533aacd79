using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Referrals.EntityFrameworkCore;
using Referrals.EntityFrameworkCore.Tests.PostgreSql;
using Referrals.Messages.EntityFrameworkCore;
using Referrals.Messages.Tests.Storage;
using Xunit.Abstractions;

namespace Referrals.Messages.Tests;

/// <summary>
/// Worker processes decide, hand over and send, and are killed meanwhile. In the end each fact has led to one message, under one id; a message was handed over
/// a second time only if its process was killed while it was sent, and never where the application does not want that.
/// <c>REFERRALS_MESSAGES=3000 dotnet test tests/Referrals.Messages.Tests --filter Killed</c> makes it 3,000 messages.
/// </summary>
[Collection(PostgresGroup.Name)]
public sealed class KilledWorkerTests(PostgresServer server, ITestOutputHelper output)
{
    private const int Kills = 3;

    /// <summary>What is started and killed takes its time, so fewer than this are not worth it.</summary>
    private const int FewestMessages = 60;

    /// <summary>How many messages a worker sends side by side: so many can be open when it is killed.</summary>
    private const int SideBySide = 8;

    private static readonly int Messages = Math.Max(
        FewestMessages,
        int.TryParse(Environment.GetEnvironmentVariable(LongRunFactAttribute.Switch), CultureInfo.InvariantCulture, out var count) ? count : 0);

    [LongRunFact(NeedsPostgres = true)]
    public async Task Nobody_is_told_a_fact_twice_through_kills_on_postgresql()
    {
        using var file = new SqliteFile();
        await RunAsync("postgresql", await server.NewDatabaseAsync(), file.Mailbox, resend: true, output);
    }

    internal static async Task RunAsync(string database, string connectionString, string mailbox, bool resend, ITestOutputHelper output)
    {
        await using var services = KilledWorker.Services(database, connectionString, mailbox, resend);
        await using var scope = services.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<MessagesDbContext>();
        await context.Database.CreateReferralsSchemaAsync();
        await context.Database.CreateReferralMessagesSchemaAsync();
        var (mail, referrals) = (services.GetRequiredService<MailFile>(), Messages / 3);
        var time = Stopwatch.StartNew();
        var workers = new List<Process> { Start(), Start() };
        try
        {
            for (var kill = 1; kill <= Kills; kill++)
            {
                await UntilAsync(() => Task.FromResult(mail.Lines().Count >= kill * referrals * 3 / (Kills + 1)));
                var victim = workers[kill % workers.Count];
                victim.Kill();
                await victim.WaitForExitAsync();
                workers[kill % workers.Count] = Start();
            }

            // A message that nobody knows of is open until its lease ends.
            await UntilAsync(async () => await SettledAsync() == referrals * 3);
        }
        finally
        {
            workers.ForEach(worker => worker.Kill());
            workers.ForEach(worker => worker.WaitForExit());
            workers.ForEach(worker => worker.Dispose());
        }

        var handedOver = mail.Lines().Select(static line => line.Split(' ', 5)).ToList();
        var repeated = handedOver.GroupBy(static parts => parts[0]).Where(static same => same.Count() > 1).ToList();

        // One id for each fact and reader, and the same words under one id however often it is handed over.
        Assert.Equal(referrals * 3, handedOver.Select(static parts => parts[0]).Distinct().Count() + await UnsentAsync());
        Assert.Distinct(handedOver.DistinctBy(static parts => parts[0]).Select(static parts => (parts[1], parts[2])));
        Assert.All(repeated, static same => Assert.Single(same.Select(static parts => parts[4]).Distinct()));
        Assert.All(repeated, static same => Assert.Equal(same.Count(), same.Select(static parts => parts[3]).Distinct().Count()));
        Assert.True(resend ? repeated.Count <= Kills * SideBySide : repeated.Count == 0, $"{repeated.Count} messages were handed over again.");
        output.WriteLine(
            $"{referrals * 3} messages in {time.Elapsed.TotalSeconds:0.0} s through {Kills} kills; {repeated.Count} of them were handed over again under their own id.");

        async Task<int> SettledAsync() => await CountAsync(
            [MessageState.Sent, MessageState.Unconfirmed], [MessageKind.FriendSignedUp, MessageKind.RewardPending, MessageKind.RewardEarned]);

        // Without sending again, a message whose process died before the mailer had it is lost, which is what the option says.
        async Task<int> UnsentAsync()
        {
            var known = handedOver.Select(static parts => parts[0]).ToHashSet();
            var unconfirmed = await ReadAsync(static row => row.State == (int)MessageState.Unconfirmed);
            return unconfirmed.Count(id => !known.Contains(id));
        }

        async Task<int> CountAsync(MessageState[] states, MessageKind[] kinds)
        {
            var (wanted, codes) = (states.Select(static state => (int)state).ToArray(), kinds.Select(static kind => kind.Code).ToArray());
            return (await ReadAsync(row => wanted.Contains(row.State) && codes.Contains(row.Kind))).Count;
        }

        async Task<List<string>> ReadAsync(System.Linq.Expressions.Expression<Func<EntityFrameworkCore.Model.MessageRow, bool>> which)
        {
            await using var reading = services.CreateAsyncScope();
            var rows = reading.ServiceProvider.GetRequiredService<MessagesDbContext>().Set<EntityFrameworkCore.Model.MessageRow>();
            return await Microsoft.EntityFrameworkCore.EntityFrameworkQueryableExtensions.ToListAsync(rows.Where(which).Select(static row => row.Id));
        }

        Process Start() => Process.Start("dotnet",
        [
            typeof(KilledWorker).Assembly.Location, database, connectionString, mailbox, resend.ToString(), "0", Text(referrals), Text(Environment.ProcessId),
        ]);

        static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
    }

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        for (var wait = Stopwatch.StartNew(); !await holds();)
        {
            Assert.True(wait.Elapsed < TimeSpan.FromMinutes(4), "The workers did not get on.");
            await Task.Delay(50);
        }
    }
}

/// <summary>The same on SQLite, beside it.</summary>
public sealed class KilledWorkerOnSqliteTests(ITestOutputHelper output)
{
    [LongRunFact]
    public async Task Nobody_is_told_a_fact_twice_and_nothing_is_handed_over_twice_where_that_is_wished()
    {
        using var often = new SqliteFile();
        using var once = new SqliteFile();
        await Task.WhenAll(
            KilledWorkerTests.RunAsync("sqlite", often.ConnectionString, often.Mailbox, resend: true, output),
            KilledWorkerTests.RunAsync("sqlite", once.ConnectionString, once.Mailbox, resend: false, output));
    }
}

/// <summary>A test that runs only if the environment variable <c>REFERRALS_MESSAGES</c> says how many messages it is to make, as <c>.ci/run</c> does.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LongRunFactAttribute : FactAttribute
{
    internal const string Switch = "REFERRALS_MESSAGES";

    private readonly bool _isOn = !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Switch));

    public LongRunFactAttribute() => Skip = _isOn ? null : $"It starts and kills processes, which takes a while: set {Switch} to a number of messages, such as 3000.";

    public bool NeedsPostgres { get; init => (field, Skip) = (value, Skip ?? (value ? PostgresServer.Missing : null)); }
}
