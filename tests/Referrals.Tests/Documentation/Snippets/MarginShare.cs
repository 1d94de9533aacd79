using System.Globalization;
using Referrals.Testing;

namespace Referrals.Tests.Documentation.Snippets;

/// <summary>What the page about rules shows of a rule with a parameter.</summary>
public sealed class MarginShare(Percentage share) : IIncentiveRule
{
    public IncentiveGrant Grant(QualificationContext context)
    {
        if (context.Amount is not { } amount
            || !decimal.TryParse(context.Conversion.Attributes.GetValueOrDefault("cost"), NumberStyles.Number, CultureInfo.InvariantCulture, out var cost))
        {
            return IncentiveGrant.None("cost_unknown", required: "an amount, and the attribute cost");
        }

        var margin = amount.Value - cost;
        return margin > 0
            ? IncentiveGrant.Of(Amount.Rounded(margin * share.Fraction, amount.Unit, RoundingMode.Down))
            : IncentiveGrant.None("no_margin", found: $"{amount} less {cost}", required: "more than it cost");
    }
}

/// <summary>The rule alone, with the context that the engine would give it, and in a program.</summary>
public sealed class MarginShareTests
{
    [Fact]
    public void Fifth_of_the_margin_is_granted()
    {
        var sale = Conversion.Of(CustomerId.From("bob"), "order-1", "purchase", Amount.Of(80, "EUR")).With("cost", "50.01");
        var grant = new MarginShare(Percentage.Of(20)).Grant(ContextFor.Conversion(sale));
        Assert.Equal(IncentiveGrant.Of(Amount.Of(5.99m, "EUR")), grant);
    }

    [Fact]
    public void Program_gives_the_rule_its_parameter()
    {
        var rules = CustomRules.Empty.With("margin-share", with => new MarginShare(with.Percentage("percent", most: 50)));
        var program = ReferralProgram.Create("spring", p => p
            .RewardReferrer(r => r.Custom("margin-share", "EUR", RuleParameters.None.With("percent", 20))));
        var story = new ReferralScenario(program, rules);
        _ = story.Enroll("alice");
        _ = story.SignUp("bob", referredBy: "alice");

        var sale = Conversion.Of(CustomerId.From("bob"), "order-1", "purchase", Amount.Of(80, "EUR"));
        Assert.Equal(Amount.Of(5.99m, "EUR"), story.Tell(sale.With("cost", "50.01")).Grants.Single().Amount);
        Assert.Contains("cost_unknown", story.Tell(sale with { Id = "order-2" }).Explanation.ToText(), StringComparison.Ordinal);
    }
}
