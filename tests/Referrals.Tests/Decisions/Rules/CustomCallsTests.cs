using System.Collections.Concurrent;
using NodaTime;
using Referrals.Storage;
using static Referrals.Tests.Decisions.Story;

namespace Referrals.Tests.Decisions.Rules;

/// <summary>What the application wrote itself is asked once for each input, on everything that its context promises.</summary>
public sealed class CustomCallsTests
{
    private static readonly Measure OrdersOfFriends = Measure.ReferredConversions("purchase");
    private static readonly Measure SpentByFriends = Measure.ReferredConversions("purchase").Sum(Unit.Money("USD")).In(TimeFrame.CalendarMonth).BeforeCurrent();
    private readonly Witness _witness = new();

    /// <summary>No built-in condition asks for the referrer or for events: the context is complete all the same.</summary>
    [Fact]
    public async Task Rule_sees_the_referrer_and_the_events_whatever_else_the_program_asks()
    {
        var referrals = await ToldAsync(ReferralProgram.Create("spring", p => p.RewardReferrer(r => r.Custom("witness", "USD"))));

        Assert.Equal("gold", _witness.Seen.Last().ReferrerSegment);
        Assert.Equal("FR", _witness.Seen.Last().ReferrerAttributes["country"]);
        Assert.Equal(Day(0), _witness.Seen.Last().ReferrerSince);
        Assert.Equal("ES", _witness.Seen.Last().RefereeAttributes["country"]);
        Assert.Equal(("smb", 3), (_witness.Seen.Last().Segment, _witness.Seen.Last().EventCounts["purchase"]));
        Assert.Equal(300, (await referrals.GetBalancesAsync(Customer("alice"))).Single().Available.MinorUnits);
    }

    [Theory]
    [InlineData(Precedence.Stack)]
    [InlineData(Precedence.First)]
    [InlineData(Precedence.Best)]
    public async Task Everything_is_asked_once(Precedence precedence)
    {
        _ = await ToldAsync(ReferralProgram.Create("spring", p => p
            .Guard(g => g.Against(Guard.Custom("witness")))
            .Qualify(q => q.And(Condition.Custom("witness")))
            .WhenSeveralMatch(precedence)
            .RewardReferrer(r => r.Named("own").Custom("witness", "USD").AtMost(500, "USD", per: TimeFrame.CalendarMonth))
            .RewardReferrer(r => r.Named("flat").Flat(0.5m, "USD").When(w => w.And(Condition.Custom("witness"))))
            .RewardReferrer(r => r.Named("tried").Custom("witness", "USD").AsShadow())
            .RewardReferee(r => r.Named("friend").Custom("witness", "USD").HeldFor(TimePeriod.Days(3)))
            .Budget(9_000, "USD")));

        Assert.Equal(1, _witness.Guarded);
        Assert.Equal(["o1", "o2", "o3"], _witness.Seen.Select(static context => context.Conversion.Id));
        Assert.Equal(["o1", "o2", "o3"], _witness.Asked.Select(static context => context.Conversion.Id));
    }

    [Fact]
    public async Task Each_candidate_of_a_sign_up_is_asked_once()
    {
        _ = await ToldAsync(ReferralProgram.Create("spring", p => p
            .Guard(g => g.Against(Guard.Custom("witness"), Guard.SameEmail(SignalScope.Program), Guard.ReferralsPerReferrer(5, TimePeriod.Days(1))))
            .RewardReferrer(r => r.Flat(1, "USD"))));

        Assert.Equal(1, _witness.Guarded);
    }

    [Fact]
    public async Task Numbers_that_a_rule_declares_are_counted_for_it()
    {
        _witness.History = [OrdersOfFriends, SpentByFriends];
        _ = await ToldAsync(ReferralProgram.Create("spring", p => p.RewardReferrer(r => r.Custom("witness", "USD"))));

        Assert.Equal([1, 2, 3], _witness.Seen.Select(static context => context.Count(OrdersOfFriends)));
        Assert.Equal([Usd(0), Usd(80), Usd(160)], _witness.Seen.Select(static context => context.Sum(SpentByFriends)));
    }

    [Fact]
    public void Number_that_is_not_declared_is_an_error_that_says_so()
    {
        var context = new QualificationContext(
            Conversion.Of(Customer("bob"), "o1", "purchase", Usd(9)).At(Day(0)), 1, Customer("bob"), Customer("alice"), Day(0), DateTimeZone.Utc)
        {
            History = new Dictionary<Measure, long> { [OrdersOfFriends] = 3 },
        };

        Assert.Equal(3, context.Count(OrdersOfFriends));
        Assert.Contains("Return it from History", Assert.Throws<ArgumentException>(() => context.Count(SpentByFriends)).Message, StringComparison.Ordinal);
        Assert.Contains("read it with Count", Assert.Throws<ArgumentException>(() => context.Sum(OrdersOfFriends)).Message, StringComparison.Ordinal);
    }

    /// <summary>Three orders of bob, who was referred by alice, on a store that is loaded piece by piece.</summary>
    private async Task<ReferralEngine> ToldAsync(ReferralProgram program)
    {
        var options = new ReferralsOptions().AddProgram(program).AddRule("witness", _witness).AddCondition("witness", _witness).AddGuard("witness", _witness);
        var referrals = new ReferralEngine(new InMemoryReferralStore(), options);
        await referrals.EnrollAsync(Enrollment.Of(Customer("alice")).InSegment("gold").With("country", "FR").At(Day(0)));
        await referrals.SignUpAsync(SignUp.Of(Customer("bob")).ReferredBy(Customer("alice")).InSegment("smb").With("country", "ES").At(Day(1)));
        for (var order = 1; order <= 3; order++)
        {
            await referrals.ConvertAsync(Conversion.Of(Customer("bob"), $"o{order}", "purchase", Usd(80)).At(Day(1 + order)));
        }

        return referrals;
    }

    private sealed class Witness : IIncentiveRule, IConversionCondition, IReferralGuard
    {
        private int _guarded;

        internal ConcurrentQueue<QualificationContext> Seen { get; } = [];

        internal ConcurrentQueue<QualificationContext> Asked { get; } = [];

        internal int Guarded => _guarded;

        public IReadOnlyList<Measure> History { get; set; } = [];

        public IncentiveGrant Grant(QualificationContext context)
        {
            Seen.Enqueue(context);
            return IncentiveGrant.Of(Usd(1));
        }

        public ConditionAnswer IsMet(QualificationContext context)
        {
            Asked.Enqueue(context);
            return true;
        }

        public GuardFinding Find(GuardContext context)
        {
            Assert.Equal(("gold", "ES"), (context.ReferrerSegment, context.RefereeAttributes["country"]));
            _ = Interlocked.Increment(ref _guarded);
            return GuardFinding.Passes();
        }
    }
}
