using Microsoft.EntityFrameworkCore;
using Referrals.Crm.EntityFrameworkCore;
using Referrals.Crm.Storage;
using Referrals.EntityFrameworkCore.Tests.PostgreSql;

namespace Referrals.Crm.Tests.Storage;

public sealed class InMemoryCrmStoreTests
{
    private readonly InMemoryCrmStore _store = new();

    [Theory]
    [MemberData(nameof(CrmStoreCases.Names), MemberType = typeof(CrmStoreCases))]
    public Task Case_holds(string name) => new CrmStoreCases(() => _store).RunAsync(name);
}

public sealed class SqliteCrmStoreTests : IDisposable
{
    private readonly SqliteFile _file = new();

    public void Dispose() => _file.Dispose();

    [Theory]
    [MemberData(nameof(CrmStoreCases.Names), MemberType = typeof(CrmStoreCases))]
    public async Task Case_holds(string name)
    {
        await using (var context = _file.Context())
        {
            await context.Database.CreateReferralCrmSchemaAsync();
        }

        await new CrmStoreCases(() => new EntityFrameworkCrmStore<CrmDbContext>(_file.Context())).RunAsync(name);
    }
}

[Collection(PostgresGroup.Name)]
public sealed class PostgresCrmStoreTests(PostgresServer server)
{
    [PostgresTheory]
    [MemberData(nameof(CrmStoreCases.Names), MemberType = typeof(CrmStoreCases))]
    public async Task Case_holds(string name)
    {
        var database = await server.NewDatabaseAsync();
        await using (var context = CrmDbContext.OnPostgres(database))
        {
            await context.Database.CreateReferralCrmSchemaAsync();
        }

        await new CrmStoreCases(() => new EntityFrameworkCrmStore<CrmDbContext>(CrmDbContext.OnPostgres(database))).RunAsync(name);
    }
}

/// <summary>Migrations of an application come from the model, embedded databases from the script: both must give the same tables.</summary>
[Collection(PostgresGroup.Name)]
public sealed class CrmSchemaTests(PostgresServer server)
{
    [Fact]
    public async Task Script_and_model_make_the_same_tables_on_sqlite()
    {
        using var byScript = new SqliteFile();
        using var byModel = new SqliteFile();
        await using var script = byScript.Context();
        await script.Database.CreateReferralCrmSchemaAsync();
        await script.Database.CreateReferralCrmSchemaAsync();
        await using var model = byModel.Context();
        await model.Database.EnsureCreatedAsync();

        var expected = await SqliteColumnsAsync(model);
        Assert.Equal(expected, await SqliteColumnsAsync(script));
        Assert.Equal(23, expected.Count);
    }

    [PostgresFact]
    public async Task Script_and_model_make_the_same_tables_on_postgresql()
    {
        await using var script = CrmDbContext.OnPostgres(await server.NewDatabaseAsync());
        await script.Database.CreateReferralCrmSchemaAsync();
        await script.Database.CreateReferralCrmSchemaAsync();
        await using var model = CrmDbContext.OnPostgres(await server.NewDatabaseAsync());
        await model.Database.EnsureCreatedAsync();

        var expected = await PostgresColumnsAsync(model);
        Assert.Equal(expected, await PostgresColumnsAsync(script));
        Assert.Equal(25, expected.Count);
    }

    [Fact]
    public void Names_of_the_model_stand_in_the_script()
    {
        using var context = new NamedDbContext(new DbContextOptionsBuilder<NamedDbContext>().UseNpgsql("Host=nowhere").Options);
        var script = context.Database.GenerateReferralCrmScript();

        Assert.Contains("CREATE SCHEMA IF NOT EXISTS \"mirror\";", script, StringComparison.Ordinal);
        Assert.Contains("CREATE TABLE IF NOT EXISTS \"mirror\".\"my_records\"", script, StringComparison.Ordinal);
        Assert.DoesNotContain("{", script, StringComparison.Ordinal);
    }

    [Fact]
    public void Model_without_the_tables_is_told()
    {
        using var context = new DbContext(new DbContextOptionsBuilder().UseSqlite("Data Source=:memory:").Options);
        var refusal = Assert.Throws<InvalidOperationException>(() => new EntityFrameworkCrmStore<DbContext>(context));

        Assert.Contains("modelBuilder.UseReferralCrm()", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a;b")]
    [InlineData("a\"b")]
    [InlineData("")]
    public void Names_that_could_be_sql_are_refused(string name) =>
        Assert.ThrowsAny<ArgumentException>(() => new ModelBuilder().UseReferralCrm(name, name));

    /// <summary>Columns with type and whether they may be null, the primary key, and indexes by name.</summary>
    private static Task<List<string>> SqliteColumnsAsync(DbContext context) => context.Database.SqlQueryRaw<string>(
        """
        SELECT m.name || '.' || c.name || ' ' || c.type || ' ' || c."notnull" || ' ' || c.pk AS "Value"
        FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name LIKE 'referral_crm_%'
        UNION ALL
        SELECT m.name || ' of ' || m.tbl_name || ' (' || (SELECT group_concat(i.name, ',') FROM pragma_index_info(m.name) i) || ')' || (m.sql LIKE '%WHERE%') AS "Value"
        FROM sqlite_master m WHERE m.type = 'index' AND m.name LIKE 'ix_referral_crm_%'
        ORDER BY 1
        """).ToListAsync();

    private static Task<List<string>> PostgresColumnsAsync(DbContext context) => context.Database.SqlQueryRaw<string>(
        """
        SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable AS "Value"
        FROM information_schema.columns WHERE table_name LIKE 'referral_crm_%'
        UNION ALL
        SELECT indexdef AS "Value" FROM pg_indexes WHERE tablename LIKE 'referral_crm_%'
        ORDER BY 1
        """).ToListAsync();

    private sealed class NamedDbContext(DbContextOptions<NamedDbContext> options) : DbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.UseReferralCrm("mirror", "my_");
    }
}
