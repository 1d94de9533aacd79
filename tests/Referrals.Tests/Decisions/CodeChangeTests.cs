using NodaTime;
using Referrals.Testing;

namespace Referrals.Tests.Decisions;

/// <summary>The life of codes: chosen, suspended, limited, replaced, and of an older version of the program.</summary>
public sealed class CodeChangeTests
{
    private static readonly VisitorId Visitor = VisitorId.From("v");

    private static ReferralProgram Program => ReferralProgram.Create("p", p => p
        .ChosenCodes()
        .Links("https://shop.example/r/{code}")
        .RewardReferrer(r => r.Flat(10, "USD")));

    [Theory]
    [InlineData("annas-lamps")]
    [InlineData("ANNA5 LAMPS")]
    [InlineData("https://shop.example/r/ANNASLAMPS")]
    public void Chosen_code_is_found_however_it_is_typed(string typed)
    {
        var scenario = new ReferralScenario(Program);
        var enrolled = scenario.Tell(Enrollment.Of(CustomerId.From("anna")).WithChosenCode("Annas Lamps"));

        var touch = scenario.Tell(Touch.Click(typed, Visitor));

        Assert.Equal("ANNASLAMPS", enrolled.Subject);
        Assert.Equal(DecisionCodes.TouchRecorded, touch.Code);
        Assert.Equal(CustomerId.From("anna"), touch.Facts.Single().Referrer);
    }

    [Theory]
    [InlineData("ANNASLAMPS", DecisionCodes.ChosenCodeTaken)]
    [InlineData("ANNA5LAMP5", DecisionCodes.ChosenCodeTaken)]
    [InlineData("AB", DecisionCodes.ChosenCodeRefused)]
    [InlineData("FUCKYOU", DecisionCodes.ChosenCodeRefused)]
    [InlineData("ADMIN", DecisionCodes.ChosenCodeRefused)]
    [InlineData("12345", DecisionCodes.ChosenCodeRefused)]
    public void Chosen_code_that_cannot_be_is_refused_with_the_reason(string wish, string reason)
    {
        var scenario = new ReferralScenario(Program);
        _ = scenario.Tell(Enrollment.Of(CustomerId.From("anna")).WithChosenCode("Annas Lamps"));

        var decision = scenario.Tell(Enrollment.Of(CustomerId.From("ben")).WithChosenCode(wish));

        Assert.Equal(reason, decision.Code);
        Assert.False(decision.IsAccepted);
    }

    [Fact]
    public void Codes_are_chosen_only_where_the_program_says_so()
    {
        var scenario = new ReferralScenario(ReferralProgram.Create("p", p => p.RewardReferrer(r => r.Flat(10, "USD"))));

        Assert.Equal(DecisionCodes.CodeNotChoosable, scenario.Tell(Enrollment.Of(CustomerId.From("anna")).WithChosenCode("LAMPS")).Code);
    }

    [Fact]
    public void Suspended_code_refers_nobody_until_it_is_resumed()
    {
        var scenario = new ReferralScenario(Program);
        var code = scenario.Enroll("anna").Value;
        _ = scenario.Tell(CodeChange.Suspend(code));
        Assert.Equal(DecisionCodes.CodeSuspended, scenario.Tell(Touch.CodeEntry(code, Visitor)).Code);
        Assert.Equal(DecisionCodes.SignUpReferralRefused, scenario.Tell(SignUp.Of(CustomerId.From("ben")).WithCode(code)).Code);
        scenario.Pass(Duration.FromHours(1));

        _ = scenario.Tell(CodeChange.Resume(code));

        Assert.Equal(DecisionCodes.SignUpReferred, scenario.Tell(SignUp.Of(CustomerId.From("cid")).WithCode(code)).Code);
    }

    /// <summary>Why a code cannot be used is a code of its own for each reason, at a touch, at a typed sign-up and at one after a click.</summary>
    [Theory]
    [InlineData(DecisionCodes.CodeNotStarted)]
    [InlineData(DecisionCodes.CodeExpired)]
    [InlineData(DecisionCodes.CodeUsedUp)]
    [InlineData(DecisionCodes.CodeSuspended)]
    [InlineData(DecisionCodes.CodeForSomebodyElse)]
    public void Each_reason_why_a_code_cannot_be_used_has_a_code(string reason)
    {
        var scenario = new ReferralScenario(Program);
        var code = scenario.Enroll("anna").Value;
        _ = scenario.Tell(Touch.Click(code, Visitor));
        scenario.Pass(Duration.FromDays(1));
        var limit = CodeChange.Limit(code);
        _ = scenario.Tell(reason switch
        {
            DecisionCodes.CodeNotStarted => limit.StartingAt(scenario.Now + Duration.FromHours(1)),
            DecisionCodes.CodeExpired => limit.Until(scenario.Now),
            DecisionCodes.CodeUsedUp => limit.AtMost(1),
            DecisionCodes.CodeSuspended => CodeChange.Suspend(code),
            _ => limit.For(CustomerId.From("cid")),
        });
        if (reason == DecisionCodes.CodeUsedUp)
        {
            _ = scenario.Tell(SignUp.Of(CustomerId.From("first")).WithCode(code));
        }

        var decisions = new List<Decision>
        {
            scenario.Tell(SignUp.Of(CustomerId.From("ben")).ByVisitor(Visitor)),
            scenario.Tell(SignUp.Of(CustomerId.From("dan")).WithCode(code)),
        };

        Assert.All(decisions, decision => Assert.Equal(reason, decision.Facts.Single(fact => fact.Kind == FactKind.ReferralRefused).Code));
        if (reason != DecisionCodes.CodeForSomebodyElse)
        {
            decisions.Add(scenario.Tell(Touch.CodeEntry(code, VisitorId.From("other"))));
            Assert.Equal(reason, decisions[^1].Code);
        }

        Assert.Single(decisions.Select(decision => decision.Explanation.ToParticipantText().Split(". ")[^1]).Distinct());
    }

