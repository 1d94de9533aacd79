using System.Text.Json.Nodes;
using Backfill;

namespace Referrals.Samples.Tests.Backfill;

public sealed class BackfillTests
{
    private static readonly string Club = TestTree.PathOf("samples", "Backfill", "data", "club");

    [Fact]
    public async Task Club_report()
    {
        var (exitCode, output, _) = await RunAsync(Club);

        Assert.Equal(0, exitCode);
        Approvals.Verify(output);
    }

    [Fact]
    public async Task Every_referral_gets_a_decision_and_an_explanation()
    {
        var json = JsonNode.Parse((await RunAsync(Club, "--json")).Output)!;

        var ids = File.ReadLines(Path.Combine(Club, "user_referrals.csv")).Skip(1).Select(static line => line.Split(',')[1]);
        var referrals = json["referrals"]!.AsArray();
        Assert.Equal(ids, referrals.Select(static referral => (string)referral!["referral"]!));
        Assert.All(referrals, static referral =>
        {
            Assert.NotEmpty((string)referral!["decision"]!);
            Assert.NotEmpty((string)referral["explanation"]!);
            Assert.Equal((bool)referral["rewarded"]!, referral["reasons"]!.AsArray().Count == 0);
        });
    }

    [Fact]
    public async Task Only_what_the_rules_allow_is_rewarded()
    {
        var json = JsonNode.Parse((await RunAsync(Club, "--json")).Output)!;

        var rewarded = json["referrals"]!.AsArray().Where(static referral => (bool)referral!["rewarded"]!);
        Assert.Equal(["ref-01: 10", "ref-08: 15"], rewarded.Select(static referral => $"{referral!["referral"]}: {referral["days"]}"));
    }

    [Fact]
    public async Task Month_is_that_of_the_club_and_not_of_utc()
    {
        // Both times are of March in UTC; in Makassar (UTC+8) the referral is of 31 March and the payment of 1 April.
        var json = JsonNode.Parse((await RunAsync(Club, "--json")).Output)!;

        var referral = json["referrals"]!.AsArray().Single(static referral => (string)referral!["referral"]! == "ref-02")!;
        Assert.Equal("does not hold: paid in the month of the referral", (string)Assert.Single(referral["reasons"]!.AsArray())!);
    }

    [Fact]
    public async Task Payment_whose_first_claim_earned_nothing_can_settle_another_referral()
    {
        using var folder = new TemporaryFolder();
        var club = folder.CopyOf(Club);
        var path = Path.Combine(club, "user_referrals.csv");
        var text = await File.ReadAllTextAsync(path);
        var pending = text.Replace("pay-08,2025-03-16T09:05:00Z,2", "pay-08,2025-03-16T09:05:00Z,1", StringComparison.Ordinal);
        await File.WriteAllTextAsync(path, pending);
        var json = JsonNode.Parse((await RunAsync(club, "--json")).Output)!;

        var rewarded = json["referrals"]!.AsArray().Where(static referral => (bool)referral!["rewarded"]!);
        Assert.Equal(["ref-01", "ref-09"], rewarded.Select(static referral => (string)referral!["referral"]!));
    }

