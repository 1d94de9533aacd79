using Microsoft.EntityFrameworkCore;
using Referrals.EntityFrameworkCore.Tests.PostgreSql;
using Referrals.Webhooks.EntityFrameworkCore;

namespace Referrals.Webhooks.Tests.Storage;

/// <summary>Migrations of an application come from the model, embedded databases from the script: both must give the same tables.</summary>
[Collection(PostgresGroup.Name)]
public sealed class WebhookSchemaTests(PostgresServer server)
{
    [Fact]
    public async Task Script_and_model_make_the_same_tables_on_sqlite()
    {
        using var byScript = new SqliteFile();
        using var byModel = new SqliteFile();
        await using var script = byScript.Context();
        await script.Database.CreateReferralWebhooksSchemaAsync();
        await script.Database.CreateReferralWebhooksSchemaAsync();
        await using var model = byModel.Context();
        await model.Database.EnsureCreatedAsync();

        var expected = await SqliteColumnsAsync(model);
        Assert.Equal(expected, await SqliteColumnsAsync(script));
        Assert.Equal(43, expected.Count);
    }

    [PostgresFact]
    public async Task Script_and_model_make_the_same_tables_on_postgresql()
    {
        await using var script = HooksDbContext.OnPostgres(await server.NewDatabaseAsync());
        await script.Database.CreateReferralWebhooksSchemaAsync();
        await script.Database.CreateReferralWebhooksSchemaAsync();
        await using var model = HooksDbContext.OnPostgres(await server.NewDatabaseAsync());
        await model.Database.EnsureCreatedAsync();

        var expected = await PostgresColumnsAsync(model);
        Assert.Equal(expected, await PostgresColumnsAsync(script));
        Assert.Equal(46, expected.Count);
    }

    [Fact]
    public void Names_of_the_model_stand_in_the_script()
    {
        using var context = new NamedDbContext(new DbContextOptionsBuilder<NamedDbContext>().UseNpgsql("Host=nowhere").Options);
        var script = context.Database.GenerateReferralWebhooksScript();

        Assert.Contains("CREATE SCHEMA IF NOT EXISTS \"hooks\";", script, StringComparison.Ordinal);
        Assert.Contains("CREATE TABLE IF NOT EXISTS \"hooks\".\"my_deliveries\"", script, StringComparison.Ordinal);
        Assert.DoesNotContain("{", script, StringComparison.Ordinal);
    }

    [Fact]
    public void Model_without_the_tables_is_told()
    {
        using var context = new DbContext(new DbContextOptionsBuilder().UseSqlite("Data Source=:memory:").Options);
        var refusal = Assert.Throws<InvalidOperationException>(() => new EntityFrameworkWebhookStore<DbContext>(context));

        Assert.Contains("modelBuilder.UseReferralWebhooks()", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a;b")]
    [InlineData("a\"b")]
    [InlineData("")]
    public void Names_that_could_be_sql_are_refused(string name) =>
        Assert.ThrowsAny<ArgumentException>(() => new ModelBuilder().UseReferralWebhooks(name, name));

    /// <summary>Columns with type and whether they may be null, the primary key, and indexes by name.</summary>
    private static Task<List<string>> SqliteColumnsAsync(DbContext context) => context.Database.SqlQueryRaw<string>(
        """
        SELECT m.name || '.' || c.name || ' ' || c.type || ' ' || c."notnull" || ' ' || c.pk AS "Value"
        FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name LIKE 'referral_webhook_%'
        UNION ALL
        SELECT m.name || ' of ' || m.tbl_name || ' (' || (SELECT group_concat(i.name, ',') FROM pragma_index_info(m.name) i) || ')' || (m.sql LIKE '%WHERE%') AS "Value"
        FROM sqlite_master m WHERE m.type = 'index' AND m.name LIKE 'ix_referral_webhook_%'
        ORDER BY 1
        """).ToListAsync();

    private static Task<List<string>> PostgresColumnsAsync(DbContext context) => context.Database.SqlQueryRaw<string>(
        """
        SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable AS "Value"
        FROM information_schema.columns WHERE table_name LIKE 'referral_webhook_%'
        UNION ALL
        SELECT indexdef AS "Value" FROM pg_indexes WHERE tablename LIKE 'referral_webhook_%'
        ORDER BY 1
        """).ToListAsync();
}

internal sealed class NamedDbContext(DbContextOptions<NamedDbContext> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.UseReferralWebhooks("hooks", "my_");
}
