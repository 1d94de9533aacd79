using NodaTime;
using Referrals.Codes;
using Referrals.Kpis;
using Referrals.Pipeline;

namespace Referrals.Simulation;

/// <summary>
/// A simulation in the making: takes the history one input after the other, and decides each on both sides. Until the changed program
/// holds there is only one side.
/// </summary>
/// <remarks>
/// The stored inputs of passing time are left out, since they were stamped by the terms of then. Each side has its own: all that has come due
/// by the time of an input is done before the input, as if the application's timer were always on time.
/// </remarks>
internal sealed class SimulationRun
{
    private readonly ReferralDecider _current;
    private readonly ReferralDecider _changed;
    private readonly SimulationOptions _options;
    private readonly OutcomeBook _outcomes = new();
    private readonly OutcomeBook _deviations = new();
    private readonly SortedSet<int> _unknownVersions = [];
    private readonly SimulationSide _then = new();
    private readonly SimulationSide _now = new();
    private ReferralDecider _inForce;
    private bool _hasChanged;
    private Instant? _first;
    private Instant _clock = Instant.MinValue;
    private long _place;
    private long _compared;
    private int _version;

    internal SimulationRun(ReferralDecider current, ReferralProgram changed, SimulationOptions? options)
    {
        ArgumentNullException.ThrowIfNull(current);
        ArgumentNullException.ThrowIfNull(changed);
        _current = current;
        _inForce = current;
        _options = options ?? new SimulationOptions();
        if (changed.Id != current.Program.Id)
        {
            throw new ArgumentException(
                $"The history is of the program '{current.Program.Id}', and the changed one is '{changed.Id}'; give it the same id.", nameof(changed));
        }

        if (_options.From > _options.Until)
        {
            throw new ArgumentException($"The simulation ends at {_options.Until}, before the change at {_options.From}.", nameof(options));
        }

        // Codes and links were given out by the stored program, and people clicked and typed those.
        changed = changed with { Codes = current.Program.Codes, Links = current.Program.Links };
        _changed = _options.From is null ? current.ReplacedBy(changed, _options.Rules) : current.FollowedBy(changed, _options.Rules);
        _hasChanged = _options.From is null;
        if (_options.Unit is { } unit)
        {
            Measure(unit);
        }
    }

    internal void Add(DecidedInput decided)
    {
        var at = decided.Input.OccurredAt ?? decided.Decision.OccurredAt;
        if (at >= _options.Until)
        {
            return;
        }

        _place++;
        _first = _first is { } first ? Instant.Min(first, at) : at;
        PassTime(at);
        if (decided.Input.IsPassingOfTime)
        {
            return;
        }

        if (decided.Input is Conversion { Amount.Unit: { } unit })
        {
            Measure(unit);
        }

        TakeVersion(decided.Decision.VersionInForce());
        var then = _then.Decide(_inForce, decided, _place);
        CountThen(then);
        _deviations.AddIf(!LeadsToSame(then, decided.Decision), decided.Decision, then);
        if (_hasChanged)
        {
            var now = _now.Decide(_changed, decided, _place);
            _now.Count(now, _place, isBefore: false);
            _compared++;
            Compare(then, now);
        }

        if (decided.Input.AwaitedBy is { } customer)
        {
            CatchUp(customer);
        }
    }

    /// <summary>What waited for a sign-up or a reinstatement is judged right after it, on both sides, as the engine does.</summary>
    private void CatchUp(CustomerId customer)
    {
        var then = _then.CatchUp(_inForce, customer).ToList();
        then.ForEach(CountThen);
        if (_hasChanged)
        {
            foreach (var now in _now.CatchUp(_changed, customer).ToList())
            {
                _now.Count(now, _place, isBefore: false);
                if (then.Find(each => each.Subject == now.Subject) is { } same)
                {
                    Compare(same, now);
                }
            }
        }
    }

    private void Compare(Decision then, Decision now)
    {
        _outcomes.AddIf(now.Code != then.Code, then, now);
        _then.Rewards.AddReasons(then, now);
        _now.Rewards.AddReasons(now, then);
        _then.Referrals.AddReason(then, now);
        _now.Referrals.AddReason(now, then);
    }

