using Referrals.Serialization;
using static Referrals.Tests.Decisions.Guarding.GuardStory;
using static Referrals.Tests.Decisions.Story;

namespace Referrals.Tests.Decisions.Guarding;

/// <summary>Touches keep where they came from, and guards ask for it.</summary>
public sealed class BlockedSourceTests
{
    private static readonly VisitorId Visitor = VisitorId.From("v");

    [Theory]
    [InlineData("host", "deals.Coupons.example", true)]
    [InlineData("host", "coupons.example", true)]
    [InlineData("host", "notcoupons.example", false)]
    [InlineData("campaign", "black-friday-2026", true)]
    [InlineData("campaign", "spring", false)]
    [InlineData("gclid", "Cj0K", true)]
    [InlineData("gclid", " ", false)]
    [InlineData("other", "Cj0K", false)]
    public void Touch_from_a_listed_source_is_refused(string name, string value, bool isRefused)
    {
        var program = Program(g => g.Against(
            Guard.BlockedSource("host", "*.coupons.example", "coupons.example"),
            Guard.BlockedSource("gclid"),
            Guard.BlockedSource("campaign", "Black-*")));
        Assert.Equal(program, ProgramJson.Read(ProgramJson.Write(program)));
        var story = new Story(program);
        _ = story.Tell(Touch.Click(story.Enroll("alice").Subject!, Visitor, Day(1)).With(name, value));

        var decision = story.Tell(SignUp("bob", 2, of: null).ByVisitor(Visitor));

        Assert.Equal(isRefused ? "guard.blocked_source" : null, decision.Refusal());
    }

    [Fact]
    public void Another_touch_of_the_same_referrer_wins_where_one_came_from_a_blocked_source()
    {
        var story = new Story(Program(g => g.Against(Guard.BlockedSource("gclid"))));
        var code = story.Enroll("alice").Subject!;
        _ = story.Tell(Touch.Click(code, Visitor, Day(1)));
        _ = story.Tell(Touch.Click(code, Visitor, Day(2)).With("gclid", "x"));

        var decision = story.Tell(SignUp("bob", 3, of: null).ByVisitor(Visitor));

        Assert.Equal(DecisionCodes.SignUpReferred, decision.Code);
        Assert.Equal("guard.blocked_source", Assert.Single(decision.CheckOf("attribution.set_aside").Children).Code);
    }

    [Fact]
    public void What_a_browser_sent_never_throws_and_is_bounded()
    {
        var touch = Touch.Click("x", Visitor).With("a", null).With("b", " ").With("c", new string('x', 127) + "\U0001F600 and more");

        Assert.Equal(new string('x', 127), Assert.Single(touch.Attributes).Value);
        var full = Enumerable.Range(1, Touch.MaxAttributes - 1).Aggregate(touch, (each, i) => each.With($"n{i}", "v"));
        Assert.Equal("name", Assert.Throws<ArgumentException>(() => full.With("one-more", "v")).ParamName);
        Assert.Equal("other", full.With("n1", "other").Attributes["n1"]);
        Assert.Throws<ArgumentException>(() => Guard.BlockedSource("host", "a*b"));
        Assert.Throws<ArgumentException>(() => Guard.BlockedSource("host", "*"));
    }
}
