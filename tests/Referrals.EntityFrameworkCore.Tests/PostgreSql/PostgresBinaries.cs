using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Referrals.EntityFrameworkCore.Tests.PostgreSql;

/// <summary>Where PostgreSQL is on this machine, and how to run it: it refuses to run as root.</summary>
internal static class PostgresBinaries
{
    /// <summary>The folder with <c>initdb</c> and <c>pg_ctl</c>, or <c>null</c>.</summary>
    internal static string? Folder { get; } = Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql").Select(folder => Path.Combine(folder, "bin"))
            .Where(folder => File.Exists(Path.Combine(folder, "initdb"))).Order(StringComparer.Ordinal).LastOrDefault()
        : null;

    private static bool IsRoot => Environment.UserName == "root";

    /// <summary>Runs a program of PostgreSQL; as the user <c>postgres</c> where this process is root's.</summary>
    internal static void Run(string program, params string[] arguments)
    {
        var start = AsServer(Path.Combine(Folder!, program), arguments);
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.WorkingDirectory = "/";
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(TimeSpan.FromSeconds(60)) || process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} failed: {output.Result}{error.Result}");
        }
    }

    /// <summary>How to start a program that refuses to run as root.</summary>
    internal static ProcessStartInfo AsServer(string path, params string[] arguments) => IsRoot
        ? new ProcessStartInfo("setpriv", ["--reuid=postgres", "--regid=postgres", "--clear-groups", path, .. arguments])
        : new ProcessStartInfo(path, arguments);

    /// <summary>Gives a folder to the user that runs the server.</summary>
    internal static void Own(string folder)
    {
        if (IsRoot)
        {
            using var process = Process.Start("chown", ["postgres:postgres", folder]);
            process.WaitForExit();
        }
    }

    /// <summary>A port that nobody listens on now.</summary>
    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
