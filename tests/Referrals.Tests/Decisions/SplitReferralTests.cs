using NodaTime;
using Referrals.Sharing;
using Referrals.Testing;

namespace Referrals.Tests.Decisions;

/// <summary>Referrals that are split among several referrers: cents are conserved, refunds take back the same parts.</summary>
public sealed class SplitReferralTests
{
    private static readonly VisitorId Visitor = VisitorId.From("v");

    [Fact]
    public void Reward_is_split_by_touches_and_no_cent_is_lost()
    {
        var scenario = Touched(a => a.SplitPerTouch(), "ann", "ben", "ann");

        var decision = scenario.Purchase("zoe", 100, "USD");

        Assert.Equal(["6.67 USD", "3.33 USD"], decision.Grants.Select(grant => grant.Amount.ToString()));
        Assert.Equal(Amount.Of(6.67m, "USD"), scenario.Available("ann", "USD"));
        Assert.Equal(Amount.Of(3.33m, "USD"), scenario.Available("ben", "USD"));
    }

    [Fact]
    public void Refunds_in_parts_take_back_each_part_exactly()
    {
        var scenario = Touched(a => a.SplitPerReferrer(), "ann", "ben", "cid");
        _ = scenario.Purchase("zoe", 100, "USD");
        Assert.Equal(["3.34 USD", "3.33 USD", "3.33 USD"], scenario.Facts.Where(fact => fact.Kind == FactKind.RewardGranted).Select(fact => fact.Amount.ToString()));

        foreach (var (id, part) in new[] { ("r1", 33.33m), ("r2", 0.01m), ("r3", 66.66m) })
        {
            _ = scenario.Tell(Refund.Of(id, "order-1", Amount.Of(part, "USD")));
        }

        Assert.All(["ann", "ben", "cid"], name => Assert.True(scenario.Available(name, "USD").IsZero));
    }

    [Theory]
    [InlineData("position", 4.00, 2.00, 4.00)]
    [InlineData("age", 1.43, 2.86, 5.71)]
    public void Split_follows_the_formula_of_the_model(string model, double first, double middle, double last)
    {
        // Half-life of one day, touches one day apart: weights 1, 2, 4 of 7.
        var scenario = Touched(a => _ = model == "position" ? a.SplitByPosition() : a.SplitByAge(TimePeriod.Days(1)), "ann", "ben", "cid");

        _ = scenario.Purchase("zoe", 100, "USD");

        Assert.Equal(
            new[] { first, middle, last }.Select(value => Amount.Of((decimal)value, "USD")),
            new[] { "ann", "ben", "cid" }.Select(name => scenario.Available(name, "USD")));
    }

    [Fact]
    public void Typed_code_takes_all_before_any_link_is_asked()
    {
        var scenario = new ReferralScenario(Program(a => a.SplitPerReferrer()));
        var ann = scenario.Enroll("ann").Value;
        var ben = scenario.Enroll("ben").Value;
        _ = scenario.Tell(Touch.CodeEntry(ben, Visitor));
        _ = scenario.Tell(Touch.Click(ann, Visitor));
        _ = scenario.Tell(SignUp.Of(CustomerId.From("zoe")).ByVisitor(Visitor));

        _ = scenario.Purchase("zoe", 100, "USD");

        Assert.Equal(Amount.Of(10, "USD"), scenario.Available("ben", "USD"));
    }

    [Fact]
    public void Own_touch_of_the_referee_takes_no_part()
    {
        var scenario = new ReferralScenario(Program(a => a.SplitPerTouch()));
        var zoe = scenario.Enroll("zoe").Value;
        var ann = scenario.Enroll("ann").Value;
        _ = scenario.Tell(Touch.Click(zoe, Visitor));
        _ = scenario.Tell(Touch.Click(ann, Visitor));
        _ = scenario.Tell(SignUp.Of(CustomerId.From("zoe")).ByVisitor(Visitor));

        _ = scenario.Purchase("zoe", 100, "USD");

        Assert.Equal(Amount.Of(10, "USD"), scenario.Available("ann", "USD"));
    }

    [Fact]
    public void Levels_above_the_referrer_get_their_parts_and_never_more_than_the_reward()
    {
        var scenario = new ReferralScenario(ReferralProgram.Create("p", p => p.RewardReferrer(r => r.Flat(10, "USD").SharedOverLevels(3, 50))));
        foreach (var name in new[] { "ann", "ben", "cid", "dee" })
        {
            _ = scenario.Enroll(name);
        }

        _ = scenario.SignUp("ben", referredBy: "ann");
        _ = scenario.SignUp("cid", referredBy: "ben");
        _ = scenario.SignUp("dee", referredBy: "cid");
        _ = scenario.SignUp("zoe", referredBy: "dee");

        var far = scenario.Purchase("zoe", 100, "USD");
        var near = scenario.Purchase("ben", 100, "USD");

        Assert.Equal(["5.00 USD", "2.50 USD", "1.25 USD"], far.Grants.Select(grant => grant.Amount.ToString()));
        Assert.Equal(["dee", "cid", "ben"], far.Grants.Select(grant => grant.Customer!.Value.Value));
        Assert.Equal(["5.00 USD"], near.Grants.Select(grant => grant.Amount.ToString()));
    }

