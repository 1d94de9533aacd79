using Microsoft.EntityFrameworkCore;
using NodaTime;
using Referrals.EntityFrameworkCore.Sql.Statements;
using Referrals.EntityFrameworkCore.Tests.PostgreSql;
using Referrals.EntityFrameworkCore.Tests.Sqlite;
using Referrals.Storage;
using Referrals.Testing;
using Referrals.Testing.Conformance;

namespace Referrals.EntityFrameworkCore.Tests.Customers;

/// <summary>What concerns one customer is found through an index, and is what a reading of the whole partition finds.</summary>
[Collection(PostgresGroup.Name)]
public sealed class CustomerSourceTests(PostgresServer server)
{
    private const int Customers = 12;

    private static readonly Partition Spring = Partition.Of(ProgramId.From("spring"));
    private static readonly Instant Start = Instant.FromUtc(2026, 3, 1, 9, 0);

    private static readonly ReferralProgram Program = ReferralProgram.Create("spring", p => p
        .Qualify(q => q.On("purchase").AtLeast(20, "EUR"))
        .RewardReferrer(r => r.Flat(10, "EUR").AtMost(60, "EUR").HeldFor(TimePeriod.Days(3)))
        .RewardReferee(r => r.PercentOf(10, "EUR").Reviewed(within: TimePeriod.Days(2), whenOverdue: WhenOverdue.Reject))
        .Budget(250, "EUR"));

    [Fact]
    public async Task Sqlite_finds_what_concerns_each_customer() => await WithSqliteAsync(FindsTheSameAsync);

    [PostgresFact]
    public async Task Postgres_finds_what_concerns_each_customer() => await FindsTheSameAsync(await PostgresDatabase.CreateAsync(server));

    [Fact]
    public async Task Sqlite_gives_many_lines_page_by_page() => await WithSqliteAsync(PagesAsync);

    [PostgresFact]
    public async Task Postgres_gives_many_lines_page_by_page() => await PagesAsync(await PostgresDatabase.CreateAsync(server));

    [Fact]
    public async Task Sqlite_reads_through_the_indexes_alone() => await WithSqliteAsync(async database =>
    {
        await PagesAsync(database);
        await using var context = ((SqliteDatabase)database).Context();
        var (lines, refusals) = await PlansAsync(context, Dialect.Sqlite, "EXPLAIN QUERY PLAN ");
        Assert.Contains("USING INDEX ix_referral_ledger_customer (partition=? AND customer=? AND position<?)", lines, StringComparison.Ordinal);
        Assert.Contains("USING INDEX ix_referral_facts_refused_customer (partition=? AND customer=? AND position<?)", refusals, StringComparison.Ordinal);
        Assert.Contains("USING INDEX ix_referral_facts_refused_referrer (partition=? AND referrer=? AND position<?)", refusals, StringComparison.Ordinal);
        Assert.DoesNotContain("TEMP B-TREE", lines + refusals, StringComparison.Ordinal);
    });

    [PostgresFact]
    public async Task Postgres_reads_through_the_indexes_alone()
    {
        var database = await PostgresDatabase.CreateAsync(server);
        await PagesAsync(database);
        await using var context = database.Context();
        await context.Database.ExecuteSqlRawAsync("VACUUM ANALYZE");
        var (lines, refusals) = await PlansAsync(context, Dialect.PostgreSql, "EXPLAIN ");
        Assert.Matches("Index Scan.* using ix_referral_ledger_customer", lines);
        Assert.Contains("ix_referral_facts_refused_customer", refusals, StringComparison.Ordinal);
        Assert.Contains("ix_referral_facts_refused_referrer", refusals, StringComparison.Ordinal);
        Assert.DoesNotContain("Seq Scan", lines + refusals, StringComparison.Ordinal);
    }

    private static async Task FindsTheSameAsync(IStoreUnderTest database)
    {
        await using var opened = await database.OpenAsync(default);
        await WorkAsync(new ReferralEngine(opened.Store, new ReferralsOptions().AddProgram(Program)));
        var source = (ICustomerSource)opened.Store;
        var plain = new PlainStore(opened.Store);
        var clock = new FakeClock(Start + Duration.FromDays(9));
        var (fast, slow) = (Engine(opened.Store, clock), Engine(plain, clock));
        var (refused, posted) = (0, 0);
        for (var i = 0; i < Customers; i++)
        {
            var customer = Customer(i);
            var lines = await source.LinesOfAsync(Spring, customer, default).ToListAsync();
            var refusals = await source.RefusalsOfAsync(Spring, customer, default).ToListAsync();
            Assert.Equal(await CustomerScan.LinesOfAsync(plain, Spring, customer, default).Select(Told).ToListAsync(), lines.Select(Told));
            Assert.Equal(await CustomerScan.RefusalsOfAsync(plain, Spring, customer, default).Select(Told).ToListAsync(), refusals.Select(Told));
            var (view, expected) = (await fast.GetParticipantAsync(customer), await slow.GetParticipantAsync(customer));
            Assert.Equal(expected.Refusals, view.Refusals);
            Assert.Equal(expected.Rewards.Select(reward => (reward.Id, reward.Stage)), view.Rewards.Select(reward => (reward.Id, reward.Stage)));
            Assert.Equal((await slow.GetStatementAsync(customer, Start, clock.GetCurrentInstant())).ToText(), (await fast.GetStatementAsync(customer, Start, clock.GetCurrentInstant())).ToText());
            refused += view.Refusals.Count;
            posted += lines.Count;
        }

        Assert.True(refused > Customers && posted > Customers, "The history refuses or grants too little to show anything.");
        Assert.Empty(await source.LinesOfAsync(Spring, CustomerId.From("nobody"), default).ToListAsync());
        Assert.Empty(await source.LinesOfAsync(Partition.Of(ProgramId.From("other")), Customer(0), default).ToListAsync());
    }

