using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Referrals.Messages.EntityFrameworkCore.Model;

namespace Referrals.Messages.EntityFrameworkCore;

/// <summary>Adds the tables of messages to a model, and makes them in a database.</summary>
public static class ReferralsMessageModelExtensions
{
    /// <summary>
    /// Adds the two tables of messages to the model, so that they stand in the application's migrations. Call it in
    /// <see cref="DbContext.OnModelCreating"/>.
    /// </summary>
    /// <param name="modelBuilder">The model builder of the application's context.</param>
    /// <param name="schema">The database schema of the tables; <c>null</c> for the default one. SQLite has none.</param>
    /// <param name="tablePrefix">What the names of the tables begin with.</param>
    /// <exception cref="ArgumentException">
    /// A name is empty, longer than 40 characters, or holds others than letters, digits and underscores.
    /// </exception>
    /// <example><code>
    /// protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.UseReferrals().UseReferralMessages();
    /// </code></example>
    public static ModelBuilder UseReferralMessages(this ModelBuilder modelBuilder, string? schema = null, string tablePrefix = "referral_message_")
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        ArgumentException.ThrowIfNullOrEmpty(tablePrefix);
        CheckName(schema, nameof(schema));
        CheckName(tablePrefix, nameof(tablePrefix));
        MessageModel.AddTo(modelBuilder, schema, tablePrefix);
        return modelBuilder;
    }

    /// <summary>
    /// Makes the tables of messages where they do not exist and leaves alone those that do: for embedded databases and tests. An application with
    /// migrations has the tables in them already.
    /// </summary>
    public static async Task CreateReferralMessagesSchemaAsync(this DatabaseFacade database, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(database);
        await database.ExecuteSqlRawAsync(database.GenerateReferralMessagesScript(), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The SQL that <see cref="CreateReferralMessagesSchemaAsync"/> runs, with the names of this context's model.</summary>
    public static string GenerateReferralMessagesScript(this DatabaseFacade database)
    {
        ArgumentNullException.ThrowIfNull(database);
        return MessageScripts.Of(((IDatabaseFacadeDependenciesAccessor)database).Context);
    }

    /// <summary>Names go into SQL text.</summary>
    private static void CheckName(string? name, string parameter)
    {
        if (name is not null && (name.Length is 0 or > 40 || !name.All(static c => char.IsAsciiLetterOrDigit(c) || c == '_')))
        {
            throw new ArgumentException($"'{name}' is not a valid name; use 1 to 40 of the characters a-z, A-Z, 0-9 and '_'.", parameter);
        }
    }
}
