using Referrals.Explanations;
using static Referrals.Tests.Decisions.Guarding.GuardStory;
using static Referrals.Tests.Decisions.Story;

namespace Referrals.Tests.Decisions.Guarding;

public sealed class SignUpGuardsTests
{
    public static TheoryData<string, Guard, string, string> SharedSignals => new()
    {
        { "guard.same_email", Guard.SameEmail(), "email", "Al.Ice+x@googlemail.com" },
        { "guard.same_phone", Guard.SamePhone(), "phone", "0033 6 39 98 12 34" },
        { "guard.shared_payment", Guard.SharedPayment().Refusing(), "payment", "card-1" },
        { "guard.shared_device", Guard.SharedDevice().Refusing(), "device", "phone-1" },
        { "guard.shared_address", Guard.SharedAddress().Refusing(), "address", "1 MAIN street" },
    };

    private static PersonSignals Alice { get; } =
        Signals(s => s.Email("alice@gmail.com").Phone("06 39 98 12 34").Payment("card-1").Device("phone-1").Address("1 Main Street"));

    [Theory]
    [MemberData(nameof(SharedSignals))]
    public void What_is_the_referrers_own_refuses(string code, Guard guard, string kind, string value)
    {
        var story = new Story(Program(g => g.Against(guard)));
        _ = story.Enroll("alice", Alice);

        var bob = story.Tell(SignUp("bob", 1, Of(kind, value)));
        var carol = story.Tell(SignUp("carol", 2, Of(kind, Other(kind))));
        var dan = story.Tell(SignUp("dan", 3));

        Assert.Equal(DecisionCodes.SignUpReferralRefused, bob.Code);
        Assert.Equal(code, bob.Refusal());
        Assert.Equal("that of alice", bob.CheckOf(code).Actual);
        Assert.Equal(DecisionCodes.SignUpReferred, carol.Code);
        Assert.Equal("not shared", carol.CheckOf(code).Actual);
        Assert.Equal("not given", dan.CheckOf(code).Actual);
    }

    [Theory]
    [InlineData(SignalScope.Referrer, DecisionCodes.SignUpReferred, DecisionCodes.SignUpReferred)]
    [InlineData(SignalScope.Referees, DecisionCodes.SignUpReferralHeld, DecisionCodes.SignUpReferred)]
    [InlineData(SignalScope.Program, DecisionCodes.SignUpReferralHeld, DecisionCodes.SignUpReferralHeld)]
    public void Card_is_compared_as_far_as_declared(SignalScope among, string ofTheSame, string ofAnother)
    {
        var story = new Story(Program(g => g.Against(Guard.SharedPayment(among))));
        _ = story.Enroll("alice");
        _ = story.Enroll("zoe");
        _ = story.Tell(SignUp("bob", 1, Of("payment", "card-9")));

        Assert.Equal(ofTheSame, story.Tell(SignUp("carol", 2, Of("payment", "card-9"))).Code);
        Assert.Equal(ofAnother, story.Tell(SignUp("dan", 3, Of("payment", "card-9"), of: "zoe")).Code);
    }

    [Fact]
    public void Signal_that_the_referrer_shows_only_later_is_known_from_then_on()
    {
        var story = new Story(Program(g => g.Against(Guard.SharedDevice().Refusing())));
        _ = story.Enroll("alice");
        Assert.Equal(DecisionCodes.SignUpReferred, story.Tell(SignUp("bob", 1, Of("device", "d"))).Code);

        Assert.Equal(DecisionCodes.CodeAlreadyIssued, story.Enroll("alice", Of("device", "d"), day: 2).Code);

        Assert.Equal("guard.shared_device", story.Tell(SignUp("carol", 3, Of("device", "d"))).Refusal());
    }

    [Fact]
    public void Late_sign_up_is_compared_with_those_that_happened_before_it_where_lateness_is_declared()
    {
        var story = new Story(Program(g => g
            .Against(Guard.SameEmail(SignalScope.Program), Guard.CustomersPerSignal(SignalKind.Email, 1, TimePeriod.Days(5)))
            .LateAfter(TimePeriod.Days(1))));
        _ = story.Enroll("alice");
        _ = story.Tell(SignUp("bob", 4, Of("email", "x@y.example")));

        Assert.Equal(DecisionCodes.SignUpReferred, story.Tell(SignUp("carol", 3, Of("email", "x@y.example"))).Code);
        Assert.Equal("guard.same_email", story.Tell(SignUp("dan", 5, Of("email", "x@y.example"))).Refusal());
    }

