using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Referrals.EntityFrameworkCore;

namespace Replay.Importing;

/// <summary>Opens the database file, or makes it; refuses one that was made from something else.</summary>
internal static class ReplayDatabase
{
    /// <summary>A file in the current folder, one for each history and program.</summary>
    public static string DefaultPath(ReplaySource source)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(source.Program + source.Data));
        var name = string.Concat(source.Folder.Select(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c : '-'));
        return $"replay-{name}-{Convert.ToHexStringLower(hash)[..8]}.db";
    }

    /// <exception cref="UnusableInputException">The file belongs to another history or program, or cannot be used.</exception>
    public static async Task<ReplayDbContext> OpenAsync(string path, ReplaySource source, CancellationToken cancellationToken)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (!Directory.Exists(folder))
        {
            throw new UnusableInputException(
                $"The database cannot be written: there is no folder {folder}. Make it, or name another --database.");
        }

        var connection = new SqliteConnectionStringBuilder { DataSource = path, Pooling = false };
        var context = new ReplayDbContext(new DbContextOptionsBuilder<ReplayDbContext>().UseSqlite(connection.ConnectionString).Options);
        try
        {
            // Opened once and for all: otherwise each transaction would open the file anew.
            await context.Database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            await PrepareAsync(context, path, source, cancellationToken).ConfigureAwait(false);
            return context;
        }
        catch (SqliteException exception)
        {
            await context.DisposeAsync().ConfigureAwait(false);
            throw new UnusableInputException($"The database {path} cannot be used: {exception.Message} Name another --database.");
        }
        catch
        {
            await context.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static async Task PrepareAsync(ReplayDbContext context, string path, ReplaySource source, CancellationToken cancellationToken)
    {
        var tables = await context.Database.SqlQuery<string>($"SELECT name AS Value FROM sqlite_master WHERE type = 'table'")
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        if (tables.Count == 0)
        {
            await MarkAsync(context, source, cancellationToken).ConfigureAwait(false);
        }
        else if (!tables.Contains("replay_source"))
        {
            throw new UnusableInputException($"The database {path} was not made by this sample. Name another --database.");
        }

        var made = await context.Sources.AsNoTracking().SingleAsync(cancellationToken).ConfigureAwait(false);
        if (made.Program != source.Program)
        {
            throw Other(path, $"was made with another program or another version of it ('{Name(made.Program)}')");
        }

        if (made.Data != source.Data)
        {
            throw Other(path, $"was made from other data (folder '{made.Folder}')");
        }

        await context.Database.CreateReferralsSchemaAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The first thing in the file, in one transaction: a file without it is empty or not ours.</summary>
    private static async Task MarkAsync(ReplayDbContext context, ReplaySource source, CancellationToken cancellationToken)
    {
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await context.Database.ExecuteSqlRawAsync(
            "CREATE TABLE replay_source (Id INTEGER PRIMARY KEY, Program TEXT NOT NULL, Data TEXT NOT NULL, Folder TEXT NOT NULL) STRICT",
            cancellationToken).ConfigureAwait(false);
        context.Sources.Add(source);
        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    private static UnusableInputException Other(string path, string what) => new(
        $"The database {path} {what}. Nothing was changed. Name another --database, or delete this one to begin anew.");

    private static string Name(string program)
    {
        using var document = JsonDocument.Parse(program);
        return document.RootElement.GetProperty("id").ToString();
    }
}
