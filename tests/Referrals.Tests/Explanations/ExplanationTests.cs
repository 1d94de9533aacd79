using Referrals.Testing;
using Referrals.Tests.Decisions;

namespace Referrals.Tests.Explanations;

/// <summary>What people read: the same decision for the operator and for the customer.</summary>
public sealed class ExplanationTests
{
    [Fact]
    public void Story_of_a_referral_reads_well()
    {
        var program = ReferralProgram.Create("spring", p => p
            .Version(3)
            .Links("https://shop.example/r/{code}")
            .Qualify(q => q.On("purchase").First().AtLeast(50, "EUR").Within(TimePeriod.Days(60)))
            .RewardReferrer(r => r.PercentOf(10, "EUR", ceiling: 20).AtMost(25, "EUR", per: TimeFrame.CalendarMonth).HeldFor(TimePeriod.Days(14)))
            .RewardReferee(r => r.Flat(10, "EUR").KeptOnRefund()));
        var scenario = new ReferralScenario(program);
        var visitor = VisitorId.From("visitor");
        var code = scenario.Enroll("alice").Value;
        _ = scenario.SignUp("alice");
        _ = scenario.Tell(Touch.CodeEntry("K7M2-XXXX-9", visitor));
        _ = scenario.Tell(Touch.Click(code, visitor));
        scenario.Pass(NodaTime.Duration.FromDays(2));
        _ = scenario.Tell(SignUp.Of(CustomerId.From("bob")).ByVisitor(visitor));
        _ = scenario.SignUp("carol", referredBy: "alice");
        _ = scenario.SignUp("dan", referredBy: "mallory");
        _ = scenario.Tell(Conversion.Of(CustomerId.From("bob"), "install", "app.installed"));
        _ = scenario.Purchase("bob", 180, "EUR");
        _ = scenario.Purchase("bob", 180, "EUR");
        _ = scenario.Purchase("carol", 36.06m, "EUR");
        _ = scenario.Tell(Conversion.Of(CustomerId.From("carol"), "dollars", "purchase.us", Amount.Of(90, "USD")));
        _ = scenario.Purchase("alice", 70, "EUR");
        _ = scenario.Tell(Refund.Of("refund-1", "order-1", Amount.Of(60, "EUR")));
        scenario.Pass(NodaTime.Duration.FromDays(14));

        Approvals.Verify(string.Join("\n\n", scenario.Decisions.Select(Both)));
    }

    [Fact]
    public void Participant_reads_nothing_internal()
    {
        foreach (var seed in Enumerable.Range(0, 100))
        {
            var history = new RandomHistory(seed);
            var scenario = new ReferralScenario(history.Program);
            foreach (var input in history.Inputs)
            {
                var text = scenario.Tell(input).Explanation.ToParticipantText();
                Assert.DoesNotContain("random", text, StringComparison.Ordinal);
                Assert.DoesNotMatch("[a-z]+\\.[a-z]+_[a-z]+|\\[|\\]|\\b(ann|ben|cid|dee|eve|fay)\\b", text);
            }
        }
    }

    private static string Both(Decision decision) =>
        $"{decision.Explanation.ToText()}\n  customer: {decision.Explanation.ToParticipantText()}"
            + $"\n  referrer: {decision.Explanation.ToParticipantText(Side.Referrer)}";
}
