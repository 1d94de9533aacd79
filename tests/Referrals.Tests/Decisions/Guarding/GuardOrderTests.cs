using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using static Referrals.Tests.Decisions.Guarding.GuardStory;
using static Referrals.Tests.Decisions.Story;

namespace Referrals.Tests.Decisions.Guarding;

/// <summary>Guards hold in whatever order sign-ups are reported: the set of the referred obeys each guard's rule.</summary>
public sealed class GuardOrderTests
{
    private static readonly Config Orders = Config.QuickThrowOnFailure.WithMaxTest(300);

    [Fact]
    public void Later_one_that_is_told_first_is_met_by_the_earlier_one()
    {
        var story = new Story(Program(g => g.Recommended()));
        _ = story.Enroll("alice");

        var second = story.Tell(SignUp("bob-2", 1.00002, Signals(s => s.Email("bob@x.example"))));
        var first = story.Tell(SignUp("bob-1", 1.00001, Signals(s => s.Email("BOB+1@x.example"))));

        Assert.Equal(DecisionCodes.SignUpReferred, second.Code);
        Assert.Equal("guard.already_referred", first.Refusal());
    }

    [Theory]
    [InlineData("referrer")]
    [InlineData("signal")]
    public void Limit_holds_for_hundreds_told_latest_first(string guard)
    {
        var story = new Story(Program(g => g.Against((guard == "referrer"
            ? Guard.ReferralsPerReferrer(3, TimePeriod.Days(1))
            : Guard.CustomersPerSignal(SignalKind.Device, 3, TimePeriod.Days(1))).Refusing())));
        _ = story.Enroll("alice");

        // Four in each day, over a time that no record holds whole.
        var referred = Enumerable.Range(0, 400).Select(i => 100 - (i / 4.0))
            .Where(day => story.Tell(SignUp($"c{day}", day, Signals(s => s.Device(guard == "referrer" ? $"d{day}" : "d")))).Code == DecisionCodes.SignUpReferred)
            .Select(Day).ToArray();

        Assert.InRange(referred.Length, guard == "referrer" ? 200 : 3, 300);
        AssertNoWindowAbove(3, TimePeriod.Days(1), referred);
    }

    [Fact]
    public void Limit_holds_where_more_was_told_than_is_remembered() => ForAll(random =>
    {
        var window = random.Next(2) == 0 ? TimePeriod.Days(random.Next(1, 10)) : TimePeriod.CalendarDays(random.Next(1, 10));
        var limit = random.Next(1, 6);
        var story = new Story(Program(g => g.Against(Guard.ReferralsPerReferrer(limit, window).Refusing())));
        _ = story.Enroll("alice");

        var referred = Enumerable.Range(0, 250).Select(i => (Name: $"c{i}", Day: random.NextDouble() * 300))
            .Where(signUp => story.Tell(SignUp(signUp.Name, signUp.Day)).Code == DecisionCodes.SignUpReferred)
            .Select(signUp => Day(signUp.Day)).ToArray();

        AssertNoWindowAbove(limit, window, referred);
    }, 30);

    [Fact]
    public void Steady_referrer_is_never_refused_for_what_is_forgotten()
    {
        var story = new Story(Program(g => g.Against(Guard.ReferralsPerReferrer(3, TimePeriod.Days(1)).Refusing())));
        _ = story.Enroll("alice");

        Assert.All(Enumerable.Range(0, 300), i => Assert.Equal(DecisionCodes.SignUpReferred, story.Tell(SignUp($"c{i}", i / 2.0)).Code));
    }

    [Fact]
    public void No_window_of_a_referrer_holds_more_than_the_limit() => ForAll(random =>
    {
        var (limit, window) = (random.Next(1, 4), AnyWindow(random));
        var referred = Referred(random, g => g.Against(Guard.ReferralsPerReferrer(limit, window).Refusing()));
        foreach (var ofOne in referred.GroupBy(signUp => signUp.Referrer))
        {
            AssertNoWindowAbove(limit, window, [.. ofOne.Select(signUp => signUp.Time)]);
        }
    });

    [Fact]
    public void No_window_of_a_signal_holds_more_than_the_limit() => ForAll(random =>
    {
        var (limit, window) = (random.Next(1, 4), AnyWindow(random));
        var kind = Any(random, SignalKind.Email, SignalKind.Device);
        var referred = Referred(random, g => g.Against(Guard.CustomersPerSignal(kind, limit, window).Refusing()));
        foreach (var ofOne in from signUp in referred from hash in Of(signUp, kind) group signUp by hash)
        {
            AssertNoWindowAbove(limit, window, [.. ofOne.Select(signUp => signUp.Time)]);
        }
    });

    [Fact]
    public void Nobody_is_referred_twice_by_e_mail() => ForAll(random =>
    {
        var referred = Referred(random, g => g.Against(Guard.AlreadyReferred()));
        Assert.All(from signUp in referred from hash in Of(signUp, SignalKind.Email) group signUp by hash, same => Assert.Single(same));
    });

    [Fact]
    public void No_two_referred_share_a_signal_within_the_scope_and_none_shares_it_with_the_referrer() => ForAll(random =>
    {
        var scope = Any(random, SignalScope.Referrer, SignalScope.Referees, SignalScope.Program);
        var referred = Referred(random, g => g.Against(Guard.SharedDevice(scope).Refusing()));
        Assert.All(referred, signUp => Assert.DoesNotContain(Of(signUp, SignalKind.Device), hash => DeviceOf(signUp.Referrer!.Value.Value).Contains(hash)));
        if (scope != SignalScope.Referrer)
        {
            Assert.All(
                from signUp in referred
                from hash in Of(signUp, SignalKind.Device)
                group signUp by (hash, scope == SignalScope.Referees ? signUp.Referrer : null),
                same => Assert.Single(same));
        }
    });