    [Fact]
    public void Existing_customers_are_known_by_word_or_by_conversion()
    {
        var story = new Story(Program(g => g.Against(Guard.ExistingCustomer())));
        _ = story.Enroll("alice");
        _ = story.Purchase("o1", 5, day: 1, customer: "carol");
        _ = story.Purchase("o2", 5, day: 3, customer: "dan");

        Assert.Equal("guard.existing_customer", story.Tell(SignUp("bob", 2).AsExisting()).Refusal());
        Assert.Equal("guard.existing_customer", story.Tell(SignUp("carol", 2)).Refusal());
        // The sign-up happened before the conversion and is only told later.
        Assert.Equal(DecisionCodes.SignUpReferred, story.Tell(SignUp("dan", 2)).Code);
    }

    [Fact]
    public void Person_referred_under_another_id_is_not_referred_again()
    {
        var story = new Story(Program(g => g.Against(Guard.AlreadyReferred())));
        _ = story.Enroll("alice");
        _ = story.Enroll("zoe");
        _ = story.Tell(SignUp("bob", 1, Of("phone", "+33 639 98 12 34")));
        _ = story.Tell(SignUp("eve", 1, Of("email", "eve@x.example"), of: null));

        var again = story.Tell(SignUp("bob-2", 2, Of("phone", "06 39 98 12 34"), of: "zoe"));

        Assert.Equal("guard.already_referred", again.Refusal());
        Assert.Equal("referred by alice as bob", again.CheckOf("guard.already_referred").Actual);
        // Eve was known, but never referred.
        Assert.Equal(DecisionCodes.SignUpReferred, story.Tell(SignUp("eve-2", 2, Of("email", "eve@x.example"))).Code);
    }

    [Fact]
    public void Code_that_came_after_the_order_refers_nobody()
    {
        var story = new Story(Program(g => g.Against(Guard.ReferralAfterOrder())));
        var code = story.Enroll("alice").Subject!;
        var visitors = new[] { VisitorId.From("v1"), VisitorId.From("v2") };
        _ = story.Tell(Touch.Click(code, visitors[0], Day(1)));
        _ = story.Purchase("o1", 5, day: 2, customer: "bob");
        _ = story.Purchase("o2", 5, day: 2, customer: "carol");
        _ = story.Tell(Touch.Click(code, visitors[1], Day(3)));

        var before = story.Tell(Referrals.SignUp.Of(Customer("bob")).ByVisitor(visitors[0]).At(Day(4)));
        var after = story.Tell(Referrals.SignUp.Of(Customer("carol")).ByVisitor(visitors[1]).At(Day(4)));

        Assert.Equal(DecisionCodes.SignUpReferred, before.Code);
        Assert.Equal("guard.referral_after_order", after.Refusal());
    }

    [Fact]
    public void Burst_of_referrals_is_held_and_ends_with_its_window()
    {
        var story = new Story(Program(g => g.Against(Guard.ReferralsPerReferrer(2, TimePeriod.Days(1)))));
        _ = story.Enroll("alice");

        var codes = new[] { 1.0, 1.1, 1.2, 2.05, 2.2, 3.5 }.Select((day, i) => story.Tell(SignUp($"c{i}", day)).Code);

        Assert.Equal(
            [
                DecisionCodes.SignUpReferred, DecisionCodes.SignUpReferred, DecisionCodes.SignUpReferralHeld,
                DecisionCodes.SignUpReferralHeld, DecisionCodes.SignUpReferred, DecisionCodes.SignUpReferred,
            ],
            codes);
    }

    [Fact]
    public void Customers_of_one_device_are_counted_referred_or_not()
    {
        var story = new Story(Program(g => g.Against(Guard.CustomersPerSignal(SignalKind.Device, 2, TimePeriod.Hours(24)).Refusing())));
        _ = story.Enroll("alice");
        _ = story.Tell(SignUp("bob", 1, Of("device", "d"), of: null));
        _ = story.Tell(SignUp("carol", 1.1, Of("device", "d")));

        var third = story.Tell(SignUp("dan", 1.2, Of("device", "d")));

        Assert.Equal("guard.signal_velocity", third.Refusal());
        Assert.Equal("3 customers with the same device within 24 hours", third.CheckOf("guard.signal_velocity").Actual);
        Assert.Equal(DecisionCodes.SignUpReferred, story.Tell(SignUp("eve", 2.5, Of("device", "d"))).Code);
    }

    [Theory]
    [InlineData("bob@mailinator.com", "guard.disposable_domain")]
    [InlineData("bob@a.b.MAILINATOR.com", "guard.disposable_domain")]
    [InlineData("bob@competitor.example", "guard.blocked_domain")]
    [InlineData("bob@notmailinator.com", null)]
    [InlineData("bob@mailinator.com.example", null)]
    public void Domains_are_refused_with_those_below_them(string email, string? reason)
    {
        var program = Program(g => g.Against(Guard.BlockedDomains("Competitor.example"), Guard.DisposableDomainsIn("throw-away").Refusing()));
        var story = new Story(program, CustomRules.Empty.WithDomains("throw-away", ["Mailinator.com", "no domain"]));
        _ = story.Enroll("alice");

        Assert.Equal(reason, story.Tell(SignUp("bob", 1, Of("email", email))).Refusal());
    }

