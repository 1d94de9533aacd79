using Microsoft.EntityFrameworkCore;

namespace Referrals.Messages.EntityFrameworkCore.Model;

/// <summary>The names of the tables as a context's model has them, for statements.</summary>
internal sealed record MessageTables(bool IsSqlite, string? Schema, string Prefix)
{
    internal string Messages => Quoted("messages");

    internal string Persons => Quoted("persons");

    /// <exception cref="InvalidOperationException">The model knows nothing of messages.</exception>
    /// <exception cref="NotSupportedException">The database is neither SQLite nor PostgreSQL.</exception>
    internal static MessageTables Of(DbContext context)
    {
        var messages = context.Model.FindEntityType(typeof(MessageRow)) ?? throw new InvalidOperationException(
            $"The model of {context.GetType().Name} has no tables of messages. Call modelBuilder.UseReferralMessages() in its OnModelCreating.");
        var isSqlite = context.Database.ProviderName switch
        {
            "Microsoft.EntityFrameworkCore.Sqlite" => true,
            "Npgsql.EntityFrameworkCore.PostgreSQL" => false,
            var provider => throw new NotSupportedException(
                $"Messages are stored in SQLite and PostgreSQL; {context.GetType().Name} uses '{provider}'. Use one of the two, or implement IMessageStore."),
        };
        return new MessageTables(isSqlite, messages.GetSchema(), messages.GetTableName()![..^"messages".Length]);
    }

    private string Quoted(string table) => Schema is null ? $"\"{Prefix}{table}\"" : $"\"{Schema}\".\"{Prefix}{table}\"";
}
