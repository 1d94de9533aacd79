using Referrals.Serialization;
using static Referrals.Tests.Decisions.Guarding.GuardStory;
using static Referrals.Tests.Decisions.Story;

namespace Referrals.Tests.Decisions.Guarding;

/// <summary>Custom guards by name, and lists of domains with patterns.</summary>
public sealed class CustomGuardTests
{
    [Fact]
    public void Custom_guard_sees_both_people_and_its_evidence_is_kept()
    {
        var rules = CustomRules.Empty.With("one-country", new OneCountry());
        var story = new Story(Program(g => g.Against(Guard.Custom("one-country").Refusing())), rules);
        _ = story.Tell(Enrollment.Of(Customer("alice")).With("country", "FR").At(Day(0)));

        var far = story.Tell(SignUp("bob", 1).With("country", "US"));
        var near = story.Tell(SignUp("carol", 1).With("country", "FR"));

        Assert.Equal("guard.custom", far.Refusal());
        Assert.Equal(("one-country: US, referred from FR", "one country"), (far.CheckOf("guard.custom").Actual, far.CheckOf("guard.custom").Required));
        Assert.Equal(DecisionCodes.SignUpReferred, near.Code);
        Assert.Equal("one-country: does not object", near.CheckOf("guard.custom").Actual);
        Assert.DoesNotContain("FR", far.Explanation.ToParticipantText(), StringComparison.Ordinal);
    }

    [Fact]
    public void Custom_guard_counts_and_compares_as_the_built_in_ones_do()
    {
        var rules = CustomRules.Empty.With("risk", new Risk());
        var story = new Story(Program(g => g.Against(Guard.Custom("risk"))), rules);
        _ = story.Enroll("alice", Signals(s => s.Device("d")));

        Assert.Equal(DecisionCodes.SignUpReferred, story.Tell(SignUp("bob", 2)).Code);
        // Told second, though it happened first.
        Assert.Equal(DecisionCodes.SignUpReferralHeld, story.Tell(SignUp("carol", 1.5)).Code);
        Assert.Equal(DecisionCodes.SignUpReferralHeld, story.Tell(SignUp("dan", 9, Signals(s => s.Device("d")))).Code);
        Assert.Equal(DecisionCodes.SignUpReferred, story.Tell(SignUp("eve", 12)).Code);
    }

    [Fact]
    public void Custom_guard_that_throws_is_named()
    {
        var story = new Story(Program(g => g.Against(Guard.Custom("broken"))), CustomRules.Empty.With("broken", new Broken()));
        _ = story.Enroll("alice");

        var exception = Assert.Throws<ReferralsException>(() => story.Tell(SignUp("bob", 1)));

        Assert.StartsWith("The custom guard 'broken' threw InvalidOperationException", exception.Message, StringComparison.Ordinal);
        _ = Assert.IsType<InvalidOperationException>(exception.InnerException);
    }

    [Fact]
    public void Custom_guard_is_written_read_and_missed_at_the_start()
    {
        var program = Program(g => g.Against(Guard.SameEmail(), Guard.Custom("risk").Refusing()));

        Assert.Equal(program, ProgramJson.Read(ProgramJson.Write(program)));
        var missed = Assert.Throws<ReferralProgramException>(() => new ReferralDecider(program));
        Assert.Equal(
            "$.guards.checks[1].name: There is no guard named 'risk'; register it with AddGuard(\"risk\", ...). [program.unknown_guard]",
            Assert.Single(missed.Findings).ToString());
        Assert.Throws<ArgumentException>(() => new ReferralsOptions().AddGuard("risk", new Risk()).AddGuard("risk", new Risk()));
    }

    [Theory]
    [InlineData("bob@mit.edu", true)]
    [InlineData("bob@CS.MIT.EDU", true)]
    [InlineData("bob@edu.example", false)]
    [InlineData("bob@acme.com", false)] // Only what is below it.
    [InlineData("bob@shop.acme.com", true)]
    [InlineData("bob@notacme.com", false)]
    [InlineData("bob@BÜCHER.example", true)]
    [InlineData("bob@xn--bcher-kva.example", true)]
    [InlineData("bob@sub.bücher.example", true)]
    public void Domains_are_listed_by_pattern_in_the_program_and_in_lists_of_the_application(string email, bool isListed)
    {
        string[] domains = ["*.edu", "*.ACME.com", "Bücher.example"];
        foreach (var guard in new[] { Guard.BlockedDomains(domains), Guard.BlockedDomainsIn("own") })
        {
            var program = Program(g => g.Against(guard));
            Assert.Equal(program, ProgramJson.Read(ProgramJson.Write(program)));
            var story = new Story(program, CustomRules.Empty.WithDomains("own", domains));
            _ = story.Enroll("alice");

            Assert.Equal(isListed ? "guard.blocked_domain" : null, story.Tell(SignUp("bob", 1, Signals(s => s.Email(email)))).Refusal());
        }

        Assert.Throws<ArgumentException>(() => Guard.BlockedDomains("*"));
        Assert.Throws<ArgumentException>(() => Guard.BlockedDomains("a.*.com"));
    }

    internal sealed class OneCountry : IReferralGuard
    {
        public GuardFinding Find(GuardContext context) => context.RefereeAttributes.GetValueOrDefault("country") is { } country
            && context.ReferrerAttributes.GetValueOrDefault("country") is { } other && country != other
            ? GuardFinding.ObjectsTo($"{country}, referred from {other}", "one country")
            : GuardFinding.Passes();
    }

    private sealed class Risk : IReferralGuard
    {
        public GuardFinding Find(GuardContext context) =>
            context.ReferralsWithin(TimePeriod.Days(1)) > 1 || (context.Has(SignalKind.Device) && context.SharesWithReferrer(SignalKind.Device))
                ? GuardFinding.ObjectsTo("risky")
                : GuardFinding.Passes("calm");
    }

    private sealed class Broken : IReferralGuard
    {
        public GuardFinding Find(GuardContext context) => throw new InvalidOperationException("no table");
    }
}