    /// <summary>More lines and refusals of one customer than a page holds, among those of others.</summary>
    private static async Task PagesAsync(IStoreUnderTest database)
    {
        await using var opened = await database.OpenAsync(default);
        for (var batch = 0; batch < 16; batch++)
        {
            var operations = Enumerable.Range(batch * 50, 50).SelectMany(i => (StoreOperation[])
            [
                Insert(RecordKind.Ledger, i, "customer.available", i % 4 == 0 ? $"other-{i}" : "ann", null),
                Insert(RecordKind.Fact, i, i % 5 == 0 ? nameof(FactKind.SignedUp) : nameof(FactKind.ConversionNotRewarded), i % 2 == 0 ? "ann" : $"other-{i}", "ann"),
            ]);
            Assert.Equal(CommitStatus.Committed, (await opened.Store.CommitAsync(CommitBatch.Of(Spring, operations), default)).Status);
        }

        var source = (ICustomerSource)opened.Store;
        var lines = await source.LinesOfAsync(Spring, CustomerId.From("ann"), default).ToListAsync();
        Assert.Equal(600, lines.Count);
        Assert.Equal(lines.OrderByDescending(line => line.Position).Select(Told), lines.Select(Told));
        var refusals = await source.RefusalsOfAsync(Spring, CustomerId.From("ann"), default).ToListAsync();
        Assert.Equal(640, refusals.Select(refusal => refusal.Key).Distinct().Count());
        Assert.Equal(refusals.OrderByDescending(refusal => refusal.Position).Select(Told), refusals.Select(Told));
    }

    private static StoreOperation Insert(RecordKind kind, int number, string type, string customer, string? referrer) => StoreOperation.Insert(
        RecordKey.Of(kind, $"{number:D4}"),
        RecordContent.Of("{}"u8.ToArray()) with
        {
            Columns = new RecordColumns { Type = type, OccurredAt = Start, Customer = customer, Referrer = referrer },
        });

    private static async Task<(string Lines, string Refusals)> PlansAsync(ReferralsDbContext context, Dialect dialect, string explain)
    {
        await context.Database.OpenConnectionAsync();
        return (
            await PlanAsync(context, explain, new JournalStatements(dialect, "referral_ledger").ScanCustomer),
            await PlanAsync(context, explain, new JournalStatements(dialect, "referral_facts").ScanRefusals));
    }

    private static async Task<string> PlanAsync(ReferralsDbContext context, string explain, Statement statement)
    {
        await using var command = context.Database.GetDbConnection().CreateCommand();
#pragma warning disable CA2100 // Constants.
        command.CommandText = explain + statement.Text.Replace("$1", "'spring'", StringComparison.Ordinal)
            .Replace("$2", "'other-4'", StringComparison.Ordinal).Replace("$3", "700", StringComparison.Ordinal).Replace("$4", "512", StringComparison.Ordinal);
#pragma warning restore CA2100
        await using var reader = await command.ExecuteReaderAsync();
        var plan = new List<string>();
        while (await reader.ReadAsync())
        {
            plan.Add(reader.GetString(reader.FieldCount - 1));
        }

        return string.Join('\n', plan);
    }

    private static async Task WorkAsync(ReferralEngine engine)
    {
        var random = new Random(5);
        for (var i = 0; i < Customers; i++)
        {
            await engine.EnrollAsync(Enrollment.Of(Customer(i)).At(Start));
        }

        for (var step = 0; step < 250; step++)
        {
            var at = Start + Duration.FromMinutes(step);
            var (customer, other) = (Customer(random.Next(Customers)), Customer(random.Next(Customers)));
            ReferralInput input = random.Next(5) switch
            {
                0 => SignUp.Of(customer).ReferredBy(other),
                1 => Refund.OfWhole($"r{random.Next(60)}", $"o{random.Next(90)}"),
                _ => Conversion.Of(customer, $"o{random.Next(90)}", "purchase", Amount.Of(random.Next(1, 90), "EUR")),
            };
            await engine.SubmitAsync(input.At(at));
        }

        await engine.Operations.ProcessDueAsync(Start + Duration.FromDays(4));
    }

    private static ReferralEngine Engine(IReferralStore store, FakeClock clock) => new(store, new ReferralsOptions().AddProgram(Program), clock);

    private static CustomerId Customer(int number) => CustomerId.From($"c{number}");

    private static string Told(StoredRecord record) => $"{record.Position} {record.Key} {record.Content.Columns}";

    private static async Task WithSqliteAsync(Func<IStoreUnderTest, Task> check)
    {
        var database = new SqliteDatabase();
        await database.InitializeAsync();
        try
        {
            await check(database);
        }
        finally
        {
            await database.DisposeAsync();
        }
    }
}
