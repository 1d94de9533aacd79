using System.Globalization;
using NodaTime;
using Referrals.Codes;
using Referrals.Ledger;
using Referrals.Pipeline;
using Referrals.Serialization;
using Referrals.Sharing;
using Referrals.Storage;

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
/// <remarks>
/// It answers as the engine does, repetitions and reused keys included; a test of the SDK compares the two over random stories. What is asked
/// about a customer of whom the story has never told is an error, since it is most likely misspelt. Not thread-safe. Codes come from a fixed seed.
/// </remarks>
public sealed class ReferralScenario
{
    private const int CodesToChooseFrom = 4;
    private const int MaxRounds = 64;

    private readonly ReferralProgram[] _versions;
    private readonly ReferralDecider _decider;
    private readonly Dictionary<string, DecidedInput> _told = new(StringComparer.Ordinal);
    private readonly SeededRandomness _randomness = new(42);
    private readonly List<Decision> _decisions = [];
    private readonly List<LedgerLine> _lines = [];
    private Instant _now = Instant.FromUtc(2026, 3, 1, 9, 0);
    private int _orders;
    private int _redemptions;

    /// <summary>A story under one program.</summary>
    /// <param name="program">The program.</param>
    /// <param name="rules">Custom conditions and incentive rules; <c>null</c> for none.</param>
    /// <param name="signer">Knows the signatures of the application's links; <c>null</c> for none.</param>
    /// <exception cref="ReferralProgramException">The program asks for a rule that the book does not have.</exception>
    public ReferralScenario(ReferralProgram program, CustomRules? rules = null, LinkSigner? signer = null)
        : this([program], rules, signer)
    {
    }

    /// <summary>A story under several versions of a program.</summary>
    /// <exception cref="ReferralProgramException">A version asks for a rule that the book does not have.</exception>
    public ReferralScenario(IEnumerable<ReferralProgram> versions, CustomRules? rules = null, LinkSigner? signer = null)
        : this(versions, rules, signer, linkHosts: null)
    {
    }

    /// <summary>A story under what an application registers: programs, custom rules, the signer and the hosts of links.</summary>
    /// <param name="options">The options that <c>AddReferrals</c> configures in the application; all its programs are versions of one.</param>
    /// <example><code>
    /// var scenario = new ReferralScenario(Shop.Configure(new ReferralsOptions())); // services.AddReferrals(options => Shop.Configure(options))
    /// </code></example>
    /// <exception cref="ReferralProgramException">A version asks for a rule that is not registered.</exception>
    /// <exception cref="ArgumentException">There is no program, or there are several.</exception>
    public ReferralScenario(ReferralsOptions options)
        : this(
            (options ?? throw new ArgumentNullException(nameof(options))).Programs,
            options.Rules,
            options.LinkSigner,
            options.LinkHosts)
    {
    }

    private ReferralScenario(IEnumerable<ReferralProgram> versions, CustomRules? rules, LinkSigner? signer, IEnumerable<string>? linkHosts)
    {
        _versions = [.. versions];
        _decider = new ReferralDecider(_versions, rules, signer, linkHosts);
    }

    /// <summary>The time of the story.</summary>
    /// <value>It begins on 1 March 2026 at 9:00 UTC, or when the test says: <c>new ReferralScenario(program) { Now = start }</c>.</value>
    public Instant Now
    {
        get => _now;
        init => _now = value;
    }

    /// <summary>The program; of several versions the one in force.</summary>
    public ReferralProgram Program => _decider.Program;

    /// <summary>What is stored by now.</summary>
    public ProgramState State { get; private set; } = ProgramState.Empty;

    /// <summary>All decisions, in order. A repetition has no decision of its own.</summary>
    public IReadOnlyList<Decision> Decisions => _decisions;

    /// <summary>All facts, in order.</summary>
    public IEnumerable<Fact> Facts => _decisions.SelectMany(static decision => decision.Facts);

