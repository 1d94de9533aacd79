using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Referrals.EntityFrameworkCore.Tests.PostgreSql;
using Referrals.Webhooks.EntityFrameworkCore;
using Referrals.Webhooks.Storage;

namespace Referrals.Webhooks.Tests.Storage;

public sealed class InMemoryWebhookStoreTests
{
    private readonly InMemoryWebhookStore _store = new();

    [Theory]
    [MemberData(nameof(WebhookStoreCases.Names), MemberType = typeof(WebhookStoreCases))]
    public Task Case_holds(string name) => new WebhookStoreCases(() => ValueTask.FromResult(new OpenedWebhookStore(_store))).RunAsync(name);
}

public sealed class SqliteWebhookStoreTests : IDisposable
{
    private readonly SqliteFile _file = new();

    public void Dispose() => _file.Dispose();

    [Theory]
    [MemberData(nameof(WebhookStoreCases.Names), MemberType = typeof(WebhookStoreCases))]
    public async Task Case_holds(string name)
    {
        await using (var context = _file.Context())
        {
            await context.Database.CreateReferralWebhooksSchemaAsync();
        }

        await new WebhookStoreCases(() => ValueTask.FromResult(HooksDbContext.Open(_file.Context()))).RunAsync(name);
    }
}

[Collection(PostgresGroup.Name)]
public sealed class PostgresWebhookStoreTests(PostgresServer server)
{
    [PostgresTheory]
    [MemberData(nameof(WebhookStoreCases.Names), MemberType = typeof(WebhookStoreCases))]
    public async Task Case_holds(string name)
    {
        var connectionString = await server.NewDatabaseAsync();
        await using (var context = HooksDbContext.OnPostgres(connectionString))
        {
            await context.Database.CreateReferralWebhooksSchemaAsync();
        }

        await new WebhookStoreCases(() => ValueTask.FromResult(HooksDbContext.Open(HooksDbContext.OnPostgres(connectionString)))).RunAsync(name);
    }
}

/// <summary>A SQLite file that is deleted at the end.</summary>
internal sealed class SqliteFile : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("referrals-webhooks-").FullName;

    public string ConnectionString => $"Data Source={Path.Combine(_folder, "webhooks.db")}";

    public HooksDbContext Context() => HooksDbContext.OnSqlite(ConnectionString);

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }
}
