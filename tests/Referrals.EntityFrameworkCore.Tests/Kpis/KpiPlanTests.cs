using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Referrals.EntityFrameworkCore.Kpis;
using Referrals.EntityFrameworkCore.Sql.Statements;
using Referrals.EntityFrameworkCore.Tests.PostgreSql;
using Referrals.EntityFrameworkCore.Tests.Sqlite;
using Referrals.Kpis;
using Referrals.Testing.Conformance;
using Referrals.Tests.Kpis;

namespace Referrals.EntityFrameworkCore.Tests.Kpis;

/// <summary>A month of one program among several is read through the indexes, and never by going through the whole table.</summary>
[Collection(PostgresGroup.Name)]
public sealed class KpiPlanTests(PostgresServer server)
{
    private const int Programs = 8;

    private static readonly KpiWindow May = KpiWindow.Of(KpiVectors.At("2025-05-01T00:00:00Z"), KpiVectors.At("2025-06-01T00:00:00Z"));

    [Fact]
    public async Task Sqlite_reads_a_month_through_the_indexes()
    {
        var database = new SqliteDatabase();
        await database.InitializeAsync();
        var plans = await PlansAsync(database, database.Context(), Dialect.Sqlite, "EXPLAIN QUERY PLAN ", analyze: null);

        Assert.All(plans, plan => Assert.DoesNotMatch("SCAN (f|r|p|referral_facts)\\b", plan.Text));
        Assert.All(
            plans.Where(plan => plan.Name is not ("Eligible" or "Members")),
            plan => Assert.Contains("USING INDEX ix_referral_facts_type (partition=? AND type=? AND occurred_at", plan.Text, StringComparison.Ordinal));
        Assert.All(plans.Where(plan => plan.Name != "Eligible"), plan => Assert.Contains("USING PRIMARY KEY (customer=?)", plan.Text, StringComparison.Ordinal));
        await database.DisposeAsync();
    }

    [PostgresFact]
    public async Task Postgres_reads_a_month_through_the_indexes()
    {
        var database = await PostgresDatabase.CreateAsync(server);
        var plans = await PlansAsync(database, database.Context(), Dialect.PostgreSql, "EXPLAIN ", "VACUUM ANALYZE referral_facts");

        Assert.All(plans, plan => Assert.Matches("Index (Only )?Scan (using|on) ix_referral_facts_type", plan.Text));
        Assert.All(plans, plan => Assert.DoesNotContain("Seq Scan on referral_facts", plan.Text, StringComparison.Ordinal));
    }

    private static async Task<List<(string Name, string Text)>> PlansAsync(
        IStoreUnderTest database, ReferralsDbContext context, Dialect dialect, string explain, string? analyze)
    {
        await using var disposal = context;
        await using var opened = await database.OpenAsync(default);
        for (var program = 0; program < Programs; program++)
        {
            await StoredJournal.WriteAsync(opened.Store, Partition.Of(ProgramId.From($"program-{program}")), KpiVectors.Shop);
        }

        var statements = new KpiStatements(dialect, "referral_facts", [May], KpiGrouping.BySegment);
        var plans = new List<(string, string)>();
        await context.Database.OpenConnectionAsync();
        await context.Database.ExecuteSqlRawAsync(analyze ?? Valued(statements.KeepPeople));
        foreach (var property in typeof(KpiStatements).GetProperties(BindingFlags.Instance | BindingFlags.NonPublic)
            .Where(p => p.PropertyType == typeof(Statement) && p.Name != nameof(KpiStatements.KeepPeople)))
        {
            await using var command = context.Database.GetDbConnection().CreateCommand();
            command.CommandText = explain + Valued((Statement)property.GetValue(statements)!);
            await using var reader = await command.ExecuteReaderAsync();
            var lines = new List<string>();
            while (await reader.ReadAsync())
            {
                lines.Add(reader.GetString(reader.FieldCount - 1));
            }

            plans.Add((property.Name, $"{property.Name}\n{string.Join('\n', lines)}"));
        }

        Assert.True(plans.Count >= 8);
        return plans;
    }

    private static string Valued(Statement statement) =>
        statement.Text.Replace("$1", "'program-3'", StringComparison.Ordinal).Replace("$2", "'USD'", StringComparison.Ordinal);
}
