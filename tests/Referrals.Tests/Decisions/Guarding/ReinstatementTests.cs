using static Referrals.Tests.Decisions.Guarding.GuardStory;
using static Referrals.Tests.Decisions.Story;

namespace Referrals.Tests.Decisions.Guarding;

public sealed class ReinstatementTests
{
    private static readonly ReferralProgram Held = Program(g => g.Against(Guard.Missing(SignalKind.Phone)));

    private static readonly ReferralReinstatement Siblings = ReferralReinstatement.Of(Customer("bob"), "eve", "siblings");

    [Fact]
    public void What_the_rejection_took_back_and_what_came_meanwhile_is_granted()
    {
        var story = HeldBob();
        _ = story.Purchase("o1", 40, day: 2);
        _ = story.Tell(ReferralReview.Reject(Customer("bob"), "one person").At(Day(4)));
        _ = story.Purchase("o2", 40, day: 5);

        var done = story.Tell(Siblings.At(Day(10)));
        story.PassTime(30);

        Assert.Equal(DecisionCodes.ReinstatementDone, done.Code);
        Assert.Equal("by eve: siblings", done.CheckOf(DecisionCodes.ReinstatementDone).Actual);
        Assert.Equal(40_00, Available(story, "alice"));
        Assert.Equal(20_00, Available(story, "bob"));
    }

    [Fact]
    public void Only_a_rejected_referral_is_reinstated_and_only_once()
    {
        var story = HeldBob();

        Assert.Equal(DecisionCodes.ReinstatementNotRejected, story.Tell(Siblings.At(Day(3))).Code);
        Assert.Equal(DecisionCodes.ReinstatementNoReferral, story.Tell(ReferralReinstatement.Of(Customer("alice"), "eve", "x").At(Day(3))).Code);
        _ = story.Tell(ReferralReview.Reject(Customer("bob"), "one person").At(Day(4)));
        Assert.True(story.Tell(Siblings.At(Day(5))).IsAccepted);
        Assert.Equal(DecisionCodes.ReinstatementNotRejected, story.Tell(Siblings.At(Day(6))).Code);
    }

    [Fact]
    public void Referral_can_be_rejected_and_reinstated_again_and_again()
    {
        var story = HeldBob();
        _ = story.Purchase("o1", 40, day: 2);
        for (var round = 0; round < 4; round++)
        {
            _ = story.Tell(ReferralReview.Reject(Customer("bob"), "one person").At(Day(10 * round + 4)));
            _ = story.Tell(Siblings.At(Day(10 * round + 8)));
            story.PassTime(10 * round + 9);
        }

        // What was available when the referral was rejected again stays, and is not granted twice.
        Assert.Equal(20_00, Available(story, "alice"));
        Assert.Equal(10_00, Available(story, "bob"));
    }

    [Fact]
    public void Refund_while_rejected_counts_when_it_is_reinstated()
    {
        var story = HeldBob();
        _ = story.Purchase("o1", 40, day: 2);
        _ = story.Purchase("o2", 40, day: 3);
        _ = story.Tell(ReferralReview.Reject(Customer("bob"), "one person").At(Day(4)));
        _ = story.Tell(Refund.OfWhole("r1", "o1").At(Day(5)));

        _ = story.Tell(Siblings.At(Day(10)));
        story.PassTime(30);

        Assert.Equal(20_00, Available(story, "alice"));
        Assert.Equal(10_00, Available(story, "bob"));
    }

    private static Story HeldBob()
    {
        var story = new Story(Held);
        _ = story.Enroll("alice");
        Assert.Equal(DecisionCodes.SignUpReferralHeld, story.Tell(SignUp("bob", 1)).Code);
        return story;
    }

    private static long Available(Story story, string customer) => story.Ledger("Available", customer);
}
