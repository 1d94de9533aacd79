using System.Text;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Referrals.EntityFrameworkCore.Sql.Statements;
using Referrals.EntityFrameworkCore.Tests.PostgreSql;
using Referrals.EntityFrameworkCore.Tests.Sqlite;
using Referrals.Kpis;
using Referrals.Pipeline;
using Referrals.Storage;
using Referrals.Testing;
using Referrals.Testing.Conformance;

namespace Referrals.EntityFrameworkCore.Tests.Customers;

/// <summary>People, work lists and decisions read the same from every store, with and without the ability to find by label, and through indexes alone.</summary>
[Collection(PostgresGroup.Name)]
public sealed class LabelSourceTests(PostgresServer server)
{
    private const int Customers = 14;

    private static readonly Partition Spring = Partition.Of(ProgramId.From("spring"));
    private static readonly Instant Start = Instant.FromUtc(2026, 3, 1, 9, 0);
    private static readonly Unit Euro = Unit.Money("EUR");

    private static readonly ReferralProgram Program = ReferralProgram.Create("spring", p => p
        .Links("https://shop.example/r/{code}")
        .Qualify(q => q.On("purchase").AtLeast(20, "EUR"))
        .Guard(g => g.Against(Guard.ReferralsPerReferrer(2, TimePeriod.Hours(1))).Reviewed(within: TimePeriod.Days(2), whenOverdue: WhenOverdue.Reject))
        .RewardReferrer(r => r.Flat(10, "EUR").AtMost(60, "EUR").HeldFor(TimePeriod.Days(3)))
        .RewardReferee(r => r.PercentOf(10, "EUR").Reviewed(within: TimePeriod.Days(2), whenOverdue: WhenOverdue.Reject)));

    [Fact]
    public async Task Sqlite_answers_as_the_in_memory_store() => await WithSqliteAsync(AnswersTheSameAsync);

    [PostgresFact]
    public async Task Postgres_answers_as_the_in_memory_store() => await AnswersTheSameAsync(await PostgresDatabase.CreateAsync(server));

    [Fact]
    public async Task Sqlite_finds_through_the_indexes_alone() => await WithSqliteAsync(async database =>
    {
        await FillAsync(database);
        await using var context = ((SqliteDatabase)database).Context();
        await context.Database.OpenConnectionAsync();
        foreach (var (label, statement, beyond) in Statements(Dialect.Sqlite))
        {
            var plan = await PlanAsync(context, "EXPLAIN QUERY PLAN ", statement);
            Assert.Contains($"USING INDEX ix_referral_records_{label} (partition=? AND kind=? AND {label}=? AND position{beyond}?)", plan, StringComparison.Ordinal);
            Assert.DoesNotContain("TEMP B-TREE", plan, StringComparison.Ordinal);
        }
    });

    [PostgresFact]
    public async Task Postgres_finds_through_the_indexes_alone()
    {
        var database = await PostgresDatabase.CreateAsync(server);
        await FillAsync(database);
        await using var context = database.Context();
        await context.Database.ExecuteSqlRawAsync("VACUUM ANALYZE");
        await context.Database.OpenConnectionAsync();
        foreach (var (label, statement, _) in Statements(Dialect.PostgreSql))
        {
            var plan = await PlanAsync(context, "EXPLAIN ", statement);
            Assert.Matches($"Index Scan.* using ix_referral_records_{label}", plan);
            Assert.DoesNotContain("Sort", plan, StringComparison.Ordinal);
            Assert.DoesNotContain("Seq Scan", plan, StringComparison.Ordinal);
        }
    }

    private static async Task AnswersTheSameAsync(IStoreUnderTest database)
    {
        await using var opened = await database.OpenAsync(default);
        var (told, kept) = (new InMemoryReferralStore(), opened.Store);
        await WorkAsync(Engine(told, new FakeClock(Start)));
        await WorkAsync(Engine(kept, new FakeClock(Start)));
        foreach (var days in new[] { 0.5, 2.5, 9 })
        {
            var clock = new FakeClock(Start + Duration.FromDays(days));
            var expected = await PictureAsync(Engine(told, clock));
            Assert.Equal(expected, await PictureAsync(Engine(kept, clock)));
            Assert.Equal(expected, await PictureAsync(Engine(new PlainStore(kept), clock)));
            Assert.True(days > 1 || (expected.Contains("Held", StringComparison.Ordinal)), expected);
        }

        Assert.Empty(await Engine(kept, new FakeClock(Start + Duration.FromDays(9))).Operations.VerifyAsync());
    }

