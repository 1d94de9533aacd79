using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Referrals.Crm.EntityFrameworkCore.Model;

namespace Referrals.Crm.EntityFrameworkCore;

/// <summary>Adds the tables of the CRM mirror to a model, and makes them in a database.</summary>
public static class ReferralsCrmModelExtensions
{
    /// <summary>
    /// Adds the two tables of the CRM mirror to the model, so that they stand in the application's migrations. Call it in
    /// <see cref="DbContext.OnModelCreating"/>.
    /// </summary>
    /// <param name="modelBuilder">The model builder of the application's context.</param>
    /// <param name="schema">The database schema of the tables; <c>null</c> for the default one. SQLite has none.</param>
    /// <param name="tablePrefix">What the names of the tables begin with.</param>
    /// <exception cref="ArgumentException">
    /// A name is empty, longer than 40 characters, or holds others than letters, digits and underscores.
    /// </exception>
    /// <example><code>
    /// protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.UseReferrals().UseReferralCrm();
    /// </code></example>
    public static ModelBuilder UseReferralCrm(this ModelBuilder modelBuilder, string? schema = null, string tablePrefix = "referral_crm_")
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        ArgumentException.ThrowIfNullOrEmpty(tablePrefix);
        CheckName(schema, nameof(schema));
        CheckName(tablePrefix, nameof(tablePrefix));
        CrmModel.AddTo(modelBuilder, schema, tablePrefix);
        return modelBuilder;
    }

    /// <summary>
    /// Makes the tables of the CRM mirror where they do not exist and leaves alone those that do: for embedded databases and tests. An application with
    /// migrations has the tables in them already.
    /// </summary>
    public static async Task CreateReferralCrmSchemaAsync(this DatabaseFacade database, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(database);
        await database.ExecuteSqlRawAsync(database.GenerateReferralCrmScript(), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The SQL that <see cref="CreateReferralCrmSchemaAsync"/> runs, with the names of this context's model.</summary>
    public static string GenerateReferralCrmScript(this DatabaseFacade database)
    {
        ArgumentNullException.ThrowIfNull(database);
        return CrmScripts.Of(((IDatabaseFacadeDependenciesAccessor)database).Context);
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
