using System.IO.Compression;
using System.Text.Json.Nodes;

namespace Referrals.Samples.Tests.Replay;

/// <summary>What the sample prints.</summary>
public sealed class ReplayReportTests
{
    private static readonly string Held = Path.Combine(ReplayRun.Corner, "held.json");

    [Fact]
    public async Task Corner_shop_report()
    {
        using var folder = new TemporaryFolder();
        var run = await ReplayRun.DoneAsync(ReplayRun.Corner, "--database", folder.Database);

        Approvals.Verify(run.Text(folder));
    }

    [Fact]
    public async Task Corner_shop_report_under_a_program_with_hold_and_cap()
    {
        using var folder = new TemporaryFolder();
        string[] window = ["--from", "2025-02-01", "--to", "2025-03-01"];
        var run = await ReplayRun.DoneAsync([ReplayRun.Corner, "--program", Held, "--database", folder.Database, .. window]);

        Approvals.Verify(run.Text(folder));
    }

    [Fact]
    public async Task Corner_shop_json()
    {
        using var folder = new TemporaryFolder();
        var run = await ReplayRun.DoneAsync(ReplayRun.Corner, "--program", Held, "--database", folder.Database, "--json");
        foreach (var (_, kpi) in run.Json["kpis"]!.AsObject())
        {
            Assert.Equal(["value", "numerator", "denominator"], kpi!.AsObject().Select(static member => member.Key).Take(3));
        }

        Approvals.Verify(Without(run.Json, "kpis"));
    }

    [Theory]
    [InlineData("ann")]
    [InlineData("ben")]
    [InlineData("dan")]
    public async Task Story_of_one_customer(string customer)
    {
        using var folder = new TemporaryFolder();
        var run = await ReplayRun.DoneAsync(ReplayRun.Corner, "--program", Held, "--database", folder.Database, "--explain", customer);

        Approvals.Verify(run.Text(folder), suffix: customer);
    }

    [Fact]
    public async Task Other_program_side_by_side()
    {
        using var folder = new TemporaryFolder();
        var other = folder.File("other.json");
        await File.WriteAllTextAsync(other, (await File.ReadAllTextAsync(Held)).Replace("5 USD", "8 USD", StringComparison.Ordinal));
        var run = await ReplayRun.DoneAsync(ReplayRun.Corner, "--program", Held, "--database", folder.Database, "--try", other);

        Approvals.Verify(run.Text(folder));
    }

    [Fact]
    public async Task Year_of_the_shipped_shop()
    {
        using var folder = new TemporaryFolder();
        var run = await ReplayRun.DoneAsync("--database", folder.Database);

        Approvals.Verify(run.Text(folder));
    }

    [Fact]
    public async Task Json_lines_and_packed_files_give_the_same_result()
    {
        using var folder = new TemporaryFolder();
        var history = folder.CopyOf(ReplayRun.Corner);
        ToJsonLines(Path.Combine(history, "orders.csv"));
        ToJsonLines(Path.Combine(history, "customers.csv"));
        Pack(Path.Combine(history, "clicks.csv"));
        Pack(Path.Combine(history, "orders.jsonl"));
        var other = await ReplayRun.DoneAsync(history, "--database", folder.Database, "--json");
        var csv = await ReplayRun.DoneAsync(ReplayRun.Corner, "--database", folder.File("csv.db"), "--json");

        Assert.Equal(csv.Output, other.Output);
    }

    [Fact]
    public async Task Unknown_columns_are_noted_and_not_fatal()
    {
        using var folder = new TemporaryFolder();
        var history = folder.CopyOf(ReplayRun.Corner);
        await File.WriteAllTextAsync(
            Path.Combine(history, "nps.csv"), "customer_id,at,score,mood\nann,2025-02-01T09:00:00Z,10,\"sunny, mostly\"\n");
        var run = await ReplayRun.DoneAsync(history, "--database", folder.Database);

        Assert.Contains("Note: nps.csv: not read, since nothing here needs them: mood.", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Customers_called_referred_by_nobody_are_noted()
    {
        using var folder = new TemporaryFolder();
        var history = folder.CopyOf(ReplayRun.Corner);
        var path = Path.Combine(history, "customers.csv");
        var text = await File.ReadAllTextAsync(path);
        await File.WriteAllTextAsync(path, text.Replace("referral,ann,business", "referral,,business", StringComparison.Ordinal));
        var run = await ReplayRun.DoneAsync(history, "--database", folder.Database, "--json");

        Assert.Contains("or code is known: 1.", (string)run.Json["notes"]![0]!, StringComparison.Ordinal);
        Assert.Equal(1, (int)run.Json["kpis"]!["referred_signups"]!["value"]!);
    }

    private static string Without(JsonNode json, string member)
    {
        _ = json.AsObject().Remove(member);
        return json.ToJsonString(new System.Text.Json.JsonSerializerOptions { WriteIndented = true });
    }

    private static void ToJsonLines(string csv)
    {
        var rows = File.ReadLines(csv).Select(static line => line.Split(',')).ToList();
        File.WriteAllLines(Path.ChangeExtension(csv, ".jsonl"), rows.Skip(1).Select(row =>
            new JsonObject(rows[0].Zip(row, static (name, value) => KeyValuePair.Create(name, (JsonNode?)value))).ToJsonString()));
        File.Delete(csv);
    }

    private static void Pack(string file)
    {
        using (var packed = new GZipStream(File.Create(file + ".gz"), CompressionLevel.Fastest))
        {
            packed.Write(File.ReadAllBytes(file));
        }

        File.Delete(file);
    }
}