    [Fact]
    public async Task Rows_that_are_broken_are_named_and_stop_nothing()
    {
        using var folder = new TemporaryFolder();
        var club = folder.CopyOf(Club);
        await File.AppendAllTextAsync(Path.Combine(club, "user_referrals.csv"), "2025-03-23T08:00:00Z,ref-16,friend-16\n,,,,,,,,,,\n");
        var json = JsonNode.Parse((await RunAsync(club, "--json")).Output)!;

        Assert.Equal(16, (int)json["totals"]!["referrals"]!);
        Assert.Contains(json["tables"]!.AsArray(), static note =>
            ((string)note!).StartsWith("user_referrals.csv line 17: 3 fields", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("2025-03-23T08:00:00Z,ref-\0x,fri\u0001end,n,p,1,Lead,member-ana,pay-99,2025-03-23T08:00:00Z,2")]
    [InlineData("9999-12-31T23:59:59Z,ref-16,friend-16,n,p,1,Lead,member-ana,pay-99,9999-12-31T23:59:59Z,2")]
    [InlineData("0001-01-01T00:00:00Z,ref-16,friend-16,n,p,1,Lead,member-ana,pay-99,-0001-01-01T00:00:00Z,2")]
    [InlineData("2025-03-23T08:00:00Z,ref-16,\ud83c,n,p,1,Lead,\ud83c,\ud83c,2025-03-23T08:00:00Z,\ud83c")]
    [InlineData("2025-03-23T08:00:00Z,ref-16,LONG,n,p,LONG,LONG,LONG,LONG,2025-03-23T08:00:00Z,LONG")]
    public async Task Row_with_anything_in_it_gets_a_decision(string row)
    {
        using var folder = new TemporaryFolder();
        var club = folder.CopyOf(Club);
        var text = row.Replace("LONG", new string('y', 127) + " " + new string('z', 500), StringComparison.Ordinal);
        await File.AppendAllTextAsync(Path.Combine(club, "user_referrals.csv"), text + "\n");
        var run = await RunAsync(club, "--json");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(16, (int)JsonNode.Parse(run.Output)!["totals"]!["referrals"]!);
    }

    [Fact]
    public async Task Days_that_nobody_can_grant_stop_nothing()
    {
        using var folder = new TemporaryFolder();
        var club = folder.CopyOf(Club);
        await File.WriteAllTextAsync(Path.Combine(club, "referral_rewards.csv"), "id,reward_value\n1,0 days\n2,99999999999 days\n3,-5 days\n");

        Assert.Equal(0, (await RunAsync(club, "--json")).ExitCode);
    }

    [Fact]
    public async Task Referral_of_somebody_who_is_no_member_stands_in_nobodys_way()
    {
        using var folder = new TemporaryFolder();
        var club = folder.CopyOf(Club);
        var path = Path.Combine(club, "user_referrals.csv");
        await File.AppendAllTextAsync(path, "2025-03-01T00:00:00Z,ref-16,friend-01,n,p,1,Lead,stranger,pay-99,2025-03-01T00:00:00Z,2\n");
        var json = JsonNode.Parse((await RunAsync(club, "--json")).Output)!;

        var rewarded = json["referrals"]!.AsArray().Where(static referral => (bool)referral!["rewarded"]!);
        Assert.Contains("ref-01", rewarded.Select(static referral => (string)referral!["referral"]!));
    }

    [Fact]
    public async Task Paid_row_without_a_reward_is_named()
    {
        using var folder = new TemporaryFolder();
        var club = folder.CopyOf(Club);
        var path = Path.Combine(club, "user_referrals.csv");
        var text = await File.ReadAllTextAsync(path);
        await File.WriteAllTextAsync(path, text.Replace("phone-01,1,Draft", "phone-01,,Draft", StringComparison.Ordinal));
        var output = (await RunAsync(club)).Output;

        Assert.Contains("its payment is paid, but no reward was chosen", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Missing_table_or_column_is_named()
    {
        using var folder = new TemporaryFolder();
        var club = folder.CopyOf(Club);
        File.Delete(Path.Combine(club, "user_logs.csv"));
        var missing = await RunAsync(club);
        await File.WriteAllTextAsync(Path.Combine(club, "user_logs.csv"), "id,user_id\n1,ana\n");
        var column = await RunAsync(club);

        Assert.Equal((2, 2), (missing.ExitCode, column.ExitCode));
        Assert.Contains("user_logs.csv is missing", missing.Error, StringComparison.Ordinal);
        Assert.Contains("user_logs.csv lacks the columns timezone_homeclub", column.Error, StringComparison.Ordinal);
    }

    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exitCode = await BackfillProgram.RunAsync(arguments, output, error);
        return (exitCode, output.ToString(), error.ToString());
    }
}