    [Fact]
    public void Code_suspended_after_the_click_refers_nobody()
    {
        var scenario = new ReferralScenario(Program);
        var code = scenario.Enroll("anna").Value;
        _ = scenario.Tell(Touch.Click(code, Visitor));
        _ = scenario.Tell(CodeChange.Suspend(code));

        var signUp = scenario.Tell(SignUp.Of(CustomerId.From("ben")).ByVisitor(Visitor));

        Assert.Equal(DecisionCodes.CodeSuspended, signUp.Facts.Single(fact => fact.Kind == FactKind.ReferralRefused).Code);
    }

    [Fact]
    public void Used_up_code_refers_no_one_more()
    {
        var scenario = new ReferralScenario(Program);
        var code = scenario.Enroll("anna").Value;
        _ = scenario.Tell(CodeChange.Limit(code).AtMost(2));

        var outcomes = new[] { "ben", "cid", "dee" }.Select(name => scenario.Tell(SignUp.Of(CustomerId.From(name)).WithCode(code)).Code).ToArray();

        Assert.Equal([DecisionCodes.SignUpReferred, DecisionCodes.SignUpReferred, DecisionCodes.SignUpReferralRefused], outcomes);
    }

    [Fact]
    public void Limits_of_time_and_person_hold()
    {
        var scenario = new ReferralScenario(Program);
        var code = scenario.Enroll("anna").Value;
        var start = scenario.Now + Duration.FromDays(1);
        _ = scenario.Tell(CodeChange.Limit(code).StartingAt(start).Until(start + Duration.FromDays(1)).For(CustomerId.From("ben")));

        Assert.Equal(DecisionCodes.CodeNotStarted, scenario.Tell(Touch.CodeEntry(code, Visitor)).Code);
        scenario.Pass(Duration.FromDays(1));
        Assert.Equal(DecisionCodes.SignUpReferralRefused, scenario.Tell(SignUp.Of(CustomerId.From("cid")).WithCode(code)).Code);
        Assert.Equal(DecisionCodes.SignUpReferred, scenario.Tell(SignUp.Of(CustomerId.From("ben")).WithCode(code)).Code);
        scenario.Pass(Duration.FromDays(1));
        Assert.Equal(DecisionCodes.CodeExpired, scenario.Tell(Touch.CodeEntry(code, Visitor)).Code);
    }

    [Fact]
    public void Replaced_code_leads_to_the_new_one_and_enrolling_again_gives_it()
    {
        var scenario = new ReferralScenario(Program);
        var old = scenario.Enroll("anna").Value;
        var replaced = scenario.Tell(CodeChange.Replace(old));
        scenario.Pass(Duration.FromHours(1));

        var touch = scenario.Tell(Touch.CodeEntry(old, Visitor));
        var again = scenario.Enroll("anna").Value;

        Assert.Equal(DecisionCodes.CodeChanged, replaced.Code);
        Assert.NotEqual(old, replaced.Subject);
        Assert.Equal(replaced.Subject, touch.Subject);
        Assert.Equal(replaced.Subject, again);
        Assert.Equal(DecisionCodes.CodeReplaced, scenario.Tell(CodeChange.Suspend(old)).Code);
        Assert.Equal(DecisionCodes.CodeUnknown, scenario.Tell(CodeChange.Suspend("K7M-2XQ-9TP")).Code);
    }

    [Theory]
    [InlineData(4, true)]
    [InlineData(8, false)]
    public void Format_too_short_for_the_codes_in_use_is_warned_of(int length, bool warned)
    {
        var scenario = new ReferralScenario(ReferralProgram.Create("p", p => p
            .Codes(c => c.Length(length)).RewardReferrer(r => r.Flat(10, "USD"))));
        for (var i = 0; i < 120; i++)
        {
            _ = scenario.Enroll($"c{i}");
        }

        Assert.Equal(warned, scenario.Decisions[^1].Explanation.Checks.Any(check => check.Code == DecisionCodes.CodesGuessable && check.Verdict == Referrals.Explanations.Verdict.Failed));
        Assert.True(scenario.Decisions[^1].IsAccepted);
    }

    [Fact]
    public void Code_of_an_older_format_still_counts()
    {
        var first = ReferralProgram.Create("p", p => p.Codes(c => c.Length(6)).RewardReferrer(r => r.Flat(10, "USD")));
        var second = ReferralProgram.Create("p", p => p.Version(2).Codes(c => c.Length(10).WithCheckCharacter()).RewardReferrer(r => r.Flat(10, "USD")));
        var old = new ReferralScenario(first);
        var code = old.Enroll("anna").Value;

        var decision = new ReferralDecider([first, second]).Decide(old.State, Touch.CodeEntry(code, Visitor).At(old.Now));

        Assert.Equal(DecisionCodes.TouchRecorded, decision.Code);
    }
}
