using System.Globalization;
using NodaTime;
using Referrals.Codes;
using Referrals.Ledger;
using Referrals.Pipeline;
using Referrals.Sharing;

namespace Referrals.Testing;

/// <summary>
/// A story told in a test: what customers do under a program, and what comes of it. No store, no clock, no randomness: a scenario
/// gives the same results every time, in microseconds.
/// </summary>
/// <example><code>
/// var scenario = new ReferralScenario(program);
/// scenario.Enroll("alice");
/// scenario.SignUp("bob", referredBy: "alice");
/// var decision = scenario.Purchase("bob", 80, "EUR");
/// scenario.Pass(Duration.FromDays(14));
/// Assert.Equal(Amount.Of(10, "EUR"), scenario.Available("alice", "EUR"));
/// </code></example>
/// <remarks>Not thread-safe. Codes come from a fixed seed.</remarks>
public sealed class ReferralScenario
{
    private const int CodesToChooseFrom = 4;

    private readonly ReferralDecider _decider;
    private readonly SeededRandomness _randomness = new(42);
    private readonly List<Decision> _decisions = [];
    private readonly List<LedgerLine> _lines = [];
    private int _orders;
    private int _redemptions;

    /// <summary>A story under one program.</summary>
    /// <param name="program">The program.</param>
    /// <param name="rules">The host's own conditions and incentive rules; <c>null</c> for none.</param>
    /// <param name="signer">Knows the signatures of the host's links; <c>null</c> for none.</param>
    /// <exception cref="ReferralProgramException">The program asks for a rule that the book does not have.</exception>
    public ReferralScenario(ReferralProgram program, CustomRules? rules = null, LinkSigner? signer = null)
        : this([program], rules, signer)
    {
    }

    /// <summary>A story under several versions of a program.</summary>
    /// <exception cref="ReferralProgramException">A version asks for a rule that the book does not have.</exception>
    public ReferralScenario(IEnumerable<ReferralProgram> versions, CustomRules? rules = null, LinkSigner? signer = null) =>
        _decider = new ReferralDecider(versions, rules, signer);

    /// <summary>The time of the story.</summary>
    /// <value>It begins on 1 March 2026 at 9:00 UTC.</value>
    public Instant Now { get; private set; } = Instant.FromUtc(2026, 3, 1, 9, 0);

    /// <summary>What is stored by now.</summary>
    public ProgramState State { get; private set; } = ProgramState.Empty;

    /// <summary>All decisions, in order.</summary>
    public IReadOnlyList<Decision> Decisions => _decisions;

    /// <summary>All facts, in order.</summary>
    public IEnumerable<Fact> Facts => _decisions.SelectMany(static decision => decision.Facts);

    /// <summary>All lines of the ledger, in order.</summary>
    public IReadOnlyList<LedgerLine> Ledger => _lines;

    /// <summary>A customer joins the program; gives the code.</summary>
    public ReferralCode Enroll(string customer) => ReferralCode.From(Tell(Enrollment.Of(CustomerId.From(customer))).Subject!);

    /// <summary>Somebody becomes a customer.</summary>
    /// <param name="customer">Who.</param>
    /// <param name="referredBy">The referrer, if the host names one; must have enrolled.</param>
    public Decision SignUp(string customer, string? referredBy = null)
    {
        var signUp = Referrals.SignUp.Of(CustomerId.From(customer));
        return Tell(referredBy is null ? signUp : signUp.ReferredBy(CustomerId.From(referredBy)));
    }

    /// <summary>A customer buys; orders are called <c>order-1</c>, <c>order-2</c> and so on.</summary>
    public Decision Purchase(string customer, decimal amount, string unit)
    {
        var order = string.Create(CultureInfo.InvariantCulture, $"order-{++_orders}");
        return Tell(Conversion.Of(CustomerId.From(customer), order, "purchase", Amount.Of(amount, unit)));
    }

