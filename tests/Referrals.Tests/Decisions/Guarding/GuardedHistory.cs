using static Referrals.Tests.Decisions.Story;

namespace Referrals.Tests.Decisions.Guarding;

/// <summary>A random program with random guards, and a history of few people with few cards and addresses, so that they often collide.</summary>
internal sealed class GuardedHistory
{
    private static readonly string[] Names = ["ann", "ben", "cid", "dee", "eve", "fay"];
    private readonly Random _random;

    internal GuardedHistory(int seed)
    {
        _random = new Random(seed);
        Program = RandomProgram();
        Inputs = [.. Enumerable.Range(0, 70).Select(Input)];
    }

    internal ReferralProgram Program { get; }

    internal IReadOnlyList<ReferralInput> Inputs { get; }

    internal static IEnumerable<CustomerId> Customers => Names.Select(Customer);

    private bool Chance(int percent) => _random.Next(100) < percent;

    private T Any<T>(params T[] choices) => choices[_random.Next(choices.Length)];

    private ReferralProgram RandomProgram()
    {
        Guard[] all =
        [
            Guard.SameEmail(Any(SignalScope.Referrer, SignalScope.Referees, SignalScope.Program)),
            Guard.SharedPayment(Any(SignalScope.Referrer, SignalScope.Referees, SignalScope.Program)),
            Guard.Missing(SignalKind.Email),
            Guard.ExistingCustomer(),
            Guard.AlreadyReferred(),
            Guard.ReferralAfterOrder(),
            Guard.ReferralsPerReferrer(_random.Next(1, 3), TimePeriod.Days(_random.Next(5, 30))),
            Guard.CustomersPerSignal(SignalKind.Payment, _random.Next(1, 3), TimePeriod.CalendarDays(_random.Next(1, 9))),
            Guard.DisposableDomains("two.example"),
            Guard.BannedReferrers(Customer("fay")),
        ];
        var guards = all.Where(_ => Chance(60)).Select(guard => Any(guard, guard, guard.Allowing(), guard.Holding(), guard.Refusing()).Scoring(_random.Next(10, 60)));
        return ReferralProgram.Create("guarded", p =>
        {
            _ = p.Guard(g =>
            {
                _ = g.Against(guards.Append((Chance(50) ? Guard.SharedDevice() : Guard.SharedDevice().Refusing()).Scoring(60)));
                var holds = Chance(50);
                _ = Chance(30) ? g.HoldAt(20).RefuseAt(60) : holds ? g.HoldAt(40) : g;
                _ = Chance(40) ? g.Reviewed(TimePeriod.Days(_random.Next(1, 20)), Any(WhenOverdue.Approve, WhenOverdue.Reject)) : g;
            });
            _ = p.RewardReferrer(r => _ = Chance(50) ? r.Flat(20, "USD").HeldFor(TimePeriod.Days(_random.Next(1, 9))) : r.PercentOf(10, "USD"));
            _ = p.RewardReferee(r => r.Flat(5, "USD"));
            _ = Chance(30) ? p.Attribute(a => a.SplitPerTouch()) : p;
        });
    }

    private PersonSignals Signals() => GuardStory.Signals(s =>
    {
        _ = Chance(70) ? s.Email($"{Any("p", "q", "r", "s")}@{Any("one", "two")}.example") : s;
        _ = Chance(50) ? s.Payment(Any("c1", "c2", "c3", "c4", "c5")) : s;
        _ = Chance(30) ? s.Device(Any("d1", "d2", "d3", "d4")) : s;
    });

    private ReferralInput Input(int index)
    {
        var at = Day((index * 0.6) + (_random.NextDouble() * (Chance(20) ? -10 : 1)));
        var customer = Customer(Any(Names));
        var other = Customer(Any(Names));
        var order = "o" + _random.Next(25);
        var key = $"k{index}";
        return _random.Next(20) switch
        {
            0 or 1 or 2 => Enrollment.Of(customer).With(Signals()).At(at).WithKey(key),
            3 or 4 or 5 or 6 or 7 => SignUp.Of(customer).ReferredBy(other).With(Signals()).At(at).WithKey(key),
            8 => SignUp.Of(customer).ReferredBy(other).AsExisting().At(at).WithKey(key),
            9 => ReferralReview.Approve(customer).At(at).WithKey(key),
            10 => ReferralReview.Reject(customer, "no").At(at).WithKey(key),
            11 => (Chance(60) ? ReferrerBan.Impose(customer, "no") : ReferrerBan.Lift(customer, "yes")).At(at).WithKey(key),
            12 => Refund.Of($"r{index}", order, Usd(_random.Next(1, 30))).At(at),
            13 => Conversion.Of(customer, order, "purchase", Usd(_random.Next(1, 90))).With(Signals()).At(at).WithKey(key),
            _ => Conversion.Of(customer, order, "purchase", Usd(_random.Next(1, 90))).At(at).WithKey(key),
        };
    }
}
