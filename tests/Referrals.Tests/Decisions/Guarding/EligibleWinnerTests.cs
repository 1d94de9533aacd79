using Referrals.Explanations;
using static Referrals.Tests.Decisions.Guarding.GuardStory;
using static Referrals.Tests.Decisions.Story;

namespace Referrals.Tests.Decisions.Guarding;

/// <summary>Who may not win is set aside first, with the reasons, and the next one wins: in every model.</summary>
public sealed class EligibleWinnerTests
{
    private static readonly VisitorId Visitor = VisitorId.From("v");

    public static TheoryData<string, string> Ineligible
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var model in new[] { "last", "first", "touch", "referrer", "position", "age" })
            {
                foreach (var reason in new[]
                {
                    "guard.banned_referrer", "code.suspended", "guard.same_email", "guard.cycle", "guard.referrer_velocity", "guard.shared_device",
                })
                {
                    data.Add(model, reason);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Ineligible))]
    public void Next_touch_wins_where_one_may_not(string model, string reason)
    {
        var story = new Story(Program(model));
        var (good, bad) = (story.Enroll("good").Subject!, story.Enroll("bad", Signals(s => s.Email("bob@x.example").Device("d"))).Subject!);
        var clicks = model == "first" ? new[] { bad, good } : [good, bad];
        _ = story.Tell(Touch.Click(clicks[0], Visitor, Day(1)));
        _ = story.Tell(Touch.Click(clicks[1], Visitor, Day(2)));
        var signUp = Referrals.SignUp.Of(Customer("bob")).ByVisitor(Visitor).At(Day(3));
        switch (reason)
        {
            case "guard.banned_referrer":
                _ = story.Tell(ReferrerBan.Impose(Customer("bad"), "fraud").At(Day(2.5)));
                break;
            case "code.suspended":
                _ = story.Tell(CodeChange.Suspend(bad).At(Day(2.5)));
                break;
            case "guard.same_email":
                signUp = signUp.With(Signals(s => s.Email("bob@x.example")));
                break;
            case "guard.shared_device":
                signUp = signUp.With(Signals(s => s.Device("d")));
                break;
            case "guard.cycle":
                _ = story.Enroll("bob");
                _ = story.Tell(SignUp("bad", 2.5, of: "bob"));
                break;
            default:
                _ = story.Tell(SignUp("c1", 2.5, of: "bad"));
                _ = story.Tell(SignUp("c2", 2.6, of: "bad"));
                break;
        }

        var decision = story.Tell(signUp);

        Assert.Equal(DecisionCodes.SignUpReferred, decision.Code);
        Assert.Equal("good", decision.Facts.Single(fact => fact.Kind == FactKind.ReferralCreated).Referrer!.Value.Value);
        var aside = decision.CheckOf("attribution.set_aside");
        Assert.Contains("link of bad", aside.Actual, StringComparison.Ordinal);
        Assert.Contains(aside.Children, check => check.Code == reason && check.Verdict == Verdict.Failed);
        Assert.Contains("a candidate was set aside for these reasons: link of bad", decision.Explanation.ToText(), StringComparison.Ordinal);
        Assert.DoesNotMatch("(?i)bad|e-mail|device|fraud", decision.Explanation.ToParticipantText());
    }

    [Fact]
    public void Where_nobody_may_win_the_refusal_is_that_of_the_first_choice()
    {
        var story = new Story(Program("last"));
        var (first, last) = (story.Enroll("first").Subject!, story.Enroll("last").Subject!);
        _ = story.Tell(Touch.Click(first, Visitor, Day(1)));
        _ = story.Tell(Touch.Click(last, Visitor, Day(2)));
        _ = story.Tell(CodeChange.Suspend(last).At(Day(2.5)));
        _ = story.Tell(ReferrerBan.Impose(Customer("first"), "fraud").At(Day(2.5)));

        var decision = story.Tell(Referrals.SignUp.Of(Customer("bob")).ByVisitor(Visitor).At(Day(3)));

        Assert.Equal(DecisionCodes.SignUpReferralRefused, decision.Code);
        Assert.Equal(DecisionCodes.CodeSuspended, decision.Refusal());
        var aside = decision.Explanation.Checks.Where(check => check.Code == "attribution.set_aside").ToArray();
        // What was found about the first choice follows in full.
        Assert.Equal(["", "guard.banned_referrer"], aside.Select(check => check.Children.Count == 0 ? "" : check.Children[0].Code));
        Assert.Equal(Verdict.Failed, decision.CheckOf(DecisionCodes.CodeSuspended).Verdict);
    }

    [Fact]
    public void Word_of_the_application_and_a_typed_code_give_way_as_a_link_does()
    {
        var story = new Story(Program("last"));
        var (link, typed) = (story.Enroll("link").Subject!, story.Enroll("typed").Subject!);
        _ = story.Tell(Touch.Click(link, Visitor, Day(1)));
        _ = story.Tell(ReferrerBan.Impose(Customer("typed"), "fraud").At(Day(2)));
        SignUp By(string name) => Referrals.SignUp.Of(Customer(name)).ByVisitor(Visitor).At(Day(3));

        var named = story.Tell(By("bob").ReferredBy(Customer("nobody")).WithCode(typed));

        Assert.Equal("link", named.Facts.Single(fact => fact.Kind == FactKind.ReferralCreated).Referrer!.Value.Value);
        Assert.Equal(
            ["guard.referrer_enrolled", "guard.banned_referrer"],
            named.Explanation.Checks.Where(check => check.Code == "attribution.set_aside").SelectMany(check => check.Children).Select(check => check.Code));
    }

    [Fact]
    public void Own_code_never_takes_the_referral_from_a_friend()
    {
        var story = new Story(Program("last"));
        var (friend, own) = (story.Enroll("friend").Subject!, story.Enroll("bob").Subject!);
        _ = story.Tell(Touch.Click(friend, Visitor, Day(1)));
        _ = story.Tell(Touch.Click(own, Visitor, Day(2)));

        var decision = story.Tell(Referrals.SignUp.Of(Customer("bob")).ByVisitor(Visitor).WithCode(own).ReferredBy(Customer("bob")).At(Day(3)));

        Assert.Equal("friend", decision.Facts.Single(fact => fact.Kind == FactKind.ReferralCreated).Referrer!.Value.Value);
        Assert.Equal("guard.self_referral", Assert.Single(decision.CheckOf("attribution.set_aside").Children).Code);
    }

    [Fact]
    public void Touch_after_the_order_gives_way_to_an_earlier_one_of_the_same_referrer()
    {
        var story = new Story(Program("last"));
        var code = story.Enroll("alice").Subject!;
        _ = story.Tell(Touch.Click(code, Visitor, Day(1)));
        _ = story.Purchase("o1", 5, day: 2, customer: "bob");
        _ = story.Tell(Touch.Click(code, Visitor, Day(2.5)));

        var decision = story.Tell(Referrals.SignUp.Of(Customer("bob")).ByVisitor(Visitor).At(Day(3)));

        Assert.Equal(DecisionCodes.SignUpReferred, decision.Code);
        Assert.Equal("guard.referral_after_order", Assert.Single(decision.CheckOf("attribution.set_aside").Children, check => check.Code == "guard.referral_after_order").Code);
    }

    [Fact]
    public void Closed_program_refuses_once_and_not_for_each_candidate()
    {
        var story = new Story(Program("last", p => p.Runs(null, Day(2))));
        foreach (var name in new[] { "ann", "ben", "cid" })
        {
            _ = story.Tell(Touch.Click(story.Enroll(name).Subject!, Visitor, Day(1)));
        }

        var decision = story.Tell(Referrals.SignUp.Of(Customer("bob")).ByVisitor(Visitor).At(Day(3)));

        Assert.Equal("guard.program_ended", decision.Refusal());
        _ = Assert.Single(decision.Explanation.Checks, check => check.Code == "attribution.set_aside");
    }

    [Fact]
    public void Split_among_those_left_follows_the_model_as_if_the_others_had_never_been()
    {
        var story = new Story(Program("position"));
        foreach (var (name, day) in new[] { ("ann", 1.0), ("bad", 1.5), ("ben", 2.0) })
        {
            _ = story.Tell(Touch.Click(story.Enroll(name).Subject!, Visitor, Day(day)));
        }

        _ = story.Tell(ReferrerBan.Impose(Customer("bad"), "fraud").At(Day(2.5)));
        _ = story.Tell(Referrals.SignUp.Of(Customer("bob")).ByVisitor(Visitor).At(Day(3)));
        _ = story.Purchase("o1", 50, day: 4);

        Assert.Equal((1000, 1000), (story.Ledger("Available", "ann"), story.Ledger("Available", "ben")));
    }

    private static ReferralProgram Program(string model, Func<ReferralProgramBuilder, ReferralProgramBuilder>? more = null) =>
        ReferralProgram.Create("touched", p =>
        {
            _ = p.Attribute(a => _ = model switch
            {
                "last" => a.LastTouch(),
                "first" => a.FirstTouch(),
                "touch" => a.SplitPerTouch(),
                "referrer" => a.SplitPerReferrer(),
                "position" => a.SplitByPosition(),
                _ => a.SplitByAge(TimePeriod.Days(7)),
            });
            _ = p.Guard(g => g.Against(
                    Guard.SameEmail(), Guard.SharedDevice().Refusing(), Guard.ReferralAfterOrder(), Guard.ReferralsPerReferrer(2, TimePeriod.Days(5)).Refusing()))
                .RewardReferrer(r => r.Flat(20, "USD"));
            _ = more?.Invoke(p);
        });
}
