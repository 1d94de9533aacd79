using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Referrals.Testing;

namespace Referrals.Tests.Documentation.Snippets;

/// <summary>What the readme shows: an incentive rule of the host's own, alone and in a program.</summary>
public sealed class OwnRuleTests
{
    private static readonly CustomerId Alice = CustomerId.From("alice");
    private static readonly CustomerId Bob = CustomerId.From("bob");

    [Theory]
    [InlineData("80.00 EUR", "8.00 EUR")]
    [InlineData("80.01 EUR", "9.00 EUR")]
    public void Rule_is_tested_without_anything_around_it(string amount, string reward)
    {
        var conversion = Conversion.Of(Bob, "order-1", "purchase", Amount.Parse(amount)).At(Instant.FromUtc(2026, 3, 1, 12, 0));
        var context = new QualificationContext(conversion, 1, Bob, Alice, Instant.FromUtc(2026, 2, 1, 12, 0), DateTimeZone.Utc);

        Assert.Equal(Amount.Parse(reward), new TenPercentRoundedUp().Grant(context).Amount);
    }

    [Fact]
    public async Task Program_uses_the_rule_by_its_name()
    {
        var services = new ServiceCollection();
        var program = ReferralProgram.Create("spring", p => p
            .Qualify(q => q.On("purchase"))
            .RewardReferrer(r => r.Custom("ten-percent-up", "EUR").AtMost(500, "EUR")));
        services.AddReferrals(r => r.AddProgram(program).AddRule("ten-percent-up", new TenPercentRoundedUp()));

        await using var provider = services.BuildServiceProvider();
        await using var scope = provider.CreateAsyncScope();
        var referrals = scope.ServiceProvider.GetRequiredService<ReferralEngine>();
        _ = await referrals.EnrollAsync(Enrollment.Of(Alice));
        _ = await referrals.SignUpAsync(SignUp.Of(Bob).ReferredBy(Alice));
        var decision = await referrals.ConvertAsync(Conversion.Of(Bob, "order-1", "purchase", Amount.Of(80.01m, "EUR")));

        Assert.Equal(Amount.Of(9, "EUR"), Assert.Single(decision.Grants).Amount);
    }

    [Fact]
    public void Rule_with_a_history_grows_with_the_month()
    {
        var program = ReferralProgram.Create("spring", p => p.RewardReferrer(r => r.Custom("growing", "EUR")));
        var scenario = new ReferralScenario(program, CustomRules.Empty.With("growing", new GrowingThanks()));
        _ = scenario.Enroll("alice");
        _ = scenario.SignUp("bob", referredBy: "alice");
        var earned = Enumerable.Range(1, 8).Select(_ => scenario.Purchase("bob", 20, "EUR").Grants.Single().Amount).ToArray();

        Assert.Equal([5, 6, 7, 8, 9, 10, 10, 10], earned.Select(static amount => amount!.Value.Value));
    }
}