    /// <summary>All lines of the ledger, in order.</summary>
    public IReadOnlyList<LedgerLine> Ledger => _lines;

    /// <summary>A customer joins the program; gives the code, which is the one in use now where the customer had joined before.</summary>
    public ReferralCode Enroll(string customer)
    {
        var decision = Tell(Enrollment.Of(CustomerId.From(customer)));
        return ReferralCode.From(State.CodeOf(CustomerId.From(customer)) ?? decision.Subject!);
    }

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

    /// <summary>
    /// Anything else happens. An input without a time happens now; one with a later time moves the clock there; one with an earlier time is a late
    /// report, which the engine takes too, and leaves the clock where it is.
    /// </summary>
    /// <returns>The decision; the first one again, marked as repeated, where the same input is told again.</returns>
    public Decision Tell(ReferralInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var stamped = At(input);
        stamped = stamped is PayoutStart { Attempt: 0 } start ? start.After(State.PayoutsOf(start), Partition.Of(_decider.Program.Id)) : stamped;
        var codes = Codes(input);
        if (Repeated(stamped) is { } repeated)
        {
            return repeated; // What was told before passes no time.
        }

        _now = Instant.Max(Now, stamped.OccurredAt!.Value);
        while (State.DueBefore(stamped).FirstOrDefault() is { } due)
        {
            _ = Add(due, []);
        }

        var decision = Add(stamped, codes);
        if (input.AwaitedBy is { } customer)
        {
            JudgeWhatWaited(customer);
        }

        return decision;
    }

    /// <summary>Time passes: holds and reviews end, rewards expire.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The duration is negative: time does not go back.</exception>
    public void Pass(Duration duration) => PassUntil(duration >= Duration.Zero ? Now + duration : throw new ArgumentOutOfRangeException(
        nameof(duration), duration, "Time does not go back in a story. Report what happened earlier with a time of its own: Tell(input.At(instant))."));

