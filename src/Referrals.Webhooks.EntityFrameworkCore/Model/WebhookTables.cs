using Microsoft.EntityFrameworkCore;

namespace Referrals.Webhooks.EntityFrameworkCore.Model;

/// <summary>The names of the tables as a context's model has them, for statements.</summary>
internal sealed record WebhookTables(bool IsSqlite, string? Schema, string Prefix)
{
    internal string Endpoints => Quoted("endpoints");

    internal string Messages => Quoted("messages");

    internal string Deliveries => Quoted("deliveries");

    /// <exception cref="InvalidOperationException">The model knows nothing of webhooks.</exception>
    /// <exception cref="NotSupportedException">The database is neither SQLite nor PostgreSQL.</exception>
    internal static WebhookTables Of(DbContext context)
    {
        var endpoints = context.Model.FindEntityType(typeof(EndpointRow)) ?? throw new InvalidOperationException(
            $"The model of {context.GetType().Name} has no tables of webhooks. Call modelBuilder.UseReferralWebhooks() in its OnModelCreating.");
        var isSqlite = context.Database.ProviderName switch
        {
            "Microsoft.EntityFrameworkCore.Sqlite" => true,
            "Npgsql.EntityFrameworkCore.PostgreSQL" => false,
            var provider => throw new NotSupportedException(
                $"Webhooks are stored in SQLite and PostgreSQL; {context.GetType().Name} uses '{provider}'. Use one of the two, or implement IWebhookStore."),
        };
        return new WebhookTables(isSqlite, endpoints.GetSchema(), endpoints.GetTableName()![..^"endpoints".Length]);
    }

    private string Quoted(string table) => Schema is null ? $"\"{Prefix}{table}\"" : $"\"{Schema}\".\"{Prefix}{table}\"";
}