    internal SimulationReport Finish()
    {
        var zone = _current.Program.Zone;
        var until = _options.Until ?? EndOfDay(_clock == Instant.MinValue ? _options.From ?? NodaConstants.UnixEpoch : _clock, zone);
        PassTime(until - Duration.Epsilon);
        if (!_hasChanged)
        {
            _now.ForkFrom(_then);
        }

        Measure(_changed.Program.Units.Concat(_current.Program.Units).FirstOrDefault(Unit.Money("USD")));
        var from = _options.From ?? (_first is { } first ? SupportedTime.StartOf(first.InZone(zone).Date, zone) : until);
        var window = KpiWindow.Of(Instant.Min(from, until), until);
        var rewards = RewardBook.Compare(_then.Rewards, _now.Rewards);
        return new SimulationReport
        {
            Program = _current.Program.Id,
            HoldsFrom = _options.From,
            From = window.From,
            Until = until,
            Inputs = _compared,
            Units = [.. _changed.Program.Units.Concat(_current.Programs.Units).Distinct().OrderBy(static unit => unit.ToString(), StringComparer.Ordinal)],
            Rules = RewardBook.ByRule(_then.Rewards, _now.Rewards),
            Rewards = rewards,
            People = RewardBook.ByPerson(_then.Rewards, _now.Rewards),
            Accounts = AccountBook.Compare(_then.Accounts, _now.Accounts),
            Referrals = ReferralBook.Compare(_then.Referrals, _now.Referrals),
            Outcomes = _outcomes.ToList(),
            Budgets = BudgetBook.Compare(_then.Budgets(_current.Program), _now.Budgets(_changed.Program), rewards),
            KpisThen = _then.Kpis(window),
            KpisNow = _now.Kpis(window),
            Deviations = _deviations.ToList(),
            UnknownVersions = [.. _unknownVersions],
        };
    }

    private static Instant EndOfDay(Instant instant, DateTimeZone zone) =>
        SupportedTime.StartOf(instant.InZone(zone).Date.PlusDays(1), zone);

    /// <summary>Lets it become so late, on both sides; an input that was reported late does not turn the time back.</summary>
    private void PassTime(Instant at)
    {
        if (!_hasChanged && at >= _options.From)
        {
            PassTimeThen(_options.From.Value - Duration.Epsilon);
            _now.ForkFrom(_then);
            _hasChanged = true;
        }

        _clock = Instant.Max(_clock, at);
        PassTimeThen(_clock);
        if (_hasChanged)
        {
            foreach (var decision in _now.PassTime(_changed, _clock))
            {
                _now.Count(decision, _place, isBefore: false);
            }
        }
    }

    private void PassTimeThen(Instant until)
    {
        foreach (var decision in _then.PassTime(_inForce, until))
        {
            CountThen(decision);
        }
    }

    /// <summary>Before the change, what the stored program decides happens on both sides.</summary>
    private void CountThen(Decision decision)
    {
        _then.Count(decision, _place, !_hasChanged);
        if (!_hasChanged)
        {
            _now.Count(decision, _place, isBefore: true);
        }
    }

    private void Measure(Unit unit)
    {
        _then.Measure(unit);
        _now.Measure(unit);
    }

    /// <summary>The newest version that has decided so far is in force; one that is not known is stood in for by the one before it.</summary>
    private void TakeVersion(int version)
    {
        if (version <= _version)
        {
            return;
        }

        _version = version;
        var known = _current.Programs.All.Select(static program => program.Version).ToArray();
        if (!known.Contains(version))
        {
            _ = _unknownVersions.Add(version);
        }

        _inForce = _current.AsOf(known.Where(number => number <= version).DefaultIfEmpty(known[0]).Last());
    }

    /// <summary>The number of the version alone makes no difference.</summary>
    private static bool LeadsToSame(Decision again, Decision before) =>
        again.LeadsTo(before) || Unnumbered(again).LeadsTo(Unnumbered(before));

    private static Decision Unnumbered(Decision decision) =>
        decision with { Facts = [.. decision.Facts.Select(static fact => fact with { ProgramVersion = 0 })] };
}

/// <summary>One of the two histories of a simulation: its replay, and what is counted of it.</summary>
internal sealed class SimulationSide
{
    private const int CodesPerRound = 4;

    private readonly JournalFold _journal = new();
    private readonly Dictionary<Unit, Instant> _usedUp = [];
    private readonly Dictionary<string, Decision> _ahead = new(StringComparer.Ordinal);
    private ProgramReplay _replay = new();

    /// <summary>What became of each reward.</summary>
    internal RewardBook Rewards { get; } = new();

    internal AccountBook Accounts { get; } = new();

    internal ReferralBook Referrals { get; } = new();

    /// <summary>Goes on from where the other side is.</summary>
    internal void ForkFrom(SimulationSide other)
    {
        _replay = other._replay.Fork();
        foreach (var (key, decision) in other._ahead)
        {
            _ahead[key] = decision;
        }
    }

