using System.Text.Json.Nodes;
using Replay;

namespace Referrals.Samples.Tests.Replay;

/// <summary>One run of the sample in this process, with what it printed.</summary>
internal sealed class ReplayRun
{
    private ReplayRun(int exitCode, string output, string error)
    {
        ExitCode = exitCode;
        Output = output;
        Error = error;
    }

    public static string Scenario { get; } = TestTree.PathOf("tests", "Referrals.Tests", "Kpis", "vectors", "scenario");

    public static string Corner { get; } = TestTree.PathOf("tests", "Referrals.Samples.Tests", "Replay", "corner");

    public int ExitCode { get; }

    public string Output { get; }

    public string Error { get; }

    public JsonNode Json => JsonNode.Parse(Output)!;

    public static async Task<ReplayRun> OfAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exitCode = await ReplayProgram.RunAsync(arguments, output, error);
        return new ReplayRun(exitCode, output.ToString(), error.ToString());
    }

    /// <summary>A run that must succeed.</summary>
    public static async Task<ReplayRun> DoneAsync(params string[] arguments)
    {
        var run = await OfAsync(arguments);
        Assert.True(run.ExitCode == 0, run.Error);
        return run;
    }

    /// <summary>What was printed, with places that differ from run to run replaced by names.</summary>
    public string Text(TemporaryFolder folder) => Output.Replace(folder.Database, "replay.db", StringComparison.Ordinal)
        .Replace(folder.Path, "TEMPORARY", StringComparison.Ordinal)
        .Replace(TestTree.Root, "REPOSITORY", StringComparison.Ordinal);
}
