using Microsoft.Data.Sqlite;
using NodaTime;
using Referrals.Kpis;
using Referrals.Kpis.Columns;
using Referrals.Serialization;
using Referrals.Tests.Kpis.Columns;

namespace Referrals.Tests.Kpis.Sql;

/// <summary>The same totals from a stream in memory, from parts of it, and from <c>GROUP BY</c> in a database.</summary>
public sealed class SqlTotalsTests
{
    [Fact]
    public void Database_agrees_with_the_columns_on_the_shop()
    {
        using var database = Database(KpiVectors.Shop);
        var table = FactTable.Read(KpiVectors.Shop, KpiVectors.Usd);

        foreach (var quarter in KpiPeriods.Quarters(new LocalDate(2025, 1, 1), 4, DateTimeZone.Utc))
        {
            Same(table, database, quarter, "shop");
        }
    }

    [Fact]
    public void Database_agrees_with_the_columns_on_awkward_journals()
    {
        var window = KpiWindow.Of(RandomFacts.Start + Duration.FromDays(10), RandomFacts.Start + Duration.FromDays(45));
        for (var seed = 0; seed < 60; seed++)
        {
            var facts = RandomFacts.Make(seed, 250);
            using var database = Database(facts);
            Same(FactTable.Read(facts, KpiVectors.Usd), database, window, $"seed {seed}");
        }
    }

    private static void Same(FactTable table, SqliteConnection database, KpiWindow window, string name)
    {
        var columns = table.Groups([window], KpiGrouping.BySegment).ToDictionary(g => g.Key[0], g => g.Totals[0]);

        var sql = SqlTotals.BySegment(database, window, KpiVectors.Usd);

        Assert.Equal(columns.Keys.Order(), sql.Keys.Order());
        Assert.All(columns, c => Assert.True(c.Value.Equals(sql[c.Key]), $"{name}: segment '{c.Key}' of {window}"));
    }

    private static SqliteConnection Database(IReadOnlyList<Fact> facts)
    {
        var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        using var create = connection.CreateCommand();
        create.CommandText = """
            CREATE TABLE facts (type TEXT, occurred_at INTEGER, customer TEXT, referrer TEXT, channel TEXT, segment TEXT,
                subject TEXT, visitor TEXT, code TEXT, unit TEXT, quantity INTEGER, margin INTEGER);
            CREATE INDEX facts_type ON facts (type, occurred_at);
            """;
        _ = create.ExecuteNonQuery();
        using var transaction = connection.BeginTransaction();
        foreach (var fact in facts)
        {
            Insert(connection, fact);
        }

        transaction.Commit();
        return connection;
    }

    private static void Insert(SqliteConnection connection, Fact fact)
    {
        var row = fact.Columns();
        using var insert = connection.CreateCommand();
        insert.CommandText = "INSERT INTO facts VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
        object?[] values =
        [
            row.Type, row.OccurredAt.ToUnixTimeTicks() / 10, row.Customer, row.Referrer, row.Channel, row.Segment,
            row.Subject, row.Visitor, row.Code, row.Unit, row.Quantity, row.Margin,
        ];
        for (var i = 0; i < values.Length; i++)
        {
            _ = insert.Parameters.AddWithValue($"${i + 1}", values[i] ?? DBNull.Value);
        }

        _ = insert.ExecuteNonQuery();
    }
}
