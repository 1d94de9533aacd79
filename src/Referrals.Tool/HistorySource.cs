using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Referrals.EntityFrameworkCore;
using Referrals.Storage;

namespace Referrals.Tool;

/// <summary>Where a history comes from: an export, or a database that is only read.</summary>
internal sealed class HistorySource : IAsyncDisposable
{
    /// <summary>Where a connection string with a password is better kept than on a command line.</summary>
    internal const string Variable = "REFERRALS_DATABASE";

    private readonly ReferralsDbContext? _context;

    private HistorySource(ReferralEngine engine, ReferralsDbContext? context)
    {
        Engine = engine;
        _context = context;
    }

    internal ReferralEngine Engine { get; }

    public async ValueTask DisposeAsync()
    {
        if (_context is not null)
        {
            await _context.DisposeAsync().ConfigureAwait(false);
        }
    }

    internal static bool IsGiven(CommandLine line) => line.Has("--history") || line.Has("--database");

    /// <summary>Opens what the command line names, for the program of an id.</summary>
    internal static async Task<HistorySource> OpenAsync(CommandLine line, ProgramId? id, CancellationToken cancellationToken)
    {
        var stored = line.Values("--program").Select(ProgramCommands.Read).ToArray();
        if (stored.Length == 0)
        {
            throw ToolException.Usage("Which program decided the history? Give its stored versions with --program FILE.");
        }

        if (stored.FirstOrDefault(program => program.Id != (id ?? stored[0].Id)) is { } other)
        {
            throw ToolException.Usage($"All programs are of one id, but there are '{id ?? stored[0].Id}' and '{other.Id}'.");
        }

        var options = stored.Aggregate(new ReferralsOptions(), static (options, program) => options.AddProgram(program));
        var history = line.Has("--history") ? line.Value("--history") : null;
        var database = line.Has("--database") ? line.Value("--database") : history is null ? Environment.GetEnvironmentVariable(Variable) : null;
        if ((history is null) == (database is null))
        {
            throw ToolException.Usage($"Give the history with --history FILE, or with --database CONNECTION or the variable {Variable}; one of them.");
        }

        if (history is not null)
        {
            var engine = Of(new InMemoryReferralStore(), options, line, stored[0].Id);
            await using var file = File.Exists(history) ? File.OpenRead(history) : throw ToolException.Unreadable($"There is no file '{history}'.");
            _ = await engine.Operations.ImportAsync(file, cancellationToken: cancellationToken).ConfigureAwait(false);
            return new HistorySource(engine, null);
        }

        var context = new ReferralsDbContext(Connect(database!));
        return new HistorySource(Of(new EntityFrameworkReferralStore<ReferralsDbContext>(context), options, line, stored[0].Id), context);
    }

    private static ReferralEngine Of(IReferralStore store, ReferralsOptions options, CommandLine line, ProgramId id)
    {
        var engine = new ReferralEngine(store, options);
        engine = line.Has("--tenant") ? engine.ForTenant(TenantId.From(line.Value("--tenant")!)) : engine;
        return engine.ForProgram(id);
    }

    private static DbContextOptions<ReferralsDbContext> Connect(string database)
    {
        var builder = new DbContextOptionsBuilder<ReferralsDbContext>();
        if (database.Contains("Host=", StringComparison.OrdinalIgnoreCase))
        {
            return builder.UseNpgsql(database).Options;
        }

        try
        {
            var sqlite = database.Contains('=', StringComparison.Ordinal) ? new SqliteConnectionStringBuilder(database) : new SqliteConnectionStringBuilder { DataSource = database };
            sqlite.Mode = SqliteOpenMode.ReadOnly;
            return File.Exists(sqlite.DataSource) ? builder.UseSqlite(sqlite.ConnectionString).Options
                : throw ToolException.Unreadable($"There is no database '{sqlite.DataSource}'.");
        }
        catch (ArgumentException mistake)
        {
            throw ToolException.Usage($"The connection string is not one of SQLite or PostgreSQL: {mistake.Message}");
        }
    }
}
