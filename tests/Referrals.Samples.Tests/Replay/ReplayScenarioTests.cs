using System.Globalization;
using System.Text.Json.Nodes;

namespace Referrals.Samples.Tests.Replay;

/// <summary>The made-up year of the KPI vectors, through the SDK and SQLite.</summary>
public sealed class ReplayScenarioTests(ScenarioFixture scenario) : IClassFixture<ScenarioFixture>
{
    [Fact]
    public async Task First_half_year_has_the_expected_kpis()
    {
        var kpis = (await RunAsync("2025-01-01T00:00:00Z", "2025-07-01T00:00:00Z"))["kpis"]!;

        var expected = File.ReadLines(Path.Combine(ReplayRun.Scenario, "expected_kpis_H1.csv")).Skip(1)
            .Select(static line => line.Split(','))
            .ToList();
        Assert.Equal(32, expected.Count);
        foreach (var row in expected)
        {
            Same(row[3], double.Parse(row[4], CultureInfo.InvariantCulture), kpis);
        }
    }

    [Theory]
    [InlineData("2025-07-01T00:00:00Z", "2026-01-01T00:00:00Z")]
    [InlineData("2025-01-01T00:00:00Z", "2026-01-01T00:00:00Z")]
    [InlineData("2025-02-01T00:00:00Z", "2025-03-01T00:00:00Z")]
    [InlineData("2025-10-05T13:30:00Z", "2025-11-20T06:15:30Z")]
    [InlineData("2025-12-20T00:00:00Z", "2027-01-01T00:00:00Z")]
    public async Task Other_windows_agree_with_plain_arithmetic(string from, string to)
    {
        var kpis = (await RunAsync(from, to))["kpis"]!;

        var expected = new ScenarioArithmetic(ReplayRun.Scenario)
            .Of(DateTimeOffset.Parse(from, CultureInfo.InvariantCulture), DateTimeOffset.Parse(to, CultureInfo.InvariantCulture));
        Assert.Equal(kpis.AsObject().Count, expected.Count);
        foreach (var (name, value) in expected)
        {
            Same(name, value, kpis);
        }
    }

    [Fact]
    public async Task Window_before_everything_has_no_values_instead_of_zeros()
    {
        var kpis = (await RunAsync("2024-01-01", "2024-02-01"))["kpis"]!;

        Assert.Equal(0, (int)kpis["new_customers"]!["value"]!);
        Assert.Null(kpis["participation_rate"]!["value"]);
        Assert.Equal(0, (int)kpis["participation_rate"]!["denominator"]!);
    }

    [Fact]
    public async Task Ledger_totals_equal_the_reward_rows_of_the_costs()
    {
        var json = await RunAsync("2025-01-01", "2026-01-01");

        var rewards = File.ReadLines(Path.Combine(ReplayRun.Scenario, "costs.csv")).Select(static line => line.Split(','))
            .Where(static row => row[1].StartsWith("reward_", StringComparison.Ordinal))
            .Sum(static row => decimal.Parse(row[3], CultureInfo.InvariantCulture));
        Assert.Equal(9_450m, rewards);
        Assert.Equal(-rewards, (decimal)json["ledger"]!["program"]!["USD"]!);
        Assert.Equal(rewards, (decimal)json["ledger"]!["available"]!["USD"]!);
        Assert.Equal(0m, (decimal)json["ledger"]!["sum"]!["USD"]!);
        Assert.Equal(0m, (decimal)json["rewardRows"]![0]!["difference"]!);
    }

    [Fact]
    public async Task Every_refund_finds_its_sale() =>
        Assert.Empty((await RunAsync("2025-01-01", "2026-01-01"))["unmatchedRefunds"]!.AsArray());

    private async Task<JsonNode> RunAsync(string from, string to) =>
        (await ReplayRun.DoneAsync(ReplayRun.Scenario, "--database", scenario.Database, "--from", from, "--to", to, "--json")).Json;

    private static void Same(string name, double expected, JsonNode kpis)
    {
        var value = (double)kpis[name]!["value"]!;
        Assert.True(Math.Abs(value - expected) <= 1e-9 * Math.Max(1, Math.Abs(expected)), $"{name} is {value}, expected {expected}.");
    }
}
