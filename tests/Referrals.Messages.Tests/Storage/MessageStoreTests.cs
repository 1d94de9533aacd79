using Microsoft.EntityFrameworkCore;
using Referrals.EntityFrameworkCore.Tests.PostgreSql;
using Referrals.Messages.EntityFrameworkCore;
using Referrals.Messages.Storage;

namespace Referrals.Messages.Tests.Storage;

public sealed class InMemoryMessageStoreTests
{
    private readonly InMemoryMessageStore _store = new();

    [Theory]
    [MemberData(nameof(MessageStoreCases.Names), MemberType = typeof(MessageStoreCases))]
    public Task Case_holds(string name) => new MessageStoreCases(() => ValueTask.FromResult<IMessageStore>(_store)).RunAsync(name);
}

public sealed class SqliteMessageStoreTests : IDisposable
{
    private readonly SqliteFile _file = new();

    public void Dispose() => _file.Dispose();

    [Theory]
    [MemberData(nameof(MessageStoreCases.Names), MemberType = typeof(MessageStoreCases))]
    public async Task Case_holds(string name)
    {
        await using (var context = _file.Context())
        {
            await context.Database.CreateReferralMessagesSchemaAsync();
        }

        await new MessageStoreCases(() => ValueTask.FromResult<IMessageStore>(
            new EntityFrameworkMessageStore<MessagesDbContext>(_file.Context()))).RunAsync(name);
    }
}

[Collection(PostgresGroup.Name)]
public sealed class PostgresMessageStoreTests(PostgresServer server)
{
    [PostgresTheory]
    [MemberData(nameof(MessageStoreCases.Names), MemberType = typeof(MessageStoreCases))]
    public async Task Case_holds(string name)
    {
        var database = await server.NewDatabaseAsync();
        await using (var context = MessagesDbContext.OnPostgres(database))
        {
            await context.Database.CreateReferralMessagesSchemaAsync();
        }

        await new MessageStoreCases(() => ValueTask.FromResult<IMessageStore>(
            new EntityFrameworkMessageStore<MessagesDbContext>(MessagesDbContext.OnPostgres(database)))).RunAsync(name);
    }
}

/// <summary>Migrations of an application come from the model, embedded databases from the script: both must give the same tables.</summary>
[Collection(PostgresGroup.Name)]
public sealed class MessageSchemaTests(PostgresServer server)
{
    [Fact]
    public async Task Script_and_model_make_the_same_tables_on_sqlite()
    {
        using var byScript = new SqliteFile();
        using var byModel = new SqliteFile();
        await using var script = byScript.Context();
        await script.Database.CreateReferralMessagesSchemaAsync();
        await script.Database.CreateReferralMessagesSchemaAsync();
        await using var model = byModel.Context();
        await model.Database.EnsureCreatedAsync();

        var expected = await SqliteColumnsAsync(model);
        Assert.Equal(expected, await SqliteColumnsAsync(script));
        Assert.Equal(28, expected.Count);
    }

    [PostgresFact]
    public async Task Script_and_model_make_the_same_tables_on_postgresql()
    {
        await using var script = MessagesDbContext.OnPostgres(await server.NewDatabaseAsync());
        await script.Database.CreateReferralMessagesSchemaAsync();
        await script.Database.CreateReferralMessagesSchemaAsync();
        await using var model = MessagesDbContext.OnPostgres(await server.NewDatabaseAsync());
        await model.Database.EnsureCreatedAsync();

        var expected = await PostgresColumnsAsync(model);
        Assert.Equal(expected, await PostgresColumnsAsync(script));
        Assert.Equal(30, expected.Count);
    }

    [Fact]
    public void Names_of_the_model_stand_in_the_script()
    {
        using var context = new NamedDbContext(new DbContextOptionsBuilder<NamedDbContext>().UseNpgsql("Host=nowhere").Options);
        var script = context.Database.GenerateReferralMessagesScript();

        Assert.Contains("CREATE SCHEMA IF NOT EXISTS \"mails\";", script, StringComparison.Ordinal);
        Assert.Contains("CREATE TABLE IF NOT EXISTS \"mails\".\"my_persons\"", script, StringComparison.Ordinal);
        Assert.DoesNotContain("{", script, StringComparison.Ordinal);
    }

    [Fact]
    public void Model_without_the_tables_is_told()
    {
        using var context = new DbContext(new DbContextOptionsBuilder().UseSqlite("Data Source=:memory:").Options);
        var refusal = Assert.Throws<InvalidOperationException>(() => new EntityFrameworkMessageStore<DbContext>(context));

        Assert.Contains("modelBuilder.UseReferralMessages()", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a;b")]
    [InlineData("a\"b")]
    [InlineData("")]
    public void Names_that_could_be_sql_are_refused(string name) =>
        Assert.ThrowsAny<ArgumentException>(() => new ModelBuilder().UseReferralMessages(name, name));

    /// <summary>Columns with type and whether they may be null, the primary key, and indexes by name.</summary>
    private static Task<List<string>> SqliteColumnsAsync(DbContext context) => context.Database.SqlQueryRaw<string>(
        """
        SELECT m.name || '.' || c.name || ' ' || c.type || ' ' || c."notnull" || ' ' || c.pk AS "Value"
        FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name LIKE 'referral_message_%'
        UNION ALL
        SELECT m.name || ' of ' || m.tbl_name || ' (' || (SELECT group_concat(i.name, ',') FROM pragma_index_info(m.name) i) || ')' || (m.sql LIKE '%WHERE%') AS "Value"
        FROM sqlite_master m WHERE m.type = 'index' AND m.name LIKE 'ix_referral_message_%'
        ORDER BY 1
        """).ToListAsync();

    private static Task<List<string>> PostgresColumnsAsync(DbContext context) => context.Database.SqlQueryRaw<string>(
        """
        SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable AS "Value"
        FROM information_schema.columns WHERE table_name LIKE 'referral_message_%'
        UNION ALL
        SELECT indexdef AS "Value" FROM pg_indexes WHERE tablename LIKE 'referral_message_%'
        ORDER BY 1
        """).ToListAsync();

    private sealed class NamedDbContext(DbContextOptions<NamedDbContext> options) : DbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.UseReferralMessages("mails", "my_");
    }
}
