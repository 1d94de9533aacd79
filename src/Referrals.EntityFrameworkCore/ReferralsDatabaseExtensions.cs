using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Referrals.EntityFrameworkCore.Schema;
using Referrals.EntityFrameworkCore.Sql.Statements;

namespace Referrals.EntityFrameworkCore;

/// <summary>Makes and checks the referral tables. Nothing here runs unless the application calls it.</summary>
public static class ReferralsDatabaseExtensions
{
    /// <summary>
    /// Makes the referral tables where they do not exist and leaves alone those that do: for embedded databases and tests. An
    /// application with migrations has the tables in them already; an application with database administrators hands them
    /// <see cref="GenerateReferralsScript"/>.
    /// </summary>
    /// <remarks>On SQLite the database file is made too, in write-ahead mode, and the tables are strict.</remarks>
    public static async Task CreateReferralsSchemaAsync(this DatabaseFacade database, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(database);
        var statements = StatementSet.Of(Context(database));
        if (statements.Dialect == Dialect.Sqlite && database.CurrentTransaction is null)
        {
            await database.ExecuteSqlRawAsync("PRAGMA journal_mode = WAL", cancellationToken).ConfigureAwait(false);
        }

        var script = SchemaScripts.All(statements.Dialect, statements.Tables);
        if (database.CurrentTransaction is not null)
        {
            await database.ExecuteSqlRawAsync(script, cancellationToken).ConfigureAwait(false);
            return;
        }

        await database.CreateExecutionStrategy().ExecuteAsync(
            (database, script), static (state, token) => RunAsync(state.database, state.script, token), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The SQL that <see cref="CreateReferralsSchemaAsync"/> runs, with the names of this context's model.</summary>
    public static string GenerateReferralsScript(this DatabaseFacade database)
    {
        ArgumentNullException.ThrowIfNull(database);
        var statements = StatementSet.Of(Context(database));
        return SchemaScripts.All(statements.Dialect, statements.Tables);
    }

    /// <summary>Checks that the referral tables are there, with the columns and unique keys that the store rests on.</summary>
    /// <remarks>
    /// Call it when the application starts: a wrong schema is then a clear message and not a failing order. The statements are only compiled, so that a
    /// replica or a file that can only be read is checked as well.
    /// </remarks>
    /// <exception cref="InvalidOperationException">
    /// A table is missing or is not as it must be, and the message says how to put it right; or the database cannot be asked, and it says why.
    /// </exception>
    public static async Task CheckReferralsSchemaAsync(this DatabaseFacade database, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(database);
        var tables = StatementSet.Of(Context(database)).Tables;
        foreach (var (table, text) in SchemaProbe.All(tables))
        {
            try
            {
#pragma warning disable EF1003 // Both parts are texts of the SDK's own: the names of its tables, quoted, and nothing from outside.
                await database.ExecuteSqlRawAsync("EXPLAIN " + text, cancellationToken).ConfigureAwait(false);
#pragma warning restore EF1003
            }
            catch (DbException exception) when (!exception.IsTransient && !SchemaProbe.IsOfSchema(exception))
            {
                throw new InvalidOperationException(
                    $"The table {tables.Quoted(table)} of the Referrals SDK could not be checked, which says nothing about the schema. " +
                    $"Look at the connection and at the rights of its user. The database says: {exception.Message}",
                    exception);
            }
            catch (DbException exception) when (!exception.IsTransient)
            {
                throw new InvalidOperationException(
                    $"The table {tables.Quoted(table)} of the Referrals SDK is missing or has not the columns and keys of this version. " +
                    "Add and apply a migration of your context, or run the script of Database.GenerateReferralsScript(), " +
                    $"or call Database.CreateReferralsSchemaAsync() for an embedded database. The database says: {exception.Message}",
                    exception);
            }
        }
    }

    private static async Task RunAsync(DatabaseFacade database, string script, CancellationToken cancellationToken)
    {
        var transaction = await database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var disposal = transaction.ConfigureAwait(false);
        await database.ExecuteSqlRawAsync(script, cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    private static DbContext Context(DatabaseFacade database) => ((IDatabaseFacadeDependenciesAccessor)database).Context;
}
