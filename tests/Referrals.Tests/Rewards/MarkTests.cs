namespace Referrals.Tests.Rewards;

/// <summary>A mark is paid once while it is reached, and goes back when it no longer is.</summary>
public sealed class MarkTests
{
    private static readonly RewardFormula Ten = RewardFormula.Flat(Amount.Of(10, "EUR"));

    [Fact]
    public void Mark_that_is_reached_again_after_a_return_is_paid_once()
    {
        var deal = new Deal(p => p.RewardReferrer(r => r.AtMilestone(3, 10, "EUR")));

        Orders(deal, 3);
        Assert.Equal("10.00 EUR", Has(deal));
        Assert.True(deal.Refund(1).IsAccepted);
        Assert.Equal("0.00 EUR", Has(deal));
        Orders(deal, 4, from: 4);
        Assert.Equal("10.00 EUR", Has(deal));
    }

    [Fact]
    public void Mark_that_the_program_lets_stay_is_never_paid_again()
    {
        var deal = new Deal(p => p.RewardReferrer(r => r.AtMilestone(3, 10, "EUR").KeptOnRefund()));

        Orders(deal, 3);
        Assert.True(deal.Refund(1).IsAccepted);
        Orders(deal, 5, from: 4);

        Assert.Equal("10.00 EUR", Has(deal));
    }

    [Fact]
    public void Returns_of_many_orders_around_a_mark_pay_it_once()
    {
        var deal = new Deal(p => p.RewardReferrer(r => r.AtMilestone(10, 100, "EUR")));
        Orders(deal, 10);
        for (var i = 1; i <= 9; i++)
        {
            Assert.True(deal.Refund(i).IsAccepted);
            Orders(deal, 10 + i, from: 10 + i);
        }

        Assert.Equal("100.00 EUR", Has(deal));
    }

    [Fact]
    public void Every_second_order_that_stands_pays_once()
    {
        var deal = new Deal(p => p.RewardReferrer(r => r.Every(2, 10, "EUR")));
        Orders(deal, 4);
        for (var i = 1; i <= 4; i++)
        {
            Assert.True(deal.Refund(i).IsAccepted);
            Orders(deal, 4 + i, from: 4 + i);
        }

        Orders(deal, 12, from: 9);
        Assert.Equal("40.00 EUR", Has(deal));
    }

    [Fact]
    public void Mark_by_a_sum_goes_back_when_a_partial_return_takes_the_sum_below_it()
    {
        var deal = new Deal(p => p.RewardReferrer(r => r.Give(RewardFormula.AtMilestones(
            Measure.ReferredConversions("purchase").Sum(Unit.Money("EUR")), Tier.Of(100, Ten)))));
        Orders(deal, 2);
        Assert.Equal("10.00 EUR", Has(deal));
        Assert.True(deal.Refund(1, 1).IsAccepted);
        Assert.Equal("0.00 EUR", Has(deal));
        Orders(deal, 3, from: 3);
        Assert.Equal("10.00 EUR", Has(deal));
        Assert.True(deal.Refund(3, 20).IsAccepted);
        Assert.Equal("10.00 EUR", Has(deal));
    }

    [Fact]
    public void Mark_by_referrals_is_paid_by_the_sign_up_that_reaches_it()
    {
        var deal = new Deal(p => p.Qualify(q => q.On("purchase")).RewardReferrer(r => r.Give(RewardFormula.AtMilestones(
            Measure.Referrals(), Tier.Of(2, Ten), Tier.Of(3, Ten)))));

        SignsUp(deal, "bob");
        Assert.Equal("0.00 EUR", Has(deal));
        SignsUp(deal, "carol");
        Assert.Equal("10.00 EUR", Has(deal));
        SignsUp(deal, "dave");
        Assert.Equal("20.00 EUR", Has(deal));
        Rejects(deal, "bob");
        Assert.Equal("10.00 EUR", Has(deal));
        SignsUp(deal, "erin");
        Assert.Equal("20.00 EUR", Has(deal));
    }

    [Fact]
    public void Rejected_friend_counts_no_longer()
    {
        var deal = new Deal(p => p
            .RewardReferrer(r => r.Named("two").AtMilestone(2, 10, "EUR"))
            .RewardReferrer(r => r.Named("club").When(c => c.And(Condition.Count(Measure.Referrals(), Comparison.AtLeast, 2))).Flat(5, "EUR")));

        _ = deal.Buys("bob", 50);
        Rejects(deal, "bob");
        _ = deal.Buys("carol", 50);

        Assert.Equal("0.00 EUR", Has(deal));
    }

    [Fact]
    public void Raise_of_an_order_that_no_longer_stands_goes_back()
    {
        var deal = new Deal(p => p.RewardReferrer(r => r.Tiered(t => t.From(1, 10, "EUR").From(3, 15, "EUR").RaisingEarlier())));
        Orders(deal, 3);
        Assert.Equal("45.00 EUR", Has(deal));
        Assert.True(deal.Refund(1).IsAccepted);
        Assert.Equal("25.00 EUR", Has(deal));
        Orders(deal, 4, from: 4);
        Assert.Equal("45.00 EUR", Has(deal));
    }

    private static void Orders(Deal deal, int to, int from = 1)
    {
        for (var i = from; i <= to; i++)
        {
            _ = deal.Buys("bob", 50);
        }
    }

    private static void SignsUp(Deal deal, string friend) => deal.Scenario.SignUp(friend, referredBy: "alice");

    private static void Rejects(Deal deal, string friend) =>
        Assert.True(deal.Scenario.Tell(ReferralReview.Reject(Deal.Id(friend), "fraud")).IsAccepted);

    /// <summary>What alice has now.</summary>
    private static string Has(Deal deal) => deal.Scenario.Available("alice", "EUR").ToString();
}
