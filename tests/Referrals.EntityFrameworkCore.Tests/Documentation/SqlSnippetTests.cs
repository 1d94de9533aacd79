using Microsoft.EntityFrameworkCore;
using NodaTime;
using Referrals.EntityFrameworkCore.Tests.PostgreSql;
using Referrals.EntityFrameworkCore.Tests.Sqlite;
using Referrals.Testing;
using Referrals.Tests.Documentation;

namespace Referrals.EntityFrameworkCore.Tests.Documentation;

/// <summary>Every SQL of the docs runs on both databases, and finds something in a shop of March 2026 whose program is called spring.</summary>
[Collection(PostgresGroup.Name)]
public sealed class SqlSnippetTests(PostgresServer server)
{
    private static readonly string[] Snippets =
    [
        .. MarkdownFiles.All.SelectMany(CodeFence.ReadFrom)
            .Where(static fence => fence.Language == "sql")
            .Select(static fence => string.Join('\n', fence.Lines))
            .Where(static sql => sql.Contains("SELECT", StringComparison.Ordinal)),
    ];

    [Fact]
    public async Task Sql_of_the_docs_finds_rows_on_sqlite()
    {
        var database = new SqliteDatabase();
        await database.InitializeAsync();
        try
        {
            await using var context = database.Context();
            await FindRowsAsync(context);
        }
        finally
        {
            await database.DisposeAsync();
        }
    }

    [PostgresFact]
    public async Task Sql_of_the_docs_finds_rows_on_postgres()
    {
        var database = await PostgresDatabase.CreateAsync(server);
        await using var context = database.Context();
        await FindRowsAsync(context);
    }

    private static async Task FindRowsAsync(ReferralsDbContext context)
    {
        var program = ReferralProgram.Create("spring", p => p.RewardReferrer(r => r.Flat(10, "EUR")).RewardReferee(r => r.Flat(5, "EUR")));
        var engine = new ReferralEngine(
            new EntityFrameworkReferralStore<ReferralsDbContext>(context),
            new ReferralsOptions().AddProgram(program),
            new FakeClock(Instant.FromUtc(2026, 3, 10, 12, 0)));
        var (alice, bob) = (CustomerId.From("alice"), CustomerId.From("bob"));
        _ = await engine.EnrollAsync(Enrollment.Of(alice));
        _ = await engine.SignUpAsync(SignUp.Of(bob).ReferredBy(alice));
        _ = await engine.ConvertAsync(Conversion.Of(bob, "o", "purchase", Amount.Of(80, "EUR")));

        Assert.NotEmpty(Snippets);
        foreach (var sql in Snippets)
        {
            Assert.True(await RowsAsync(context, sql) > 0, $"This finds nothing:\n{sql}");
        }
    }

    private static async Task<int> RowsAsync(ReferralsDbContext context, string sql)
    {
        await context.Database.OpenConnectionAsync();
        await using var command = context.Database.GetDbConnection().CreateCommand();
#pragma warning disable CA2100 // The text is our own documentation.
        command.CommandText = sql;
#pragma warning restore CA2100
        await using var reader = await command.ExecuteReaderAsync();
        var rows = 0;
        while (await reader.ReadAsync())
        {
            rows++;
        }

        return rows;
    }
}