    /// <summary>Decides an input with the codes that were drawn then; with others where those are taken, or none was drawn.</summary>
    /// <remarks>
    /// What was refused then, and reported again until it was accepted, is in the history more than once: here it counts when it is first accepted.
    /// </remarks>
    internal Decision Decide(ReferralDecider decider, DecidedInput decided, long place)
    {
        if (_ahead.TryGetValue(decided.Input.Key, out var before))
        {
            return before;
        }

        var decision = _replay.Decide(decider, decided.Input, decided.Decision.CodesDrawn());
        for (var round = 1; decision.Code == DecisionCodes.CodesTaken; round++)
        {
            // The place in the history is the seed, so that the same history always gives the same codes.
            var randomness = new SeededRandomness(checked((place << 8) + round));
            decision = _replay.Decide(decider, decided.Input, [.. Enumerable.Range(0, CodesPerRound).Select(_ => Next(randomness))]);
            if (round == byte.MaxValue)
            {
                break;
            }
        }

        if (decision.IsFinal && !decided.Decision.IsFinal)
        {
            _ahead[decided.Input.Key] = decision with { Facts = [], LedgerLines = [], Changes = [], IsRepeated = true };
        }

        return decision;

        ReferralCode Next(SeededRandomness randomness) => CodeGenerator.Next(decider.Program.Codes, randomness);
    }

    internal IEnumerable<Decision> PassTime(ReferralDecider decider, Instant until) => _replay.PassTime(decider, until);

    internal IEnumerable<Decision> CatchUp(ReferralDecider decider, CustomerId customer) => _replay.CatchUp(decider, customer);

    /// <summary>Counts a decision.</summary>
    /// <param name="decision">The decision.</param>
    /// <param name="place">The place of its input in the history.</param>
    /// <param name="isBefore">Whether it was made before the changed program holds.</param>
    internal void Count(Decision decision, long place, bool isBefore)
    {
        Rewards.Add(decision, place, isBefore);
        Accounts.Add(decision.LedgerLines);
        Referrals.Add(decision, place);
        _journal.Append(decision.Facts);
        foreach (var fact in decision.Facts)
        {
            if (fact is { Kind: FactKind.BudgetExhausted, Amount: { } budget })
            {
                _ = _usedUp.TryAdd(budget.Unit, fact.OccurredAt);
            }
        }
    }

    /// <summary>How far a program's budgets are used.</summary>
    internal IEnumerable<BudgetUse> Budgets(ReferralProgram program) => program.Budgets.Select(budget => new BudgetUse
    {
        Budget = budget.Amount,
        Used = Amount.FromMinorUnits(_replay.Number(StateKeys.Budget(budget.Amount.Unit)), budget.Amount.Unit),
        UsedUpAt = _usedUp.TryGetValue(budget.Amount.Unit, out var at) ? at : null,
    });

    internal void Measure(Unit unit) => _journal.Measure(unit);

    internal KpiReport Kpis(KpiWindow window) => KpiReport.Of(_journal.Totals(window), KpiCatalogue.All);
}

/// <summary>What each referral of a history earned in all, both sides together, less what was taken back.</summary>
internal sealed class ReferralEarnings
{
    private readonly Dictionary<string, CustomerId> _refereeOf = new(StringComparer.Ordinal);
    private readonly Dictionary<CustomerId, List<Amount>> _amounts = [];

    internal void Add(DecidedInput decided)
    {
        foreach (var fact in decided.Decision.Facts)
        {
            if (fact is { Kind: FactKind.RewardGranted, Subject: { } granted, Amount: { } amount } && Referee(decided.Input) is { } referee)
            {
                _refereeOf[granted] = referee;
                Book(referee, amount);
            }
            else if (fact is { Kind: FactKind.RewardReversed, Subject: { } reversed, Amount: { } back } && _refereeOf.TryGetValue(reversed, out var whose))
            {
                Book(whose, -back);
            }
        }
    }

    internal IReadOnlyList<Amount> Of(CustomerId referee) => GuardReport.Sum(_amounts.GetValueOrDefault(referee) ?? []);

    /// <summary>Only a referee's conversion, or the sign-up that conversions waited for, ever earns anything.</summary>
    private static CustomerId? Referee(ReferralInput input) => input switch
    {
        Conversion conversion => conversion.Customer,
        SignUp signUp => signUp.Customer,
        _ => null,
    };

    private void Book(CustomerId referee, Amount amount)
    {
        if (!_amounts.TryGetValue(referee, out var amounts))
        {
            _amounts[referee] = amounts = [];
        }

        amounts.Add(amount);
    }
}