    /// <summary>Everything that can be asked, as text; pages of three, so that cursors are tried.</summary>
    private static async Task<string> PictureAsync(ReferralEngine referrals)
    {
        var text = new StringBuilder();
        for (var i = 0; i < Customers; i++)
        {
            var customer = Customer(i);
            text.Append(await referrals.FindCustomerAsync(customer)).AppendLine();
            await EachAsync(cursor => referrals.ListFriendsAsync(customer, cursor, 3), friend => $"{friend} {string.Join(", ", friend.Rewards)}");
            await EachAsync(cursor => referrals.ListRewardsAsync(customer, cursor, 3), static reward => reward.ToString());
            await EachAsync(cursor => referrals.ListConversionsAsync(customer, cursor, 3), static one => $"{one} {string.Join(", ", one.Rewards)}");
            await EachAsync(cursor => referrals.Operations.ListDecisionsAsync(customer, cursor, 3), static one => $"{one.Decision.Key} {one.Decision.Code}");
        }

        await EachAsync(cursor => referrals.Reviews.ListHeldReferralsAsync(cursor, 3), static held => $"{held.Referral} {string.Join(", ", held.Evidence)}");
        await EachAsync(cursor => referrals.Reviews.ListRewardsInReviewAsync(cursor, 3), static reward => reward.ToString());
        await EachAsync(cursor => referrals.Reviews.ListBannedAsync(cursor, 3), static ban => ban.ToString());
        await EachAsync(cursor => referrals.Operations.ListDecisionsOfConversionAsync("o7", cursor, 3), static one => one.Decision.Key);
        var window = KpiWindow.Of(Start + Duration.FromMinutes(40), Start + Duration.FromHours(9));
        foreach (var metric in Enum.GetValues<LeaderboardMetric>())
        {
            var board = await referrals.Reports.RankByPeriodAsync(window, Euro, metric);
            text.Append(metric).Append(": ").AppendJoin(", ", board.Entries).AppendLine();
        }

        foreach (var metric in new[] { LeaderboardMetric.ReferredSignups, LeaderboardMetric.ReferredPurchasers, LeaderboardMetric.ReferredRevenue })
        {
            text.Append("cohort ").Append(metric).Append(": ").AppendJoin(", ", (await referrals.Reports.RankByCohortAsync(window, Euro, metric)).Entries).AppendLine();
        }

        text.AppendLine((await referrals.Reports.ComputeKpisAsync(window, Euro)).ToText());
        return text.ToString();

        async Task EachAsync<T>(Func<string?, ValueTask<Page<T>>> ask, Func<T, string?> tell)
        {
            string? cursor = null;
            do
            {
                var page = await ask(cursor);
                foreach (var item in page.Items)
                {
                    text.AppendLine(tell(item));
                }

                cursor = page.Next;
            }
            while (cursor is not null);
        }
    }

