using NodaTime;
using Referrals.Codes;
using Referrals.Deciding;
using Referrals.Entropy;
using Referrals.Programs;
using Referrals.State;

namespace Referrals.Tests.Deciding;

/// <summary>A history told in a test: decides each input on the state that the ones before it left, without any store.</summary>
internal sealed class Story
{
    private readonly ReferralDecider _decider;
    private readonly SeededRandomness _randomness = new(42);
    private readonly Dictionary<string, long> _ledger = [];

    internal Story(ReferralProgram program, RuleBook? rules = null)
        : this([program], rules)
    {
    }

    internal Story(IEnumerable<ReferralProgram> versions, RuleBook? rules = null) => _decider = new ReferralDecider(versions, rules);

    internal static Instant Start { get; } = Instant.FromUtc(2026, 3, 1, 9, 0);

    internal ProgramState State { get; private set; } = ProgramState.Empty;

    internal List<Decision> Decisions { get; } = [];

    internal IEnumerable<Fact> Facts => Decisions.SelectMany(decision => decision.Facts);

    internal static Instant Day(double days) => Start + Duration.FromDays(days);

    internal static CustomerId Customer(string name) => CustomerId.From(name);

    internal static Amount Usd(decimal value) => Amount.Of(value, "USD");

    internal Decision Tell(ReferralInput input)
    {
        // As the pipeline does it: only an enrolment draws codes.
        var codes = input is not Enrollment ? [] : Enumerable.Range(0, 4).Select(_ => CodeGenerator.Next(_decider.Program.Codes, _randomness)).ToArray();
        var decision = _decider.Decide(State, input, codes);
        Decisions.Add(decision);
        State = State.After(decision);
        foreach (var line in decision.LedgerLines)
        {
            var account = $"{line.Account}:{line.Owner}:{line.Amount.Unit}";
            _ledger[account] = _ledger.GetValueOrDefault(account) + line.Amount.MinorUnits;
        }

        return decision;
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

    /// <summary>What an account holds by the fold of the ledger's lines, in smallest parts.</summary>
    internal long Ledger(string account, string owner = "", string unit = "USD") => _ledger.GetValueOrDefault($"{account}:{owner}:{unit}");

    internal IReadOnlyDictionary<string, long> LedgerTotals => _ledger;

    internal void PassTime(double day)
    {
        foreach (var reward in State.Due(Day(day)).ToArray())
        {
            _ = Tell(Vesting.Of(reward).At(Day(day)));
        }
    }
}
