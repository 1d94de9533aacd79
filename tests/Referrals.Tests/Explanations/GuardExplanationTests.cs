using Referrals.Tests.Decisions;
using Referrals.Tests.Decisions.Guarding;
using static Referrals.Tests.Decisions.Guarding.GuardStory;
using static Referrals.Tests.Decisions.Story;

namespace Referrals.Tests.Explanations;

/// <summary>Every reason for which a referral is refused or held, as the operator and as the customer read it.</summary>
public sealed class GuardExplanationTests
{
    private static PersonSignals Alice { get; } =
        Signals(s => s.Email("alice@gmail.com").Phone("06 39 98 12 34").Payment("card-1").Device("phone-1").Address("1 Main Street"));

    [Fact]
    public void Every_refusal_reads_well_for_operator_and_customer()
    {
        var refusals = new List<Decision>
        {
            Refused(Guard.SameEmail(), Alice),
            Refused(Guard.SamePhone(), Alice),
            Refused(Guard.SharedPayment().Refusing(), Alice),
            Refused(Guard.SharedDevice().Refusing(), Alice),
            Refused(Guard.SharedAddress().Refusing(), Alice),
            Refused(Guard.Missing(SignalKind.Phone).Refusing(), Signals(s => s.Phone("1"))),
            Refused(Guard.BlockedDomains("gmail.com"), Alice),
            Refused(Guard.DisposableDomains("gmail.com").Refusing(), Alice),
            Refused(Guard.BannedReferrers(Customer("alice")), null),
            Last(Guard.ExistingCustomer(), SignUp("bob", 2).AsExisting()),
            Last(Guard.AlreadyReferred(), SignUp("ben", 1, Signals(s => s.Phone("+33639980000"))), SignUp("bob", 2, Signals(s => s.Phone("0639980000")))),
            Last(Guard.ReferralAfterOrder(), Conversion.Of(Customer("bob"), "o1", "purchase", Usd(5)).At(Day(1)), SignUp("bob", 2)),
            Last(Guard.ReferralsPerReferrer(1, TimePeriod.Days(1)).Refusing(), SignUp("ben", 1), SignUp("bob", 1.5)),
            Last(
                Guard.CustomersPerSignal(SignalKind.Device, 1, TimePeriod.Days(1)).Refusing(),
                SignUp("ben", 1, Signals(s => s.Device("d"))),
                SignUp("bob", 1.5, Signals(s => s.Device("d")))),
            Last(Guard.SameEmail(), ReferrerBan.Impose(Customer("alice"), "sold codes").At(Day(1)), SignUp("bob", 2)),
            Last(Guard.SameEmail(), SignUp("alice", 1, Alice)),
            Last(Guard.SameEmail(), Enrollment.Of(Customer("bob")).At(Day(0)), SignUp("bob", 1), SignUp("alice", 2, of: "bob")),
            Last(Guard.SameEmail(), SignUp("bob", 1, of: "nobody")),
            Scored(),
        };

        Assert.All(refusals, decision => Assert.Equal(DecisionCodes.SignUpReferralRefused, decision.Code));
        Assert.Equal(18, refusals.Select(decision => decision.Refusal()).Distinct().Count());
        Approvals.Verify(string.Join("\n\n", refusals.Select(Both)));
    }

    [Fact]
    public void Hold_review_and_ban_read_well()
    {
        var story = new Story(Program(g => g.Recommended().Against(Guard.Missing(SignalKind.Phone)).Reviewed(TimePeriod.Days(7), WhenOverdue.Reject)));
        _ = story.Enroll("alice", Alice);
        Decision[] decisions =
        [
            story.Tell(SignUp("bob", 1, Signals(s => s.Email("bob@gmail.com").Device("phone-1")))),
            story.Purchase("o1", 40, day: 2),
            story.Tell(Vesting.Of(RewardId.From("referrer:o1")).At(Day(3))),
            story.Tell(ReferralReview.Reject(Customer("bob"), "the same person").At(Day(4))),
            story.Purchase("o2", 40, day: 5),
            story.Tell(ReferralReview.Approve(Customer("bob")).At(Day(6))),
            story.Tell(SignUp("carol", 6, Signals(s => s.Email("carol@gmail.com")))),
            story.Tell(ReferralReview.Approve(Customer("carol"), "called").At(Day(7))),
            story.Tell(ReferralReview.Approve(Customer("carol")).At(Day(8))),
            story.Tell(ReferralReview.Approve(Customer("nobody")).At(Day(8))),
            story.Tell(Conversion.Of(Customer("carol"), "o3", "purchase", Usd(40)).With(Signals(s => s.Payment("card-1"))).At(Day(9))),
            story.Tell(Conversion.Of(Customer("carol"), "o4", "purchase", Usd(40)).With(Signals(s => s.Email("alice@gmail.com"))).At(Day(10))),
            story.Tell(SignUp("dan", 11, Signals(s => s.Email("dan@gmail.com")))),
            story.Purchase("o5", 40, day: 11, customer: "dan"),
            story.Tell(Vesting.Of(RewardId.From("referrer:o5")).At(Day(19))),
            story.Tell(ReferrerBan.Impose(Customer("alice"), "sold codes").At(Day(20))),
            story.Tell(ReferrerBan.Impose(Customer("alice"), "sold codes").At(Day(21))),
            story.Tell(ReferrerBan.Lift(Customer("alice"), "a mistake").At(Day(22))),
            story.Tell(ReferrerBan.Lift(Customer("alice"), "a mistake").At(Day(23))),
        ];

        Approvals.Verify(string.Join("\n\n", decisions.Select(Both)));
    }

    private static Decision Refused(Guard guard, PersonSignals? signals) => Last(guard, SignUp("bob", 1, signals));

    private static Decision Last(Guard guard, params ReferralInput[] inputs)
    {
        var story = new Story(Program(g => g.Against(guard)));
        _ = story.Enroll("alice", Alice);
        return inputs.Select(story.Tell).ToArray()[^1];
    }

    private static Decision Scored()
    {
        var story = new Story(Program(g => g.Against(Guard.SharedDevice().Scoring(60), Guard.SharedAddress().Scoring(40)).HoldAt(50).RefuseAt(100)));
        _ = story.Enroll("alice", Alice);
        return story.Tell(SignUp("bob", 1, Signals(s => s.Device("phone-1").Address("1 main street"))));
    }

    private static string Both(Decision decision) =>
        $"{decision.Explanation.ToText()}\n  customer: {decision.Explanation.ToParticipantText()}"
            + $"\n  referrer: {decision.Explanation.ToParticipantText(Side.Referrer)}";
}
