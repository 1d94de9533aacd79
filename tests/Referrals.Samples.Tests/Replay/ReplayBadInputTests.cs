using System.Text;

namespace Referrals.Samples.Tests.Replay;

/// <summary>Input that cannot be used: a clear message, exit code 2, and nothing written.</summary>
public sealed class ReplayBadInputTests
{
    private static readonly (string Name, string File, string From, string To)[] Slips =
    [
        ("a column is missing", "orders.csv", ",margin,", ",profit,"),
        ("a currency is unknown", "costs.csv", "amount\n*", "amount,currency\n2025-01-01T09:00:00Z,ads,paid,50.00,USX\n"),
        ("the amount of a sale is negative", "orders.csv", "40.00,16.00,sale", "-40.00,16.00,sale"),
        ("the amount of a cost is negative", "costs.csv", "120.00", "-120.00"),
        ("a refund is positive", "orders.csv", "-60.00", "60.00"),
        ("an amount is no number", "orders.csv", "30.00,12.00", "30 dollars,12.00"),
        ("an amount is finer than a cent", "orders.csv", "30.00,12.00", "30.005,12.00"),
        ("a date is no date", "customers.csv", "2025-02-01T10:00:00Z", "2025-02-31T10:00:00Z"),
        ("a time has no zone", "shares.csv", "2025-02-05T08:00:00Z", "2025-02-05T08:00:00"),
        ("an order is of an unknown customer", "orders.csv", "o5,cleo", "o5,chloe"),
        ("a share is of an unknown customer", "shares.csv", "s2,ann", "s2,anna"),
        ("a referrer is unknown", "customers.csv", "referral,ann,business", "referral,anna,business"),
        ("a click is of an unknown share", "clicks.csv", "k3,s2", "k3,s22"),
        ("an id occurs twice", "orders.csv", "o3,ben", "o2,ben"),
        ("a kind of order is unknown", "orders.csv", "9.50,sale", "9.50,sold"),
        ("a score is above ten", "nps.csv", "Z,10", "Z,11"),
        ("an id is empty", "shares.csv", "s2,ann", ",ann"),
        ("a file is cut in a row", "orders.csv", ",-99.00,-30.00,refund\n", ",-99."),
        ("a file is cut in quotation marks", "customers.csv", "paid,,private,east", "paid,,\"priv"),
        ("a file is empty", "costs.csv", "*", ""),
    ];

    [Fact]
    public async Task Every_slip_has_a_clear_message()
    {
        var text = new StringBuilder();
        foreach (var (name, file, from, to) in Slips)
        {
            using var folder = new TemporaryFolder();
            var history = folder.CopyOf(ReplayRun.Corner);
            var path = Path.Combine(history, file);
            var before = await File.ReadAllTextAsync(path);
            var after = Slip(before, from, to);
            Assert.NotEqual(before, after);
            await File.WriteAllTextAsync(path, after);
            Tell(text, name, await RefusedAsync(folder, history), folder);
        }

        Approvals.Verify(text.ToString());
    }

    [Fact]
    public async Task Missing_file_is_named_without_a_flood_of_consequences()
    {
        using var folder = new TemporaryFolder();
        var history = folder.CopyOf(ReplayRun.Corner);
        File.Delete(Path.Combine(history, "customers.csv"));
        var run = await RefusedAsync(folder, history);

        Assert.Contains("one mistake", run.Error, StringComparison.Ordinal);
        Assert.Contains("customers.csv: the file is missing", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cut_json_lines_are_named()
    {
        using var folder = new TemporaryFolder();
        var history = folder.CopyOf(ReplayRun.Corner);
        File.Delete(Path.Combine(history, "nps.csv"));
        await File.WriteAllTextAsync(
            Path.Combine(history, "nps.jsonl"),
            """
            {"customer_id": "ann", "at": "2025-02-01T09:00:00Z", "score": 10}
            {"customer_id": "eve", "at": "2025-03-20T
            """);
        var run = await RefusedAsync(folder, history);

        Assert.Contains("nps.jsonl, line 2: '{\"customer_id\": \"eve\"", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Five_mistakes_in_a_program_are_all_reported_with_their_paths()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(
            folder.File("program.json"),
            """
            {
              "schema": 1,
              "id": "spring sale",
              "zone": "Europe/Atlantis",
              "qualify": { "all": [ { "event": "purchase" }, { "nth": 0 } ] },
              "incentives": [
                { "name": "referrer", "side": "referrer", "reward": { "flat": "20 USX" } },
                { "name": "referee", "side": "refferee", "reward": { "flat": "10 USD" } }
              ]
            }
            """);
        var run = await RefusedAsync(folder, ReplayRun.Corner, "--program", folder.File("program.json"));

        Assert.Contains("5 mistakes", run.Error, StringComparison.Ordinal);
        Approvals.Verify(run.Error);
    }

    [Fact]
    public async Task First_twenty_of_many_mistakes_are_shown_and_the_rest_counted()
    {
        using var folder = new TemporaryFolder();
        var history = folder.CopyOf(ReplayRun.Scenario);
        var path = Path.Combine(history, "shares.csv");
        await File.WriteAllTextAsync(path, (await File.ReadAllTextAsync(path)).Replace("Z\n", "\n", StringComparison.Ordinal));
        var run = await RefusedAsync(folder, history);

        Assert.Contains("1,315 mistakes", run.Error, StringComparison.Ordinal);
        Assert.Contains("… and 1,295 more.", run.Error, StringComparison.Ordinal);
        Assert.Equal(22, run.Error.TrimEnd().Split('\n').Length);
    }

    [Theory]
    [InlineData("--from", "yesterday", "'yesterday' is not a valid time for --from")]
    [InlineData("--colour", "red", "There is no option '--colour'")]
    [InlineData("--program", "missing.json", "missing.json: the program cannot be read")]
    [InlineData("--try", "missing.json", "missing.json: the program cannot be read")]
    [InlineData("--explain", "zoe", "There is no customer 'zoe'")]
    public async Task Wrong_argument_is_named(string option, string value, string message)
    {
        using var folder = new TemporaryFolder();
        var run = await RefusedAsync(folder, ReplayRun.Corner, option, value);

        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Folder_that_is_not_there_is_named()
    {
        using var folder = new TemporaryFolder();
        var run = await RefusedAsync(folder, folder.File("nowhere"));

        Assert.Contains("There is no folder", run.Error, StringComparison.Ordinal);
    }

    /// <summary>Puts one text for another; a star at the end stands for the rest of the file.</summary>
    private static string Slip(string text, string from, string to)
    {
        var at = text.IndexOf(from.TrimEnd('*'), StringComparison.Ordinal);
        return from.EndsWith('*') ? text[..at] + to : text.Replace(from, to, StringComparison.Ordinal);
    }

    private static async Task<ReplayRun> RefusedAsync(TemporaryFolder folder, params string[] arguments)
    {
        var run = await ReplayRun.OfAsync([.. arguments, "--database", folder.Database]);
        Assert.Equal(2, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.Empty(Directory.EnumerateFiles(folder.Path, "replay.db*"));
        return run;
    }

    private static void Tell(StringBuilder text, string name, ReplayRun run, TemporaryFolder folder) => text
        .Append("When ").Append(name).Append(":\n")
        .Append(run.Error.Replace(folder.Path, "TEMPORARY", StringComparison.Ordinal)).Append('\n');
}
