using NodaTime;
using Referrals.Ledger;
using Referrals.Testing;

namespace Referrals.Tests.Decisions;

/// <summary>A scenario whose days are counted from the start, with the words that the tests of decisions use.</summary>
internal sealed class Story
{
    private readonly ReferralScenario _scenario;

    internal Story(ReferralProgram program, CustomRules? rules = null) => _scenario = new ReferralScenario(program, rules);

    internal static Instant Start { get; } = Instant.FromUtc(2026, 3, 1, 9, 0);

    internal ProgramState State => _scenario.State;

    internal IReadOnlyList<Decision> Decisions => _scenario.Decisions;

    internal IEnumerable<Fact> Facts => _scenario.Facts;

    internal IReadOnlyDictionary<string, long> LedgerTotals => _scenario.Ledger
        .GroupBy(line => $"{line.Account}:{line.Owner}:{line.Amount.Unit}")
        .ToDictionary(account => account.Key, account => account.Sum(line => line.Amount.MinorUnits));

    internal static Instant Day(double days) => Start + Duration.FromDays(days);

    internal static CustomerId Customer(string name) => CustomerId.From(name);

    internal static Amount Usd(decimal value) => Amount.Of(value, "USD");

    /// <summary>Every answer, those to repetitions included, which decide nothing.</summary>
    internal List<Decision> Answers { get; } = [];

    internal Decision Tell(ReferralInput input)
    {
        Answers.Add(_scenario.Tell(input));
        return Answers[^1];
    }

    /// <summary>Enrols alice and signs bob up as her referral, three days into the story.</summary>
    internal Story AliceRefersBob()
    {
        _ = Tell(Enrollment.Of(Customer("alice")).At(Day(0)));
        _ = Tell(SignUp.Of(Customer("alice")).At(Day(0)));
        _ = Tell(SignUp.Of(Customer("bob")).ReferredBy(Customer("alice")).InSegment("smb").At(Day(3)));
        return this;
    }

    internal Decision Purchase(string id, decimal amount, double day, string customer = "bob", string name = "purchase") =>
        Tell(Conversion.Of(Customer(customer), id, name, Usd(amount)).At(Day(day)));

    /// <summary>What an account holds by the fold of the ledger's lines, in smallest parts of the dollar.</summary>
    internal long Ledger(string account, string? owner = null) => _scenario.Ledger
        .Where(line => line.Account == Enum.Parse<LedgerAccount>(account) && line.Owner?.Value == owner && line.Amount.Unit == Unit.Money("USD"))
        .Sum(static line => line.Amount.MinorUnits);

    /// <summary>Lets it become this day, or later where it is later already.</summary>
    internal void PassTime(double day) => _scenario.PassUntil(Instant.Max(_scenario.Now, Day(day)));
}