    [Fact]
    public void Declared_lateness_lets_an_old_report_in_and_nothing_nearer()
    {
        var story = new Story(Program(g => g.Against(Guard.AlreadyReferred()).LateAfter(TimePeriod.Hours(6))));
        _ = story.Enroll("alice");
        var bob = Signals(s => s.Email("bob@x.example"));
        _ = story.Tell(SignUp("bob", 3, bob));

        Assert.Equal("guard.already_referred", story.Tell(SignUp("bob-near", 2.76, bob)).Refusal());
        Assert.Equal(DecisionCodes.SignUpReferred, story.Tell(SignUp("bob-late", 2.75, bob)).Code);
        Assert.Equal("guard.already_referred", story.Tell(SignUp("bob-after", 9, bob)).Refusal());
    }

    [Fact]
    public void Referral_that_was_rejected_still_counts_for_the_limit_and_for_having_been_referred()
    {
        var story = new Story(Program(g => g.Against(Guard.AlreadyReferred(), Guard.ReferralsPerReferrer(1, TimePeriod.Days(1)).Refusing())));
        _ = story.Enroll("alice");
        _ = story.Enroll("zoe");
        _ = story.Tell(SignUp("bob", 1, Signals(s => s.Email("bob@x.example"))));
        _ = story.Tell(ReferralReview.Reject(Customer("bob"), "fraud").At(Day(1.1)));

        Assert.Equal("guard.referrer_velocity", story.Tell(SignUp("carol", 1.2)).Refusal());
        Assert.Equal("guard.already_referred", story.Tell(SignUp("bob-2", 1.3, Signals(s => s.Email("bob@x.example")), of: "zoe")).Refusal());
    }

    [Fact]
    public void Everybody_who_shares_a_split_referral_is_known_as_a_referrer()
    {
        var program = Referrals.ReferralProgram.Create("split", p => p
            .Attribute(a => a.SplitPerTouch()).Guard(g => g.Against(Guard.SharedDevice(SignalScope.Referees).Refusing()))
            .RewardReferrer(r => r.Flat(20, "USD")));
        var story = new Story(program);
        var codes = new[] { "ann", "ben", "ben" }.Select(name => story.Enroll(name).Subject!).ToArray();
        var visitor = VisitorId.From("v");
        foreach (var code in codes.Select((code, i) => (code, i)))
        {
            _ = story.Tell(Touch.Click(code.code, visitor, Day(0.1 + (code.i / 10.0))));
        }

        var shared = story.Tell(Referrals.SignUp.Of(Customer("zoe")).ByVisitor(visitor).With(Signals(s => s.Device("d"))).At(Day(1)));
        Assert.Equal(DecisionCodes.SignUpReferred, shared.Code);

        Assert.Equal("guard.shared_device", story.Tell(SignUp("yan", 2, Signals(s => s.Device("d")), of: "ann")).Refusal());
        Assert.Equal("guard.shared_device", story.Tell(SignUp("xia", 2, Signals(s => s.Device("d")), of: "ben")).Refusal());
        _ = story.Enroll("zoe");
        // A circle is one through any of those who share.
        Assert.Equal("guard.cycle", story.Tell(SignUp("ann", 3, of: "zoe")).Refusal());
        Assert.Equal("guard.cycle", story.Tell(SignUp("ben", 3, of: "zoe")).Refusal());
    }

    private static void AssertNoWindowAbove(int limit, TimePeriod window, IReadOnlyCollection<Instant> times) => Assert.All(
        times, start => Assert.InRange(times.Count(time => window.Contains(start, time, DateTimeZone.Utc)), 1, limit));

    private static TimePeriod AnyWindow(Random random) =>
        Any(random, TimePeriod.Hours(random.Next(1, 60)), TimePeriod.Days(random.Next(1, 6)), TimePeriod.CalendarDays(random.Next(1, 6)), TimePeriod.Months(1));

    private static T Any<T>(Random random, params T[] choices) => choices[random.Next(choices.Length)];

    private static IEnumerable<string> Of(SignUp signUp, SignalKind kind) =>
        signUp.Signals!.Hashes.Where(hash => hash.StartsWith(PersonSignals.Prefix(kind), StringComparison.Ordinal));

    private static IReadOnlyList<string> DeviceOf(string referrer) => Signals(s => s.Device("of-" + referrer)).Hashes;

    /// <summary>Random sign-ups of few people's signals, told in random order; gives those that became referrals.</summary>
    private static SignUp[] Referred(Random random, Action<GuardPolicyBuilder> guards)
    {
        string[] referrers = ["alice", "zoe"];
        var story = new Story(Program(guards));
        foreach (var referrer in referrers)
        {
            _ = story.Enroll(referrer, Signals(s => s.Device("of-" + referrer)));
        }

        var signUps = Enumerable.Range(0, random.Next(2, 30)).Select(i => SignUp(
            $"c{i}",
            random.NextDouble() * 8,
            Signals(s => _ = s.Email($"p{random.Next(6)}@x.example").Device(Any(random, "d1", "d2", "d3", "of-alice", "of-zoe"))),
            Any(random, "alice", "alice", "zoe"))).ToArray();
        return [.. signUps.Where(signUp => story.Tell(signUp).Code == DecisionCodes.SignUpReferred)];
    }

    private static void ForAll(Action<Random> holds, int times = 300) =>
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed => holds(new Random(seed))).Check(Orders.WithMaxTest(times));
}
