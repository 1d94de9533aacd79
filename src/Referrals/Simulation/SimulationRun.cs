using NodaTime;
using Referrals.Deciding;
using Referrals.Kpis;
using Referrals.Programs;
using Referrals.Simulation.Books;

namespace Referrals.Simulation;

/// <summary>
/// A simulation in the making: takes the history one input after the other, and decides each on both sides. Until the changed program
/// holds there is only one side.
/// </summary>
/// <remarks>
/// The stored inputs of passing time are left out, since they were stamped by the terms of then. Each side has its own: all that has come due
/// by the time of an input is done before the input, as if the host's timer were always on time.
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
            _outcomes.AddIf(now.Code != then.Code, then, now);
            _then.Rewards.AddReasons(then, now);
            _now.Rewards.AddReasons(now, then);
            _then.Referrals.AddReason(then, now);
            _now.Referrals.AddReason(now, then);
        }
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