    /// <summary>Time passes until an instant: what comes due by then happens, in the order of time.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The instant is before <see cref="Now"/>: time does not go back.</exception>
    public void PassUntil(Instant instant)
    {
        _now = instant >= Now ? instant : throw new ArgumentOutOfRangeException(
            nameof(instant), instant, $"It is {Now} already, and time does not go back in a story. Report what happened earlier with Tell(input.At(instant)).");
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
    /// <exception cref="ArgumentException">The story has never told of the customer, or the program gives nothing in this unit.</exception>
    public Amount Available(string customer, string unit) =>
        Balance(LedgerAccount.Available, customer, unit) + Balance(LedgerAccount.Owed, customer, unit);

    /// <summary>What a customer has earned but cannot use yet.</summary>
    /// <exception cref="ArgumentException">The story has never told of the customer, or the program gives nothing in this unit.</exception>
    public Amount Pending(string customer, string unit) => Balance(LedgerAccount.Pending, customer, unit);

    /// <summary>A customer's rewards: what each is, where it is, and what happens to it next and when; the oldest first.</summary>
    /// <exception cref="ArgumentException">The story has never told of the customer.</exception>
    public IReadOnlyList<CustomerReward> RewardsOf(string customer)
    {
        var owner = Known(customer);
        return
        [
            .. State.Entries.Values.Select(static entry => entry.Value).OfType<RewardState>()
                .Where(reward => reward.Owner == owner)
                .OrderBy(static reward => reward.GrantedAt).ThenBy(static reward => reward.Id.Value, StringComparer.Ordinal)
                .Select(reward => CustomerReward.Of(
                    reward,
                    Find<AccountState>(StateKeys.Account(reward.Granted.Unit, owner)),
                    Find<CustomerState>(StateKeys.Customer(reward.Referee)),
                    Now,
                    static person => person)),
        ];

        T? Find<T>(RecordKey key)
            where T : class => State.TryFind(key, out var entry) ? entry.Value as T : null;
    }

    /// <summary>What an account holds.</summary>
    /// <param name="account">The account.</param>
    /// <param name="customer">Whose; <c>null</c> for the program's own accounts.</param>
    /// <param name="unit">In which unit.</param>
    /// <exception cref="ArgumentException">The story has never told of the customer, or the program gives nothing in this unit.</exception>
    public Amount Balance(LedgerAccount account, string? customer, string unit)
    {
        var owner = customer is null ? (CustomerId?)null : Known(customer);
        var counted = Known(Unit.Parse(unit));
        return _lines
            .Where(line => line.Account == account && line.Owner == owner && line.Amount.Unit == counted)
            .Aggregate(Amount.Zero(counted), static (sum, line) => sum + line.Amount);
    }

    /// <summary>Judges what waited for a sign-up or a reinstatement, as the engine does at once.</summary>
    private void JudgeWhatWaited(CustomerId customer)
    {
        while (State.CatchUpOf(customer) is { } waited)
        {
            _ = Add(waited, []);
        }
    }

    /// <summary>The answer to an input that was decided before, as what it is or under its key; <c>null</c> for one that is new.</summary>
    private Decision? Repeated(ReferralInput input)
    {
        if (_told.TryGetValue(input.Key, out var before))
        {
            return Repetition.Of(StoredEvent.Of(before.Input, before.Decision), input);
        }

        return input.ExplicitKey is { } key && State.TryFind(StateKeys.Key(key), out var entry) && entry.Value is KeyState known
            && _told.TryGetValue(known.Event, out var first)
            ? Repetition.Of(StoredEvent.Of(first.Input, first.Decision), input)
            : null;
    }

    private ReferralCode[] Codes(ReferralInput input) => input is Enrollment { ChosenCode: null } or CodeChange { Kind: CodeChangeKind.Replace }
        ? [.. Enumerable.Range(0, CodesToChooseFrom).Select(_ => CodeGenerator.Next(_decider.Program.Codes, _randomness))]
        : [];

    /// <summary>Decides and stores. Where all codes are taken, others are drawn, as the engine does.</summary>
    private Decision Add(ReferralInput input, ReferralCode[] codes)
    {
        var decision = _decider.Decide(State, input, codes);
        for (var round = 1; decision.Code == DecisionCodes.CodesTaken && round < MaxRounds; round++)
        {
            decision = _decider.Decide(State, input, Codes(input));
        }

        if (!decision.IsFinal && _told.ContainsKey(decision.Key))
        {
            return decision with { IsRepeated = true }; // Refused for the same reason before, and still.
        }

        State = State.After(decision);
        _decisions.Add(decision);
        _lines.AddRange(decision.LedgerLines);
        _told[decision.Key] = new DecidedInput(input, decision);
        return decision;
    }

    /// <summary>A customer of whom the story has told: whose input it was, who is in a fact, or who has a line in the ledger.</summary>
    private CustomerId Known(string customer)
    {
        var id = CustomerId.From(customer);
        return _lines.Exists(line => line.Owner == id) || _told.Values.Any(told => told.Concerns(id))
            ? id
            : throw new ArgumentException(
                $"The story has never told of a customer '{customer}'. It has told of {Names()}.", nameof(customer));
    }

    private string Names()
    {
        string[] names = [.. Facts.SelectMany(static fact => new[] { fact.Customer, fact.Referrer }).OfType<CustomerId>()
            .Select(static id => $"'{id}'").Distinct().Order(StringComparer.Ordinal)];
        return names.Length == 0 ? "nobody" : string.Join(", ", names);
    }

    private Unit Known(Unit unit)
    {
        var given = _versions.SelectMany(static program => program.Incentives).SelectMany(static rule => rule.Units).Distinct().ToArray();
        return given.Contains(unit) || _lines.Exists(line => line.Amount.Unit == unit)
            ? unit
            : throw new ArgumentException($"The program gives nothing in {unit}. It gives {string.Join(", ", given)}.", nameof(unit));
    }

    private ReferralInput At(ReferralInput input) => input.OccurredAt is null ? input.At(Now) : input;
}
