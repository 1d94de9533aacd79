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

public sealed class WebhookSecretProtectionTests
{
    [Fact]
    public async Task Secrets_are_stored_as_the_protection_makes_them()
    {
        using var file = new SqliteFile();
        await using var context = file.Context();
        await context.Database.CreateReferralWebhooksSchemaAsync();
        var store = new EntityFrameworkWebhookStore<HooksDbContext>(context, new Backwards());
        var endpoint = WebhookStoreCases.Endpoint("ep_1");
        await store.AddEndpointAsync(endpoint, 1, default);

        Assert.Equal(endpoint.Keys, (await store.FindEndpointAsync("ep_1", default))!.Keys);
        var unprotected = new EntityFrameworkWebhookStore<HooksDbContext>(context);
        var refusal = await Assert.ThrowsAsync<FormatException>(async () => await unprotected.FindEndpointAsync("ep_1", default));
        Assert.Contains("IWebhookSecretProtection", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("AAEC", refusal.Message, StringComparison.Ordinal);
    }

    private sealed class Backwards : IWebhookSecretProtection
    {
        public string Protect(string text) => string.Concat(text.Reverse());

        public string Unprotect(string text) => string.Concat(text.Reverse());
    }
}

[Collection(PostgresGroup.Name)]
public sealed class PostgresWebhookStoreTests(PostgresServer server)
{
    /// <summary>One database for all cases, emptied before each: to make one takes longer than any case.</summary>
    private static string? _connectionString;

    [PostgresTheory]
    [MemberData(nameof(WebhookStoreCases.Names), MemberType = typeof(WebhookStoreCases))]
    public async Task Case_holds(string name)
    {
        var connectionString = _connectionString ??= await server.NewDatabaseAsync();
        await using (var context = HooksDbContext.OnPostgres(connectionString))
        {
            await context.Database.CreateReferralWebhooksSchemaAsync();
            await context.Database.ExecuteSqlRawAsync("TRUNCATE referral_webhook_endpoints, referral_webhook_messages, referral_webhook_deliveries");
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
