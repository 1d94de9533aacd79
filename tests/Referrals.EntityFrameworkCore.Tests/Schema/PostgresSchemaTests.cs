using Microsoft.EntityFrameworkCore;
using Referrals.EntityFrameworkCore.Tests.PostgreSql;

namespace Referrals.EntityFrameworkCore.Tests.Schema;

[Collection(PostgresGroup.Name)]
public sealed class PostgresSchemaTests(PostgresServer server)
{
    /// <summary>A host may use migrations or the script; both must give the same tables.</summary>
    [PostgresFact]
    public async Task Script_and_model_make_the_same_tables_on_postgres()
    {
        await using var byModel = await ContextAsync();
        await byModel.Database.EnsureCreatedAsync();
        await using var byScript = await ContextAsync();
        await byScript.Database.CreateReferralsSchemaAsync();
        await byScript.Database.CreateReferralsSchemaAsync();
        var expected = await TablesAsync(byModel);
        Assert.Contains("referral_ledger.customer", expected, StringComparison.Ordinal);
        Assert.Equal(expected, await TablesAsync(byScript));
    }

    [PostgresFact]
    public async Task Check_notices_missing_tables_and_passes_whole_ones()
    {
        await using var context = await ContextAsync();
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => context.Database.CheckReferralsSchemaAsync());
        Assert.Contains("GenerateReferralsScript", exception.Message, StringComparison.Ordinal);
        await context.Database.CreateReferralsSchemaAsync();
        await context.Database.CheckReferralsSchemaAsync();
    }

    [PostgresFact]
    public async Task Database_that_can_only_be_read_is_checked_as_well()
    {
        await using var context = await ContextAsync();
        await context.Database.CreateReferralsSchemaAsync();
        await context.Database.OpenConnectionAsync();
        await context.Database.ExecuteSqlRawAsync("SET default_transaction_read_only = on");

        await context.Database.CheckReferralsSchemaAsync();
    }

    private async Task<ReferralsDbContext> ContextAsync() => new(
        new DbContextOptionsBuilder<ReferralsDbContext>().UseNpgsql(await server.NewDatabaseAsync()).Options);

    private static async Task<string> TablesAsync(ReferralsDbContext context)
    {
        const string Query =
            """
            SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || ' ' || coalesce(collation_name, '') || ' ' || is_identity AS "Value"
            FROM information_schema.columns WHERE table_schema = 'public'
            UNION ALL
            SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
            """;
        return string.Join('\n', (await context.Database.SqlQueryRaw<string>(Query).ToListAsync()).Order(StringComparer.Ordinal));
    }
}
