using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Referrals.Tests;

namespace Referrals.EntityFrameworkCore.Tests.Schema;

public sealed class SchemaTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("referrals-").FullName;

    [Fact]
    public void Script_for_sqlite_is_as_approved()
    {
        using var context = Sqlite("any");
        Approvals.Verify(context.Database.GenerateReferralsScript());
    }

    [Fact]
    public void Script_for_postgres_is_as_approved()
    {
        using var context = Postgres();
        Approvals.Verify(context.Database.GenerateReferralsScript());
    }

    [Fact]
    public void Model_on_sqlite_is_as_approved()
    {
        using var context = Sqlite("any");
        Approvals.Verify(context.Database.GenerateCreateScript());
    }

    [Fact]
    public void Model_on_postgres_is_as_approved()
    {
        using var context = Postgres();
        Approvals.Verify(context.Database.GenerateCreateScript());
    }

    [Fact]
    public void Schema_and_prefix_go_into_every_name()
    {
        using var context = new PlacedDbContext();
        var script = context.Database.GenerateReferralsScript();
        Assert.Contains("CREATE SCHEMA IF NOT EXISTS \"marketing\"", script, StringComparison.Ordinal);
        Assert.Contains("\"marketing\".\"r_records\"", script, StringComparison.Ordinal);
        Assert.DoesNotContain("{{", script, StringComparison.Ordinal);
        Assert.DoesNotContain("referral_", script, StringComparison.Ordinal);
    }

    /// <summary>A host may use migrations or the script; both must give the same tables.</summary>
    [Fact]
    public async Task Script_and_model_make_the_same_tables_on_sqlite()
    {
        await using var byModel = Sqlite("model");
        await byModel.Database.EnsureCreatedAsync();
        await using var byScript = Sqlite("script");
        await byScript.Database.CreateReferralsSchemaAsync();
        Assert.Equal(await TablesAsync(byModel), await TablesAsync(byScript));
    }

    [Fact]
    public async Task Script_can_run_again()
    {
        await using var context = Sqlite("again");
        await context.Database.CreateReferralsSchemaAsync();
        await context.Database.CreateReferralsSchemaAsync();
        await context.Database.CheckReferralsSchemaAsync();
    }

    [Fact]
    public async Task Check_of_an_empty_database_says_what_to_do()
    {
        await using var context = Sqlite("empty");
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => context.Database.CheckReferralsSchemaAsync());
        Assert.Contains("\"referral_records\"", exception.Message, StringComparison.Ordinal);
        Assert.Contains("CreateReferralsSchemaAsync", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ALTER TABLE referral_facts DROP COLUMN margin", "referral_facts")]
    [InlineData("DROP TABLE referral_counters; CREATE TABLE referral_counters (partition TEXT, id TEXT, number INTEGER)", "referral_counters")]
    public async Task Check_notices_a_missing_column_or_key(string damage, string table)
    {
        await using var context = Sqlite("damaged");
        await context.Database.CreateReferralsSchemaAsync();
        await context.Database.ExecuteSqlRawAsync(damage);
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => context.Database.CheckReferralsSchemaAsync());
        Assert.Contains(table, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Database_that_can_only_be_read_is_checked_as_well()
    {
        await using (var context = Sqlite("readonly"))
        {
            await context.Database.CreateReferralsSchemaAsync();
        }

        await using var reading = new ReferralsDbContext(new DbContextOptionsBuilder<ReferralsDbContext>()
            .UseSqlite($"Data Source={Path.Combine(_folder, "readonly.db")};Mode=ReadOnly").Options);
        await reading.Database.CheckReferralsSchemaAsync();
    }

    [Fact]
    public async Task File_that_is_no_database_is_not_called_a_missing_table()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "text.db"), new string('x', 10_000));
        await using var context = Sqlite("text");

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => context.Database.CheckReferralsSchemaAsync());

        Assert.Contains("could not be checked", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Context_without_the_tables_says_what_to_call()
    {
        await using var context = new DbContext(new DbContextOptionsBuilder().UseSqlite("Data Source=:memory:").Options);
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => context.Database.CheckReferralsSchemaAsync());
        Assert.Contains("modelBuilder.UseReferrals()", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\"b")]
    [InlineData("a-b")]
    public void Schema_that_is_no_plain_name_is_refused(string schema) => Assert.Throws<ArgumentException>(
        nameof(ReferralsModelOptions.Schema), () => new ModelBuilder().UseReferrals(options => options.Schema = schema));

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    private ReferralsDbContext Sqlite(string name) => new(
        new DbContextOptionsBuilder<ReferralsDbContext>().UseSqlite($"Data Source={Path.Combine(_folder, name + ".db")}").Options);

    private static ReferralsDbContext Postgres() => new(
        new DbContextOptionsBuilder<ReferralsDbContext>().UseNpgsql("Host=nowhere").Options);

    /// <summary>Columns with type, nullability and place in the key, and indexes with their columns, of every table.</summary>
    private static async Task<string> TablesAsync(ReferralsDbContext context)
    {
        const string Query =
            """
            SELECT t.name || '.' || c.name || ' ' || c.type || ' ' || c."notnull" || ' key ' || c.pk AS "Value"
            FROM sqlite_master t JOIN pragma_table_info(t.name) c WHERE t.type = 'table' AND t.name LIKE 'referral_%'
            UNION ALL
            SELECT t.name || ' index ' || coalesce(i.sql, i.name) FROM sqlite_master t JOIN sqlite_master i ON i.tbl_name = t.name AND i.type = 'index'
            WHERE t.type = 'table' AND t.name LIKE 'referral_%'
            """;
        var lines = await context.Database.SqlQueryRaw<string>(Query).ToListAsync();
        return string.Join('\n', lines.Select(line => string.Join(' ', line.Replace("IF NOT EXISTS ", "", StringComparison.Ordinal).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))).Order(StringComparer.Ordinal));
    }
}
