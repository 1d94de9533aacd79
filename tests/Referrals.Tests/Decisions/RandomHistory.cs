using static Referrals.Tests.Decisions.Story;

namespace Referrals.Tests.Decisions;

/// <summary>A random program and a random history of a few customers who do everything there is to do, right and wrong.</summary>
internal sealed class RandomHistory
{
    private static readonly string[] Names = ["ann", "ben", "cid", "dee", "eve", "fay"];
    private readonly Random _random;

    internal RandomHistory(int seed)
    {
        _random = new Random(seed);
        Program = RandomProgram();
        Inputs = [.. Enumerable.Range(0, 60).Select(Input)];
    }

    internal ReferralProgram Program { get; }

    internal IReadOnlyList<ReferralInput> Inputs { get; }

    internal static IEnumerable<CustomerId> Customers => Names.Select(Customer);

    private bool Chance(int percent) => _random.Next(100) < percent;

    private ReferralProgram RandomProgram() => ReferralProgram.Create("random", p =>
    {
        _ = p.Round((RoundingMode)_random.Next(4)).Attribute(a => _ = (Chance(50) ? a.FirstTouch() : a.LastTouch()).Within(TimePeriod.Days(_random.Next(1, 20))));
        _ = p.RewardReferrer(r =>
        {
            _ = Chance(50) ? r.Flat(_random.Next(1, 30), "USD") : r.PercentOf(_random.Next(1, 40), "USD", Chance(50) ? 7 : null);
            var cap = Chance(50) ? Cap.OfAmount(Amount.Of(_random.Next(5, 60), "USD")) : Cap.OfRewards(_random.Next(1, 4));
            cap = Chance(50) ? cap.In(TimeFrame.CalendarMonth) : cap;
            _ = r.Limit(Chance(30) ? cap.Refusing() : cap);
            _ = Chance(50) ? r.HeldFor(TimePeriod.Days(_random.Next(1, 10))) : r;
            _ = Chance(20) ? r.KeptOnRefund() : r;
        });
        _ = p.RewardReferee(r => _ = r.PercentOf(_random.Next(1, 40), "USD").When(w => _ = Chance(50) ? w.First() : w.AtLeast(20, "USD")));
        _ = Chance(60) ? p.Budget(_random.Next(5, 100), "USD") : p;
    });

    private ReferralInput Input(int index)
    {
        var at = Day((index * 0.7) + _random.NextDouble());
        var customer = Customer(Names[_random.Next(Names.Length)]);
        var other = Customer(Names[_random.Next(Names.Length)]);
        var visitor = VisitorId.From("v" + _random.Next(5));
        var share = "s" + _random.Next(4);
        var order = "o" + _random.Next(25);
        return _random.Next(20) switch
        {
            0 or 1 or 2 => Enrollment.Of(customer).At(at).WithKey($"k{index}"),
            3 or 4 => Share.Of(share, customer, Channel.From("email")).At(at).WithKey($"k{index}"),
            5 or 6 => Touch.ClickOfShare(share, visitor, at),
            7 => Touch.CodeEntry("nonsense", visitor, at),
            8 => Identification.Of(visitor, customer).At(at).WithKey($"k{index}"),
            9 or 10 => SignUp.Of(customer).ByVisitor(visitor).At(at).WithKey($"k{index}"),
            11 or 12 => SignUp.Of(customer).ReferredBy(other).At(at).WithKey($"k{index}"),
            13 or 14 or 15 or 16 => Conversion.Of(customer, order, "purchase", Usd(_random.Next(1, 9_999) / 100m)).At(at).WithKey($"k{index}"),
            17 => Refund.OfWhole($"r{index}", order).At(at),
            _ => Refund.Of($"r{index}", order, Usd(_random.Next(1, 3_000) / 100m)).At(at),
        };
    }
}