    /// <summary>The rankings that fold in the database are those of the columns in memory.</summary>
    [Fact]
    public async Task Rankings_of_a_period_are_those_of_the_columns()
    {
        var store = new InMemoryReferralStore();
        var referrals = Engine(store, new FakeClock(Start + Duration.FromDays(9)));
        await WorkAsync(referrals);
        var table = FactTable.Read(await referrals.Operations.ReadJournalAsync().ToListAsync(), Euro);
        var window = KpiWindow.Of(Start + Duration.FromMinutes(40), Start + Duration.FromHours(9));
        foreach (var metric in Enum.GetValues<LeaderboardMetric>())
        {
            var board = await referrals.Reports.RankByPeriodAsync(window, Euro, metric);
            Assert.Equal(Leaderboard.Of(table, window, metric).Entries, board.Entries);
            Assert.True(metric == LeaderboardMetric.Shares || board.Entries.Count > 1, $"Nobody scores by {metric}.");
        }

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await referrals.Reports.RankByCohortAsync(window, Euro, LeaderboardMetric.Rewards));
    }

    private static async Task WorkAsync(ReferralEngine engine)
    {
        var random = new Random(11);
        for (var i = 0; i < 4; i++)
        {
            var enrolled = await engine.EnrollAsync(Enrollment.Of(Customer(i)).At(Start));
            for (var click = 0; click < 3; click++)
            {
                await engine.TouchAsync(Touch.Click(enrolled.Link!, VisitorId.From($"v{i}{click}")).At(Start));
            }
        }

        for (var step = 0; step < 200; step++)
        {
            var at = Start + Duration.FromMinutes(3 * step);
            var (customer, referrer) = (Customer(random.Next(Customers)), Customer(random.Next(4)));
            ReferralInput input = random.Next(9) switch
            {
                0 or 1 => SignUp.Of(customer).ReferredBy(referrer),
                2 => SignUp.Of(customer).ByVisitor(VisitorId.From($"v{random.Next(4)}{random.Next(3)}")),
                3 => Refund.OfWhole($"r{random.Next(60)}", $"o{random.Next(90)}"),
                4 when step % 5 == 0 => ReferrerBan.Impose(referrer, "too many"),
                4 => ReferrerBan.Lift(referrer, "enough"),
                _ => Conversion.Of(customer, $"o{random.Next(90)}", "purchase", Amount.Of(random.Next(1, 90), "EUR")),
            };
            await engine.SubmitAsync(input.At(at));
        }
    }

    /// <summary>Many records of others, so that a plan that reads them all would be chosen where the index is not used.</summary>
    private static async Task FillAsync(IStoreUnderTest database)
    {
        await using var opened = await database.OpenAsync(default);
        for (var batch = 0; batch < 30; batch++)
        {
            var operations = Enumerable.Range(batch * 100, 100).Select(static i => StoreOperation.Insert(
                RecordKey.Of(RecordKind.Reward, $"{i:D4}"),
                RecordContent.Of("{}"u8.ToArray()) with
                {
                    Labels = new RecordLabels { Owner = $"owner-{i % 300}", Subject = $"subject-{i % 300}", List = i % 300 == 4 ? "owner-4" : null },
                }));
            Assert.Equal(CommitStatus.Committed, (await opened.Store.CommitAsync(CommitBatch.Of(Spring, operations), default)).Status);
        }
    }

    private static IEnumerable<(string Label, Statement Statement, string Beyond)> Statements(Dialect dialect)
    {
        var records = new RecordStatements(dialect, "referral_records");
        return [("owner", records.FindOwner, "<"), ("subject", records.FindSubject, "<"), ("list", records.FindList, ">")];
    }

    private static async Task<string> PlanAsync(ReferralsDbContext context, string explain, Statement statement)
    {
        await using var command = context.Database.GetDbConnection().CreateCommand();
#pragma warning disable CA2100 // Constants.
        command.CommandText = explain + statement.Text.Replace("$1", "'spring'", StringComparison.Ordinal)
            .Replace("$2", "6", StringComparison.Ordinal).Replace("$3", "'owner-4'", StringComparison.Ordinal)
            .Replace("$4", "700", StringComparison.Ordinal).Replace("$5", "51", StringComparison.Ordinal);
#pragma warning restore CA2100
        await using var reader = await command.ExecuteReaderAsync();
        var plan = new List<string>();
        while (await reader.ReadAsync())
        {
            plan.Add(reader.GetString(reader.FieldCount - 1));
        }

        return string.Join('\n', plan);
    }

    private static ReferralEngine Engine(IReferralStore store, FakeClock clock) =>
        new(store, new ReferralsOptions().AddProgram(Program), clock, new SeededRandomness(3));

    private static CustomerId Customer(int number) => CustomerId.From($"c{number}");

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
