using NodaTime;
using Referrals.Testing;
using static Referrals.Tests.Decisions.Story;

namespace Referrals.Tests.Decisions.Rules;

/// <summary>
/// A random program of rules and a random history of half a year: ann refers ben, both refer friends, who buy, install, pay deals in
/// parts, choose rewards, are late, and return what they bought.
/// </summary>
internal sealed class RuleHistory
{
    internal static readonly string[] Friends = ["cid", "dee", "eve", "fay"];
    private readonly Random _random;
    private readonly List<ReferralInput> _told = [];
    private readonly RandomRules _rules;
    private int _orders;

    internal RuleHistory(int seed, int steps = 40)
    {
        _random = new Random(seed);
        _rules = new RandomRules(_random);
        Program = _rules.Draw();
        Scenario = new ReferralScenario(Program);
        Open();
        for (var i = 0; i < steps; i++)
        {
            Step();
        }
    }

    internal ReferralProgram Program { get; }

    internal Unit Money => _rules.Money;

    internal ReferralScenario Scenario { get; }

    internal IReadOnlyList<ReferralInput> Told => _told;

    internal static IEnumerable<CustomerId> Customers => Friends.Append("ann").Append("ben").Append("cause:trees").Select(Customer);

    private bool Chance(int percent) => _random.Next(100) < percent;

    /// <summary>The same history told to another scenario.</summary>
    internal ReferralScenario ToldAgain(ReferralProgram program)
    {
        var again = new ReferralScenario(program);
        foreach (var input in _told)
        {
            _ = again.Tell(input);
        }

        return again;
    }

    /// <summary>Refunds what is left of every order, first a part, then the rest.</summary>
    internal void RefundEverything()
    {
        foreach (var order in Enumerable.Range(1, _orders).OrderBy(_ => _random.Next()))
        {
            _ = Tell(Refund.Of($"part-{order}", $"o{order}", RandomAmount(1, 5)));
        }

        foreach (var order in Enumerable.Range(1, _orders).OrderBy(_ => _random.Next()))
        {
            _ = Tell(Refund.OfWhole($"whole-{order}", $"o{order}"));
        }
    }

    private void Open()
    {
        _ = Tell(Enrollment.Of(Customer("ann")).At(Day(0)));
        _ = Tell(SignUp.Of(Customer("ben")).ReferredBy(Customer("ann")).At(Day(0)));
        _ = Tell(Enrollment.Of(Customer("ben")).At(Day(0)));
        for (var i = 0; i < Friends.Length; i++)
        {
            var signUp = SignUp.Of(Customer(Friends[i])).ReferredBy(Customer(i % 2 == 0 ? "ann" : "ben"));
            _ = Tell((Chance(50) ? signUp.InSegment("smb") : signUp).At(Day(i)));
        }
    }

    private void Step()
    {
        var customer = Customer(Friends[_random.Next(Friends.Length)]);
        var at = Scenario.Now + (Chance(15) ? -Duration.FromHours(_random.Next(1, 100)) : Duration.FromHours(_random.Next(0, 150)));
        at = Instant.Max(at, Day(4));
        switch (_random.Next(12))
        {
            case < 7:
                _ = Tell(Purchase(customer).At(at));
                break;
            case 7:
                _ = Tell(Conversion.Of(customer, $"o{++_orders}", "app.installed").At(at));
                break;
            case 8:
                var rule = Program.Incentives[_random.Next(Program.Incentives.Count)].Name;
                _ = Tell(RewardChoice.Of(Chance(50) ? customer : Customer("ann"), rule, Chance(50) ? "one" : "two").WithKey($"k{_told.Count}").At(at));
                break;
            case 9 or 10:
                _ = Tell(Refund.Of($"r{_told.Count}", $"o{_random.Next(1, _orders + 2)}", RandomAmount(1, 40)).At(at));
                break;
            default:
                _ = Tell(Refund.OfWhole($"r{_told.Count}", $"o{_random.Next(1, _orders + 2)}").At(at));
                break;
        }
    }

    private Conversion Purchase(CustomerId customer)
    {
        var unit = Chance(92) ? Money : Unit.Parse("EUR");
        var amount = RandomAmount(1, 80, unit);
        var bought = Conversion.Of(customer, $"o{++_orders}", Chance(85) ? "purchase" : "renewal", amount);
        bought = Chance(30) ? bought.WithTax(Part(amount, 10)) : bought;
        bought = Chance(30) ? bought.WithDiscount(Part(amount, 5)) : bought;
        bought = Chance(40) ? bought.With("plan", Chance(60) ? "pro" : "free").With("seats", Chance(80) ? $"{_random.Next(0, 9)}" : "many") : bought;
        bought = Chance(50) ? bought.WithLine(ProductLine.Of("sku", Part(amount, 2), _random.Next(1, 4)).With("category", Chance(60) ? "shoes" : "hats")) : bought;
        return Chance(40) ? bought.OfDeal($"deal-{customer}-{unit}", Amount.FromMinorUnits(DealSize, unit)) : bought;
    }

    internal const long DealSize = 20_000;

    private static Amount Part(Amount amount, int divisor) => Amount.FromMinorUnits(amount.MinorUnits / divisor, amount.Unit);

    private Amount RandomAmount(int from, int to, Unit? unit = null)
    {
        var counted = unit ?? Money;
        var value = from + (decimal)(_random.NextDouble() * (to - from));
        return Amount.Of(counted.Digits == 0 ? decimal.Round(value * 100) : decimal.Round(value, counted.Digits), counted);
    }

    private Referrals.Decision Tell(ReferralInput input)
    {
        var stamped = input.OccurredAt is null ? input.At(Scenario.Now) : input;
        _told.Add(stamped);
        return Scenario.Tell(stamped);
    }
}