    /// <summary>What an order counts for is not yet there for anybody who shares its reward, neither for the first nor for the others.</summary>
    [Theory]
    [InlineData("payments")]
    [InlineData("sequence")]
    [InlineData("stages")]
    [InlineData("steps")]
    [InlineData("once")]
    [InlineData("number")]
    public void Everybody_who_shares_a_reward_is_asked_as_of_before_the_order(string formula)
    {
        var ten = RewardFormula.Flat(Amount.Of(10, "USD"));
        var give = formula switch
        {
            "payments" => RewardFormula.Recurring(ten, payments: 1),
            "sequence" => RewardFormula.InSequence(repeatLast: true, ten, RewardFormula.Flat(Amount.Of(4, "USD"))),
            "stages" => RewardFormula.Staged(ten, PaymentStage.Of(paid: Percentage.Of(100), earned: Percentage.Of(100))),
            "steps" => RewardFormula.Tiered(
                TierTable.Of(Measure.RuleConversionsOfReferee(), Tier.Of(1, ten), Tier.Of(2, RewardFormula.Flat(Amount.Of(20, "USD"))))),
            _ => ten,
        };
        Action<IncentiveBuilder> rule = formula switch
        {
            "once" => r => r.Give(give).OncePerReferral(),
            "number" => r => r.Give(give).Limit(Cap.OfRewards(1, TimeFrame.InTheLast(TimePeriod.Days(30)), perReferral: true)),
            _ => r => r.Give(give),
        };
        var order = Conversion.Of(CustomerId.From("zoe"), "order-1", "purchase", Amount.Of(100, "USD")).OfDeal("deal", Amount.Of(100, "USD"));

        var split = Touched(a => a.SplitPerReferrer(), rule, "ann", "ben");
        Assert.Equal(["5.00 USD", "5.00 USD"], split.Tell(order).Grants.Select(grant => grant.Amount.ToString()));

        var levels = new ReferralScenario(ReferralProgram.Create("p", p => p.RewardReferrer(r =>
        {
            rule(r);
            _ = r.SharedOverLevels(2, 50);
        })));
        _ = levels.Enroll("ann");
        _ = levels.SignUp("ben", referredBy: "ann");
        _ = levels.Enroll("ben");
        _ = levels.SignUp("zoe", referredBy: "ben");
        Assert.Equal(["5.00 USD", "2.50 USD"], levels.Tell(order).Grants.Select(grant => grant.Amount.ToString()));
    }

    [Fact]
    public void Signed_link_beats_a_later_plain_one()
    {
        var signer = LinkSigner.Create("k1", Enumerable.Range(0, 32).Select(i => (byte)i).ToArray());
        var program = ReferralProgram.Create("p", p => p.Links("https://shop.example/r/{code}").RewardReferrer(r => r.Flat(10, "USD")));
        var scenario = new ReferralScenario(program, signer: signer);
        var ann = scenario.Enroll("ann");
        var ben = scenario.Enroll("ben");
        var signed = signer.Build(program.Links!, ann, scenario.Now + Duration.FromDays(30));
        _ = scenario.Tell(Touch.Click(signed, Visitor));
        scenario.Pass(Duration.FromHours(1));
        _ = scenario.Tell(Touch.Click(program.Links!.Build(ben), Visitor));
        var signUp = scenario.Tell(SignUp.Of(CustomerId.From("zoe")).ByVisitor(Visitor));

        var referral = signUp.Facts.Single(fact => fact.Kind == FactKind.ReferralCreated);
        Assert.Equal(CustomerId.From("ann"), referral.Referrer);
        Assert.Equal("SignedLink", referral.Code);
    }

    [Fact]
    public void Program_whose_conversions_would_not_fit_into_a_commit_is_refused() =>
        Assert.Throws<ReferralProgramException>(() => ReferralProgram.Create("p", p =>
        {
            _ = p.Attribute(a => a.SplitPerReferrer());
            for (var i = 0; i < 4; i++)
            {
                _ = p.RewardReferrer(r => r.Flat(1, "USD"));
            }
        }));

    private static ReferralProgram Program(Action<AttributionBuilder> model, Action<IncentiveBuilder>? rule = null) =>
        ReferralProgram.Create("p", p => p.Attribute(model).RewardReferrer(rule ?? (static r => r.Flat(10, "USD"))));

    /// <summary>Zoe clicks the links of these referrers, one a day, and signs up at the last click.</summary>
    private static ReferralScenario Touched(Action<AttributionBuilder> model, params string[] referrers) => Touched(model, rule: null, referrers);

    private static ReferralScenario Touched(Action<AttributionBuilder> model, Action<IncentiveBuilder>? rule, params string[] referrers)
    {
        var scenario = new ReferralScenario(Program(model, rule));
        var codes = referrers.Distinct().ToDictionary(name => name, name => scenario.Enroll(name).Value);
        foreach (var referrer in referrers)
        {
            scenario.Pass(Duration.FromDays(1));
            _ = scenario.Tell(Touch.Click(codes[referrer], Visitor));
        }

        _ = scenario.Tell(SignUp.Of(CustomerId.From("zoe")).ByVisitor(Visitor));
        return scenario;
    }
}