    /// <summary>Anything else happens; an input without a time happens now, and one with a later time moves the clock there.</summary>
    public Decision Tell(ReferralInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var stamped = At(input);
        Now = Instant.Max(Now, stamped.OccurredAt!.Value);
        while (State.DueBefore(stamped).FirstOrDefault() is { } due)
        {
            Add(due, []);
        }

        ReferralCode[] codes = input is Enrollment or CodeChange
            ? [.. Enumerable.Range(0, CodesToChooseFrom).Select(_ => CodeGenerator.Next(_decider.Program.Codes, _randomness))]
            : [];
        var decision = Add(stamped, codes);
        if (input is SignUp signUp)
        {
            JudgeWhatWaited(signUp.Customer);
        }

        return decision;
    }

    /// <summary>Time passes: holds and reviews end, rewards expire.</summary>
    public void Pass(Duration duration) => PassUntil(Now + duration);

    /// <summary>Time passes until an instant: what comes due by then happens, in the order of time.</summary>
    public void PassUntil(Instant instant)
    {
        Now = Instant.Max(Now, instant);
        while (State.Due(Now).FirstOrDefault() is { } due)
        {
            _ = Tell(due);
        }
    }

    /// <summary>A customer uses rewards; redemptions are called <c>redemption-1</c>, <c>redemption-2</c> and so on.</summary>
    public Decision Redeem(string customer, decimal amount, string unit)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"redemption-{++_redemptions}");
        return Tell(Redemption.Of(id, CustomerId.From(customer), Amount.Of(amount, unit)));
    }

    /// <summary>A payout of all that a customer has available is started.</summary>
    public Decision StartPayout(string batch, string customer, string unit) =>
        Tell(PayoutStart.Of(batch, CustomerId.From(customer), Unit.Parse(unit)));

    /// <summary>The money of a payout that was started does not arrive.</summary>
    /// <param name="started">The decision that started it.</param>
    /// <param name="reason">Why.</param>
    public Decision FailPayout(Decision started, string reason)
    {
        ArgumentNullException.ThrowIfNull(started);
        return Tell(PayoutFailure.Of(PayoutId.From(started.Subject!), reason));
    }

    /// <summary>A payout of all that a customer has available is started and arrives at once.</summary>
    /// <returns>The decision about the arrival; about the start, where that was refused.</returns>
    public Decision PayOut(string batch, string customer, string unit)
    {
        var started = StartPayout(batch, customer, unit);
        return started.IsAccepted ? Tell(PayoutConfirmation.Of(PayoutId.From(started.Subject!))) : started;
    }

    /// <summary>Somebody approves a reward in review.</summary>
    public Decision Approve(RewardId reward) => Tell(RewardReview.Of(reward).Approve());

    /// <summary>Somebody rejects a reward in review.</summary>
    public Decision Reject(RewardId reward, string reason) => Tell(RewardReview.Of(reward).Reject(reason));

    /// <summary>What a customer can use; below zero where the customer owes something.</summary>
    public Amount Available(string customer, string unit) =>
        Balance(LedgerAccount.Available, customer, unit) + Balance(LedgerAccount.Owed, customer, unit);

    /// <summary>What a customer has earned but cannot use yet.</summary>
    public Amount Pending(string customer, string unit) => Balance(LedgerAccount.Pending, customer, unit);

    /// <summary>What an account holds.</summary>
    /// <param name="account">The account.</param>
    /// <param name="customer">Whose; <c>null</c> for the program's own accounts.</param>
    /// <param name="unit">In which unit.</param>
    public Amount Balance(LedgerAccount account, string? customer, string unit)
    {
        var owner = customer is null ? (CustomerId?)null : CustomerId.From(customer);
        var counted = Unit.Parse(unit);
        return _lines
            .Where(line => line.Account == account && line.Owner == owner && line.Amount.Unit == counted)
            .Aggregate(Amount.Zero(counted), static (sum, line) => sum + line.Amount);
    }

    /// <summary>Judges what waited for a sign-up, as the engine does at once.</summary>
    private void JudgeWhatWaited(CustomerId customer)
    {
        while (State.CatchUpOf(customer) is { } waited)
        {
            _ = Add(waited, []);
        }
    }

    private Decision Add(ReferralInput input, ReferralCode[] codes)
    {
        var decision = _decider.Decide(State, input, codes);
        State = State.After(decision);
        _decisions.Add(decision);
        _lines.AddRange(decision.LedgerLines);
        return decision;
    }

    private ReferralInput At(ReferralInput input) => input.OccurredAt is null ? input.At(Now) : input;
}
