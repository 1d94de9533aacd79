using Referrals.Ledger;

namespace Referrals.Tests.Ledger.Life;

public sealed class RewardLifeTests
{
    [Fact]
    public void Diagram_in_the_docs_is_drawn_from_the_table()
    {
        var docs = File.ReadAllText(TestTree.PathOf("docs", "rewards.md")).ReplaceLineEndings("\n");

        Assert.Contains($"```mermaid\n{RewardLifecycle.ToMermaid()}```\n", docs, StringComparison.Ordinal);
    }

    [Fact]
    public void Table_in_the_docs_is_the_table()
    {
        var docs = File.ReadAllText(TestTree.PathOf("docs", "rewards.md")).ReplaceLineEndings("\n");
        var rows = RewardLifecycle.Transitions.Select(way =>
            $"| {way.From?.ToString() ?? "-"} | {way.To} | `{way.Step}` | {(way.Debited is null ? "-" : $"{way.Debited} to {way.Credited}")} |\n");

        Assert.Contains(string.Concat(rows), docs, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_stage_can_be_reached_and_no_way_is_there_twice()
    {
        Assert.Equal(Enum.GetValues<RewardStage>().Order(), RewardLifecycle.Transitions.Select(way => way.To).Distinct().Order());
        Assert.Equal(RewardLifecycle.Transitions.Count, RewardLifecycle.Transitions.Select(way => (way.From, way.To, way.Step)).Distinct().Count());
    }

    [Fact]
    public void One_step_always_moves_between_the_same_accounts() => Assert.All(
        RewardLifecycle.Transitions.GroupBy(way => way.Step),
        ways => Assert.Single(ways.Select(way => (way.Debited, way.Credited)).Distinct()));

    [Theory]
    [InlineData(RewardStage.Held, RewardStage.Redeemed)]
    [InlineData(RewardStage.InReview, RewardStage.Expired)]
    [InlineData(RewardStage.Reversed, RewardStage.Vested)]
    [InlineData(RewardStage.Expired, RewardStage.Vested)]
    public void What_is_not_in_the_table_is_not_allowed(RewardStage from, RewardStage to) => Assert.False(RewardLifecycle.Allows(from, to));
}
