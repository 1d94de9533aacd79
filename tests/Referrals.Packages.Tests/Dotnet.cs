using System.Diagnostics;
using System.Text;
using Xunit.Sdk;

namespace Referrals.Packages.Tests;

/// <summary>Runs programs, as a developer would in a terminal.</summary>
internal static class Dotnet
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>Runs a dotnet command that must succeed, and gives what it printed.</summary>
    public static string Run(string folder, params string[] arguments) => RunProgram("dotnet", folder, arguments);

    /// <summary>Runs a program that must succeed, and gives what it printed.</summary>
    public static string RunProgram(string program, string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        IsolateFromThisTestRun(start);

        using var process = new Process { StartInfo = start };
        var output = new StringBuilder();
        process.OutputDataReceived += Collect;
        process.ErrorDataReceived += Collect;
        _ = process.Start();
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            throw new XunitException($"'{program} {string.Join(' ', arguments)}' ran longer than {Patience}.\n{output}");
        }

        process.WaitForExit();
        return process.ExitCode == 0
            ? output.ToString()
            : throw new XunitException($"'{program} {string.Join(' ', arguments)}' ended with {process.ExitCode}.\n{output}");

        void Collect(object sender, DataReceivedEventArgs line)
        {
            if (line.Data is not null)
            {
                lock (output)
                {
                    _ = output.Append(line.Data).Append('\n');
                }
            }
        }
    }

    /// <summary>The outer <c>dotnet test</c> leaves variables that lead an inner build to the outer one's settings.</summary>
    private static void IsolateFromThisTestRun(ProcessStartInfo start)
    {
        foreach (var name in start.Environment.Keys.Where(IsOfTheOuterBuild).ToArray())
        {
            _ = start.Environment.Remove(name);
        }

        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["DOTNET_NOLOGO"] = "true";
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
    }

    private static bool IsOfTheOuterBuild(string name) =>
        name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("VSTEST", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("COREHOST", StringComparison.OrdinalIgnoreCase);
}
