using System.Globalization;
using Npgsql;

namespace Referrals.EntityFrameworkCore.Tests.PostgreSql;

/// <summary>
/// A PostgreSQL for the tests: the one that the environment variable <c>REFERRALS_POSTGRES</c> names by connection string, or a
/// private one, made anew from the machine's binaries and thrown away at the end.
/// </summary>
public sealed class PostgresServer : IAsyncLifetime
{
    private static readonly string? Given = Environment.GetEnvironmentVariable("REFERRALS_POSTGRES");

    private string? _folder;
    private int _databases;
    private int _port;

    /// <summary>Why tests are skipped on this machine, or <c>null</c>. In continuous integration they are never skipped.</summary>
    public static string? Missing { get; } =
        !string.IsNullOrEmpty(Given) || PostgresBinaries.Folder is not null || Environment.GetEnvironmentVariable("CI") == "true"
            ? null
            : "There is no PostgreSQL: install Debian's package 'postgresql', or set REFERRALS_POSTGRES to a connection string.";

    /// <summary>The connection string of the server's own database.</summary>
    public string ConnectionString { get; private set; } = string.Empty;

    /// <summary>Whether the server is the tests' own, and may be crashed.</summary>
    public bool IsPrivate => _folder is not null;

    public Task InitializeAsync()
    {
        if (!string.IsNullOrEmpty(Given))
        {
            ConnectionString = Given;
        }
        else if (PostgresBinaries.Folder is not null)
        {
            Start();
        }
        else if (Missing is null)
        {
            throw new InvalidOperationException("CI=true, but there is no PostgreSQL. Install it, or set REFERRALS_POSTGRES.");
        }

        return Task.CompletedTask;
    }

    public Task DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        if (_folder is not null)
        {
            PostgresBinaries.Run("pg_ctl", "-D", Path.Combine(_folder, "data"), "-m", "immediate", "-w", "stop");
            Directory.Delete(_folder, recursive: true);
        }

        return Task.CompletedTask;
    }

    /// <summary>A new database, and the options of a context on it.</summary>
    public async Task<string> NewDatabaseAsync()
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"referrals_{Environment.ProcessId}_{Interlocked.Increment(ref _databases)}");
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"CREATE DATABASE {name} TEMPLATE template0 LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'";
        await command.ExecuteNonQueryAsync();
        return new NpgsqlConnectionStringBuilder(ConnectionString) { Database = name, MaxPoolSize = 40 }.ConnectionString;
    }

    /// <summary>Stops the server hard, as a crash would, and starts it again.</summary>
    public void Crash()
    {
        var data = Path.Combine(_folder ?? throw new InvalidOperationException("Only a private server can be crashed."), "data");
        PostgresBinaries.Run("pg_ctl", "-D", data, "-m", "immediate", "-w", "stop");
        StartServer();

        // What is in this process's pools was connected to the server that is gone.
        NpgsqlConnection.ClearAllPools();
    }

    /// <summary>The options are not remembered by the data folder: each start has to name the port again.</summary>
    private void StartServer() => PostgresBinaries.Run(
        "pg_ctl", "-D", Path.Combine(_folder!, "data"), "-l", Path.Combine(_folder!, "log"), "-w", "-o",
        $"-p {_port} -k {_folder} -c listen_addresses=127.0.0.1 -c max_connections=400", "start");

    private void Start()
    {
        _folder = Directory.CreateTempSubdirectory("referrals-pg-").FullName;
        PostgresBinaries.Own(_folder);
        var data = Path.Combine(_folder, "data");
        _port = PostgresBinaries.FreePort();
        PostgresBinaries.Run("initdb", "-D", data, "-U", "referrals", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8");
        StartServer();
        ConnectionString = $"Host=127.0.0.1;Port={_port};Username=referrals;Database=postgres;Include Error Detail=true";
    }
}
