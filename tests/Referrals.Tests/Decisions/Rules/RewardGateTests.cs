using Referrals.Ledger;
using Referrals.Testing;
using static Referrals.Tests.Decisions.Story;

namespace Referrals.Tests.Decisions.Rules;

/// <summary>Whichever way a reward takes, that of a rejected referral never becomes available.</summary>
public sealed class RewardGateTests
{
    public static TheoryData<bool, bool, bool, string> Ways
    {
        get
        {
            var ways = new TheoryData<bool, bool, bool, string>();
            foreach (var (held, heldReferral, rejectedFirst) in new[] { false, true }.SelectMany(_ => new[] { false, true }, static (a, b) => (a, b))
                .SelectMany(_ => new[] { false, true }, static (two, c) => (two.a, two.b, c)))
            {
                foreach (var end in new[] { "approve", "silence" })
                {
                    ways.Add(held, heldReferral, rejectedFirst, end);
                }
            }

            return ways;
        }
    }

    /// <summary>
    /// A reward is in review, and its referral is rejected before the review ends, by a verdict or by nobody's answer; with a hold of its own or
    /// without, of a referral that is held or not, and of an order before the rejection or after it.
    /// </summary>
    [Theory]
    [MemberData(nameof(Ways))]
    public void Reward_in_review_is_not_paid_once_its_referral_is_rejected(bool held, bool heldReferral, bool rejectedFirst, string end)
    {
        var program = ReferralProgram.Create("gate", p =>
        {
            _ = p.RewardReferrer(r => _ = held ? Rule(r).HeldFor(TimePeriod.Days(3)) : Rule(r));
            if (heldReferral)
            {
                _ = p.Guard(g => g.Against(Guard.Missing(SignalKind.Phone).Holding()).Reviewed(TimePeriod.Days(30), WhenOverdue.Approve));
            }
        });
        var scenario = new ReferralScenario(program);
        _ = scenario.Tell(Enrollment.Of(Customer("alice")).At(Day(0)));
        _ = scenario.Tell(SignUp.Of(Customer("bob")).ReferredBy(Customer("alice")).At(Day(0)));
        if (rejectedFirst)
        {
            _ = scenario.Tell(ReferralReview.Reject(Customer("bob"), "one person").At(Day(0.5)));
        }

        _ = scenario.Tell(Conversion.Of(Customer("bob"), "o1", "purchase", Amount.Of(40, "EUR")).At(Day(1)));
        if (!rejectedFirst)
        {
            Assert.Equal(Amount.Of(10, "EUR"), scenario.Pending("alice", "EUR"));
            Assert.True(scenario.Tell(ReferralReview.Reject(Customer("bob"), "one person").At(Day(2))).IsAccepted);
        }

        if (end == "approve")
        {
            _ = scenario.Tell(RewardReview.Of(RewardId.From("referrer:o1")).Approve().At(Day(3)));
        }

        scenario.PassUntil(Day(400));

        Assert.True(scenario.Available("alice", "EUR").IsZero);
        Assert.True(scenario.Pending("alice", "EUR").IsZero);
        Assert.DoesNotContain(scenario.Facts, static fact => fact.Kind == FactKind.RewardVested);
        Assert.DoesNotContain(scenario.Ledger, static line => line.Account == LedgerAccount.Available);

        static IncentiveBuilder Rule(IncentiveBuilder rule) => rule.Flat(10, "EUR").Reviewed(TimePeriod.Days(7), WhenOverdue.Approve);
    }

    /// <summary>The same without the rejection: the reward comes through, so that the test above can fail.</summary>
    [Theory]
    [InlineData("approve")]
    [InlineData("silence")]
    public void Reward_in_review_is_paid_where_its_referral_stands(string end)
    {
        var scenario = new ReferralScenario(ReferralProgram.Create("gate", p => p
            .RewardReferrer(r => r.Flat(10, "EUR").Reviewed(TimePeriod.Days(7), WhenOverdue.Approve))));
        _ = scenario.Tell(Enrollment.Of(Customer("alice")).At(Day(0)));
        _ = scenario.Tell(SignUp.Of(Customer("bob")).ReferredBy(Customer("alice")).At(Day(0)));
        _ = scenario.Tell(Conversion.Of(Customer("bob"), "o1", "purchase", Amount.Of(40, "EUR")).At(Day(1)));
        if (end == "approve")
        {
            _ = scenario.Tell(RewardReview.Of(RewardId.From("referrer:o1")).Approve().At(Day(3)));
        }

        scenario.PassUntil(Day(400));

        Assert.Equal(Amount.Of(10, "EUR"), scenario.Available("alice", "EUR"));
    }
}
