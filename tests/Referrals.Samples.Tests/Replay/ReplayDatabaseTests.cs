using System.Diagnostics;

namespace Referrals.Samples.Tests.Replay;

/// <summary>What a run does to a database that is there already.</summary>
public sealed class ReplayDatabaseTests
{
    [Fact]
    public async Task Second_run_changes_nothing_and_says_so()
    {
        using var folder = new TemporaryFolder();
        var first = await ReplayRun.DoneAsync(ReplayRun.Corner, "--database", folder.Database, "--json");
        var second = await ReplayRun.DoneAsync(ReplayRun.Corner, "--database", folder.Database, "--json");
        var third = await ReplayRun.DoneAsync(ReplayRun.Corner, "--database", folder.Database);

        Assert.Contains("26 inputs added", first.Error, StringComparison.Ordinal);
        Assert.Equal(first.Output, second.Output);
        Assert.Contains("Nothing changed: all 26 inputs", second.Error, StringComparison.Ordinal);
        Assert.Contains("Nothing changed: all 26 inputs", third.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Killed_run_goes_on_and_ends_with_the_same_result()
    {
        using var folder = new TemporaryFolder();
        var whole = await ReplayRun.DoneAsync(ReplayRun.Scenario, "--database", folder.File("whole.db"), "--json");
        for (var attempt = 1; ; attempt++)
        {
            var database = folder.File($"killed-{attempt}.db");
            await KillInTheMiddleAsync(database);
            var rest = await ReplayRun.DoneAsync(ReplayRun.Scenario, "--database", database, "--json");

            Assert.Equal(whole.Output, rest.Output);
            if (rest.Error.Contains("inputs added", StringComparison.Ordinal)
                && !rest.Error.Contains(" 0 were there", StringComparison.Ordinal))
            {
                return;
            }

            Assert.True(attempt < 10, "The run was never killed in the middle, only before its first or after its last transaction.");
        }
    }

    [Fact]
    public async Task Database_of_another_program_is_refused()
    {
        using var folder = new TemporaryFolder();
        var before = await ReplayRun.DoneAsync(ReplayRun.Corner, "--database", folder.Database, "--json");
        var held = Path.Combine(ReplayRun.Corner, "held.json");
        var other = await ReplayRun.OfAsync(ReplayRun.Corner, "--database", folder.Database, "--program", held);
        var after = await ReplayRun.DoneAsync(ReplayRun.Corner, "--database", folder.Database, "--json");

        Assert.Equal(2, other.ExitCode);
        Assert.Contains("was made with another program", other.Error, StringComparison.Ordinal);
        Assert.Equal(before.Output, after.Output);
    }

    [Fact]
    public async Task Database_of_other_data_is_refused()
    {
        using var folder = new TemporaryFolder();
        var history = folder.CopyOf(ReplayRun.Corner);
        _ = await ReplayRun.DoneAsync(history, "--database", folder.Database);
        await File.AppendAllTextAsync(Path.Combine(history, "nps.csv"), "ben,2025-03-21T09:00:00Z,9\n");
        var other = await ReplayRun.OfAsync(history, "--database", folder.Database);

        Assert.Equal(2, other.ExitCode);
        Assert.Contains("was made from other data", other.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_that_is_no_database_is_refused_and_left_alone()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.Database, new string('x', 5_000));
        var run = await ReplayRun.OfAsync(ReplayRun.Corner, "--database", folder.Database);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("cannot be used", run.Error, StringComparison.Ordinal);
        Assert.Equal(new string('x', 5_000), await File.ReadAllTextAsync(folder.Database));
    }

    [Fact]
    public async Task Database_in_a_folder_that_is_not_there_is_refused()
    {
        using var folder = new TemporaryFolder();
        var run = await ReplayRun.OfAsync(ReplayRun.Corner, "--database", folder.File("nowhere/replay.db"));

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("there is no folder", run.Error, StringComparison.Ordinal);
    }

    /// <summary>Ends the process without a chance to tidy up, once it has committed something.</summary>
    private static async Task KillInTheMiddleAsync(string database)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        var program = TestTree.PathOf("samples", "Replay", "bin", configuration, "net10.0", "Replay.dll");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [program, ReplayRun.Scenario, "--database", database, "--json"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var log = new FileInfo(database + "-wal");
        while (!process.HasExited && !(log.Exists && log.Length > 1_000_000))
        {
            await Task.Delay(5);
            log.Refresh();
        }

        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
    }
}
