namespace Referrals.Tests.Rewards;

public sealed class PrecedenceTests
{
    [Theory]
    [InlineData(Precedence.Stack, "10.00 EUR + 15.00 EUR")]
    [InlineData(Precedence.First, "10.00 EUR")]
    [InlineData(Precedence.Best, "15.00 EUR")]
    public void Matching_rules_stack_or_compete(Precedence precedence, string earned)
    {
        var deal = new Deal(p => p.WhenSeveralMatch(precedence).RewardReferrer(r => r.Flat(10, "EUR")).RewardReferrer(r => r.PercentOf(10, "EUR")));

        Assert.Equal(earned, deal.Buys("bob", 150));
        Assert.Equal(precedence == Precedence.Stack ? string.Empty : "reward.outranked", deal.Reasons());
    }

    [Fact]
    public void Best_is_found_for_each_conversion_and_the_first_among_equals()
    {
        var deal = new Deal(p => p.WhenSeveralMatch(Precedence.Best)
            .RewardReferrer(r => r.Named("flat").Flat(10, "EUR")).RewardReferrer(r => r.Named("share").PercentOf(10, "EUR")));

        Assert.Equal(["flat", "share", "flat"], new[] { 50m, 150m, 100m }.Select((amount, i) =>
        {
            _ = deal.Buys($"c{i}", amount);
            return deal.Last.Grants.Single().Rule;
        }));
    }

    [Fact]
    public void Rule_that_does_not_match_leaves_the_place_to_the_next()
    {
        var deal = new Deal(p => p.WhenSeveralMatch(Precedence.First)
            .RewardReferrer(r => r.When(c => c.AtLeast(100, "EUR")).Flat(20, "EUR"))
            .RewardReferrer(r => r.Flat(5, "EUR")));

        Assert.Equal(["5.00 EUR", "20.00 EUR"], new[] { 50m, 150m }.Select((amount, i) => deal.Buys($"c{i}", amount)));
    }

    [Fact]
    public void Priority_comes_before_the_order_of_the_rules()
    {
        var deal = new Deal(p => p.WhenSeveralMatch(Precedence.First).RewardReferrer(r => r.Flat(5, "EUR")).RewardReferrer(r => r.Flat(20, "EUR").WithPriority(1)));

        Assert.Equal("20.00 EUR", deal.Buys("bob", 9));
    }

    [Fact]
    public void Sides_and_groups_compete_apart()
    {
        var deal = new Deal(p => p.Group("bonus", Precedence.Best)
            .RewardReferrer(r => r.Flat(1, "EUR"))
            .RewardReferrer(r => r.Flat(5, "EUR").InGroup("bonus"))
            .RewardReferrer(r => r.Flat(7, "EUR").InGroup("bonus"))
            .RewardReferee(r => r.Flat(2, "EUR").InGroup("bonus")));

        Assert.Equal("1.00 EUR + 7.00 EUR + 2.00 EUR", deal.Buys("bob", 9));
    }

    [Fact]
    public void Best_over_units_that_do_not_compare_is_refused_when_built()
    {
        var refused = Assert.Throws<ReferralProgramException>(() => ReferralProgram.Create("p", p => p.WhenSeveralMatch(Precedence.Best)
            .RewardReferrer(r => r.Flat(10, "EUR")).RewardReferrer(r => r.Flat(10, "points"))));

        Assert.Equal("program.incomparable_units", Assert.Single(refused.Findings).Code);
    }

    [Fact]
    public void Group_that_nobody_knows_is_refused_when_built()
    {
        var refused = Assert.Throws<ReferralProgramException>(() =>
            ReferralProgram.Create("p", p => p.RewardReferrer(r => r.Flat(10, "EUR").InGroup("bonus"))));

        Assert.Equal("program.unknown_group", Assert.Single(refused.Findings).Code);
    }

    [Fact]
    public void Shadow_rule_is_reported_and_never_granted()
    {
        var deal = new Deal(p => p.WhenSeveralMatch(Precedence.Best)
            .RewardReferrer(r => r.Named("now").Flat(10, "EUR"))
            .RewardReferrer(r => r.Named("maybe").Tiered(t => t.From(1, 20, "EUR").From(2, 30, "EUR")).AsShadow()));

        Assert.Equal("10.00 EUR", deal.Buys("bob", 9));
        Assert.Equal("10.00 EUR", deal.Buys("carol", 9));
        var tried = deal.Scenario.Facts.Where(fact => fact.Kind == FactKind.ShadowReward);
        Assert.Equal(["20.00 EUR", "30.00 EUR"], tried.Select(fact => fact.Amount!.Value.ToString()));
        Assert.Contains("shadow rule maybe: 30.00 EUR", deal.Last.Explanation.ToText(), StringComparison.Ordinal);
        Assert.Equal(Amount.Of(20, "EUR"), deal.Scenario.Available("alice", "EUR"));
    }

    [Fact]
    public void Deductions_that_are_added_up_leave_nothing_rather_than_less()
    {
        var deal = new Deal(p => p.RewardReferrer(r => r.Flat(10, "EUR")
            .Times(0.4m, Condition.Always).Times(0.5m, Condition.Always).CombineMultipliers(MultiplierMode.Add)));

        Assert.Equal(string.Empty, deal.Buys("bob", 50));
        Assert.Equal("reward.zero", deal.Reasons());
        Assert.Empty(deal.Scenario.Ledger);
    }
}
