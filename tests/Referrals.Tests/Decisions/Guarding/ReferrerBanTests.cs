using static Referrals.Tests.Decisions.Guarding.GuardStory;
using static Referrals.Tests.Decisions.Story;

namespace Referrals.Tests.Decisions.Guarding;

public sealed class ReferrerBanTests
{
    [Fact]
    public void Banned_customer_refers_nobody_from_then_until_the_ban_is_lifted()
    {
        var story = new Story(Program(_ => { }));
        _ = story.Enroll("alice");

        var ban = story.Tell(ReferrerBan.Impose(Customer("alice"), "sold codes").At(Day(2)));
        var banned = story.Tell(SignUp("bob", 3));
        // It happened before the ban and is only told later.
        var late = story.Tell(SignUp("carol", 1));
        var lift = story.Tell(ReferrerBan.Lift(Customer("alice"), "was a mistake").At(Day(5)));
        var after = story.Tell(SignUp("dan", 6));
        var within = story.Tell(SignUp("eve", 4));

        Assert.Equal(DecisionCodes.ReferrerBanned, ban.Code);
        Assert.Equal("guard.banned_referrer", banned.Refusal());
        Assert.Equal("alice: sold codes", banned.CheckOf("guard.banned_referrer").Actual);
        Assert.Equal(DecisionCodes.SignUpReferred, late.Code);
        Assert.Equal(DecisionCodes.ReferrerBanLifted, lift.Code);
        Assert.Equal(DecisionCodes.SignUpReferred, after.Code);
        Assert.Equal("guard.banned_referrer", within.Refusal());
    }

    [Fact]
    public void Ban_is_imposed_once_and_lifted_once()
    {
        var story = new Story(Program(_ => { }));

        Assert.Equal(DecisionCodes.ReferrerNotBanned, story.Tell(ReferrerBan.Lift(Customer("alice"), "x").At(Day(1))).Code);
        Assert.Equal(DecisionCodes.ReferrerBanned, story.Tell(ReferrerBan.Impose(Customer("alice"), "x").At(Day(2))).Code);
        Assert.Equal(DecisionCodes.ReferrerAlreadyBanned, story.Tell(ReferrerBan.Impose(Customer("alice"), "x").At(Day(3))).Code);
        Assert.Equal(DecisionCodes.ReferrerBanLifted, story.Tell(ReferrerBan.Lift(Customer("alice"), "x").At(Day(4))).Code);
        Assert.Equal(DecisionCodes.ReferrerNotBanned, story.Tell(ReferrerBan.Lift(Customer("alice"), "x").At(Day(5))).Code);
    }
}
