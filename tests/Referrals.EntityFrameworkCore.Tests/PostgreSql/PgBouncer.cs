using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Referrals.EntityFrameworkCore.Tests.PostgreSql;

/// <summary>
/// A pgbouncer before the tests' server: in transaction mode, so that each transaction may get another server connection, and with fewer of them
/// than there are clients.
/// </summary>
public sealed class PgBouncer : IDisposable
{
    private const string Program = "/usr/sbin/pgbouncer";
    private const int ServerConnections = 4;

    private readonly string _folder = Directory.CreateTempSubdirectory("referrals-bouncer-").FullName;
    private Process? _process;
    private int _port;

    /// <summary>Why its tests are skipped on this machine, or <c>null</c>. In continuous integration they are never skipped.</summary>
    public static string? Missing { get; } =
        Environment.GetEnvironmentVariable("CI") == "true" ? null
        : PostgresBinaries.Folder is null || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("REFERRALS_POSTGRES"))
            ? "It stands before a PostgreSQL that the tests start: install Debian's package 'postgresql', and leave REFERRALS_POSTGRES unset."
        : File.Exists(Program) ? null
        : "There is no pgbouncer: install Debian's package 'pgbouncer'.";

    /// <summary>The same database, by way of pgbouncer. It must not reset a connection that others may have got meanwhile.</summary>
    internal string Before(string connectionString)
    {
        var server = new NpgsqlConnectionStringBuilder(connectionString);
        _process ??= Start(server);
        return new NpgsqlConnectionStringBuilder(connectionString) { Port = _port, NoResetOnClose = true }.ConnectionString;
    }

    public void Dispose()
    {
        NpgsqlConnection.ClearAllPools();
        _process?.Kill(entireProcessTree: true);
        _process?.WaitForExit();
        _process?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private Process Start(NpgsqlConnectionStringBuilder server)
    {
        _port = PostgresBinaries.FreePort();
        File.WriteAllText(Path.Combine(_folder, "users.txt"), $"\"{server.Username}\" \"\"\n");
        File.WriteAllText(Path.Combine(_folder, "pgbouncer.ini"), string.Create(
            CultureInfo.InvariantCulture,
            $"""
            [databases]
            * = host={server.Host} port={server.Port}
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = {_port}
            unix_socket_dir =
            auth_type = trust
            auth_file = {Path.Combine(_folder, "users.txt")}
            pool_mode = transaction
            default_pool_size = {ServerConnections}
            max_client_conn = 200
            logfile = {Path.Combine(_folder, "log")}
            """));
        PostgresBinaries.Own(_folder);
        var process = Process.Start(PostgresBinaries.AsServer(Program, Path.Combine(_folder, "pgbouncer.ini")))!;
        for (var tries = 0; !Answers(); tries++)
        {
            Assert.True(tries < 500 && !process.HasExited, "pgbouncer does not answer.");
            Thread.Sleep(10);
        }

        return process;
    }

    private bool Answers()
    {
        try
        {
            using var client = new TcpClient();
            client.Connect(IPAddress.Loopback, _port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
