using System.Text;
using Desk;

namespace Referrals.Samples.Tests.Desk;

/// <summary>The session that the README of the desk shows, and what it answers to mistakes.</summary>
public sealed class DeskTests
{
    private const string Now = "2026-03-12T09:00:00Z";

    private static readonly string[][] Session =
    [
        ["demo"],
        ["search", "anna"],
        ["search", "https://lamps.example/r/maxlight"],
        ["friends", "anna"],
        ["explain", "L-1002"],
        ["held"],
        ["approve", "emil", "a known customer"],
        ["review"],
        ["ban", "max", "sells codes"],
        ["bans"],
        ["leaders", "2026-03"],
        ["pay", "2026-03"],
        ["payouts"],
        ["amend", "L-1002", "65.00 EUR"],
        ["grant", "cora", "3.00 EUR", "lamp arrived late"],
        ["take", "thank-you:L-1004", "the lamp was stolen"],
        ["draft", "programs/lamps-2.json", "more in April"],
        ["try", "2"],
        ["publish", "2", "agreed with finance", "2026-04-01"],
        ["programs"],
    ];

    [Fact]
    public async Task Session_reads_well_and_stands_in_the_readme()
    {
        using var folder = new TemporaryFolder();
        var text = new StringBuilder();
        foreach (var command in Session)
        {
            var (exitCode, output, error) = await RunAsync(folder, command);
            Assert.Equal((0, string.Empty), (exitCode, error));
            text.Append("$ desk ").AppendJoin(' ', command.Select(static part => part.Contains(' ', StringComparison.Ordinal) ? $"'{part}'" : part))
                .Append('\n').Append(output.ReplaceLineEndings("\n"));
        }

        Approvals.Verify(text.ToString());
        var readme = await File.ReadAllTextAsync(TestTree.PathOf("samples", "Desk", "README.md"));
        Assert.Contains(text.ToString().TrimEnd(), readme.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "A command is missing.")]
    [InlineData(2, "'fly' is not a command", "fly")]
    [InlineData(2, "'reject emil' is not a command, or lacks something.", "reject", "emil")]
    [InlineData(2, "'March' is not a month", "leaders", "March")]
    [InlineData(2, "There is no option --file.", "--file", "x", "held")]
    [InlineData(2, "'noon' is not an instant", "--now", "noon", "held")]
    [InlineData(2, "'ten' is not an amount such as '10.00 EUR'.", "grant", "anna", "ten", "why")]
    [InlineData(2, "'two' is not a version.", "try", "two")]
    [InlineData(2, "'soon' is not a day such as 2026-04-01.", "publish", "2", "why", "soon")]
    [InlineData(2, "There is no file nothing.json.", "draft", "nothing.json", "why")]
    [InlineData(1, "", "amend", "L-9", "10.00 EUR")]
    [InlineData(1, "", "try", "7")]
    [InlineData(1, "", "publish", "7", "why")]
    [InlineData(1, "", "search", "nobody")]
    [InlineData(1, "", "approve", "nobody")]
    public async Task Mistakes_are_told(int exitCode, string message, params string[] command)
    {
        using var folder = new TemporaryFolder();
        var run = await RunAsync(folder, command);
        Assert.Equal(exitCode, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(TemporaryFolder folder, string[] command)
    {
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        string[] options = ["--database", folder.File("desk.db"), "--now", Now, "--by", "lea"];
        return (await DeskProgram.RunAsync([.. options, .. command], output, error, CancellationToken.None), output.ToString(), error.ToString());
    }
}