    [Fact]
    public void Missing_and_unreadable_signals_can_hold()
    {
        var story = new Story(Program(g => g.Against(Guard.Missing(SignalKind.Phone))));
        _ = story.Enroll("alice");

        var missing = story.Tell(SignUp("bob", 1));
        var unreadable = story.Tell(SignUp("carol", 1, Of("phone", "no number")));

        Assert.Equal((DecisionCodes.SignUpReferralHeld, "phone number not given"), (missing.Code, missing.CheckOf("guard.signal_missing").Actual));
        Assert.Equal((DecisionCodes.SignUpReferralHeld, "phone number cannot be read"), (unreadable.Code, unreadable.CheckOf("guard.signal_missing").Actual));
        Assert.Equal(DecisionCodes.SignUpReferred, story.Tell(SignUp("dan", 1, Of("phone", "+33639981234"))).Code);
    }

    [Fact]
    public void Banned_referrers_of_the_program_refer_nobody()
    {
        var story = new Story(Program(g => g.Against(Guard.BannedReferrers(Customer("mallory"), Customer("alice")))));
        _ = story.Enroll("alice");
        _ = story.Enroll("zoe");

        Assert.Equal("guard.banned_referrer", story.Tell(SignUp("bob", 1)).Refusal());
        Assert.Equal(DecisionCodes.SignUpReferred, story.Tell(SignUp("carol", 1, of: "zoe")).Code);
    }

    [Fact]
    public void Every_guard_is_told_not_only_the_first_that_refuses()
    {
        var story = new Story(Program(g => g.Recommended()));
        _ = story.Enroll("alice", Alice);

        var bob = story.Tell(SignUp("bob", 1, Alice).AsExisting());

        Assert.Equal("guard.same_email", bob.Refusal());
        Assert.Equal(
            ["guard.same_email", "guard.same_phone", "guard.existing_customer"],
            bob.Explanation.Checks.Where(check => check.Verdict == Verdict.Failed).Select(check => check.Code));
        Assert.Equal(
            ["guard.shared_payment", "guard.shared_device", "guard.shared_address"],
            bob.Explanation.Checks.Where(check => check.Verdict == Verdict.Noted && check.Code.StartsWith("guard.", StringComparison.Ordinal)).Select(check => check.Code));
        Assert.Equal(9, bob.Explanation.Checks.Count(check => check.Code.StartsWith("guard.", StringComparison.Ordinal)) - 3);
    }

    [Theory]
    [InlineData(false, "device", DecisionCodes.SignUpReferred)]
    [InlineData(false, "device,address", DecisionCodes.SignUpReferralHeld)]
    [InlineData(false, "device,address,payment", DecisionCodes.SignUpReferralRefused)]
    [InlineData(false, "email", DecisionCodes.SignUpReferralRefused)]
    [InlineData(true, "email", DecisionCodes.SignUpReferred)]
    [InlineData(true, "email,device", DecisionCodes.SignUpReferralHeld)]
    public void Points_add_up_beside_the_actions_or_in_their_place(bool onlyScore, string shared, string outcome)
    {
        var story = new Story(Program(g => _ = Score(g.Against(
            Guard.SameEmail().Scoring(20),
            Guard.SharedDevice().Allowing().Scoring(30),
            Guard.SharedAddress().Scoring(20),
            Guard.SharedPayment().Allowing().Scoring(50)).HoldAt(50).RefuseAt(100))));
        _ = story.Enroll("alice", Alice);
        var kinds = shared.Split(',');

        var bob = story.Tell(SignUp("bob", 1, Signals(s =>
        {
            _ = kinds.Contains("email") ? s.Email("alice@gmail.com") : s;
            _ = kinds.Contains("device") ? s.Device("phone-1") : s;
            _ = kinds.Contains("address") ? s.Address("1 main street") : s;
            _ = kinds.Contains("payment") ? s.Payment("card-1") : s;
        })));

        Assert.Equal(outcome, bob.Code);
        Assert.Equal(
            outcome == DecisionCodes.SignUpReferralRefused && !kinds.Contains("email") ? Verdict.Failed
            : outcome == DecisionCodes.SignUpReferralHeld ? Verdict.Noted
            : Verdict.Passed,
            bob.CheckOf("guard.score").Verdict);

        Referrals.GuardPolicyBuilder Score(Referrals.GuardPolicyBuilder g) => onlyScore ? g.OnlyByScore() : g;
    }

    private static PersonSignals Of(string kind, string value) => Signals(s => _ = kind switch
    {
        "email" => s.Email(value),
        "phone" => s.Phone(value),
        "payment" => s.Payment(value),
        "device" => s.Device(value),
        _ => s.Address(value),
    });

    private static string Other(string kind) => kind switch
    {
        "email" => "carol@gmail.com",
        "phone" => "+33 639 98 56 78",
        _ => "another",
    };
}
