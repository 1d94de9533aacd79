using NodaTime;
using Referrals.Testing;

namespace Referrals.Tests.Documentation.Snippets;

/// <summary>The code of the page of the testing package.</summary>
public sealed class ScenarioDocTests
{
    [Fact]
    public void Program_is_tested_as_a_story()
    {
        var program = ReferralProgram.Create("spring", p => p
            .Qualify(q => q.On("purchase").First().AtLeast(50, "EUR"))
            .RewardReferrer(r => r.Flat(10, "EUR").HeldFor(TimePeriod.Days(14))));

        var scenario = new ReferralScenario(program);
        scenario.Enroll("alice");
        scenario.SignUp("bob", referredBy: "alice");
        var decision = scenario.Purchase("bob", 80, "EUR");
        scenario.Pass(Duration.FromDays(14));
        Assert.Equal(Amount.Of(10, "EUR"), scenario.Available("alice", "EUR"));
        Assert.True(decision.IsAccepted);
    }
}
