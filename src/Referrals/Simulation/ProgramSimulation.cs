using NodaTime;
using Referrals.Codes;
using Referrals.Storage;

namespace Referrals.Simulation;

/// <summary>
/// Decides a history again under a changed program: what it would have cost, who would have gained, who would have lost, and why.
/// Nothing is stored; the same history and program give the same report.
/// </summary>
/// <remarks>
/// Both sides are decided in the same way: the stored program again, and the changed one. People do in both what they did then: nobody clicks
/// more because a reward is higher.
/// </remarks>
/// <example><code>
/// var history = await referrals.ReadDecisionsAsync().ToListAsync();
/// Console.WriteLine(ProgramSimulation.Run(history, new ReferralDecider(stored), changed));
/// </code></example>
public static class ProgramSimulation
{
    /// <summary>Runs a simulation. <see cref="ProgramOperations.SimulateAsync"/> does so for a stored history.</summary>
    /// <param name="history">All inputs with their decisions, in the order in which they were decided, from the very first on.</param>
    /// <param name="current">What decided then: all versions of the program, and custom rules.</param>
    /// <param name="changed">The program to try. It has the id of the stored one; its version number does not matter.</param>
    /// <param name="options">The time, the unit of KPIs, and other rules of the application; <c>null</c> for all of the history.</param>
    /// <exception cref="ArgumentException">The changed program has another id, or the time ends before it starts.</exception>
    /// <exception cref="ReferralProgramException">The changed program asks for a rule that the application does not have.</exception>
    public static SimulationReport Run(
        IEnumerable<DecidedInput> history, ReferralDecider current, ReferralProgram changed, SimulationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(history);
        var run = new SimulationRun(current, changed, options);
        foreach (var decided in history)
        {
            run.Add(decided);
        }

        return run.Finish();
    }

    /// <summary>
    /// Reviews a program with what a history shows: which names were reported, when refunds came, and how fast the program would have used up its
    /// budgets.
    /// </summary>
    /// <param name="history">What was decided, in the order in which it was.</param>
    /// <param name="current">The decider with the program as it is, all its versions, and the rules of the host.</param>
    /// <param name="program">The program to review, of the same id.</param>
    /// <param name="options">What is known besides; its history is replaced. <c>null</c> for nothing.</param>
    /// <exception cref="ArgumentException">The program has another id.</exception>
    public static ProgramAnalysis Analyze(
        IEnumerable<DecidedInput> history, ReferralDecider current, ReferralProgram program, AnalysisOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentNullException.ThrowIfNull(program);
        options ??= new AnalysisOptions();

        // Without budgets it shows how much the budgets would have had to bear.
        var run = new SimulationRun(current, program with { BudgetList = [] }, new SimulationOptions { Rules = options.Rules });
        var shown = AnalysisHistory.Of(history.Select(decided =>
        {
            run.Add(decided);
            return decided.Input.OccurredAt is null ? decided.Input.Stamped(decided.Decision.OccurredAt) : decided.Input;
        }).Where(static input => !input.IsPassingOfTime));
        if (shown.Inputs > 0)
        {
            var report = run.Finish();
            shown = shown.WithSpending(report.Units.Select(unit => report.Rules.Where(rule => rule.Unit == unit)
                .Aggregate(Amount.Zero(unit), static (sum, rule) => sum + rule.Now.Granted)));
        }

        return ProgramAnalysis.Of(program, options with { History = shown });
    }
}

/// <summary>What of a history is decided again, and from when on the changed program holds.</summary>
/// <example><code>
/// new SimulationOptions { From = lastQuarter.From, Until = lastQuarter.To }
/// </code></example>
public sealed record SimulationOptions
{
    /// <summary>
    /// When the changed program goes live; <c>null</c> to put it in the place of all versions from the very first input on, the default.
    /// </summary>
    /// <remarks>
    /// Before it the stored versions decide. From it on, referrals that exist already go on under the version that created them, as
    /// they would; new ones are judged by the changed program.
    /// </remarks>
    public Instant? From { get; init; }

    /// <summary>
    /// The first instant that is not simulated any more: inputs from then on are left out, and time passes until just before it. A later one than
    /// the last input lets holds end that are still running.
    /// </summary>
    /// <value>The default is the end of the last input's day, in the zone of the stored program.</value>
    public Instant? Until { get; init; }

    /// <summary>The unit of the money in KPIs; <c>null</c> for that of the first conversion with an amount.</summary>
    public Unit? Unit { get; init; }

    /// <summary>
    /// Custom rules as they would be registered with the changed program; <c>null</c> for those of the stored one, the default. With
    /// <see cref="From"/> it must also have the rules that the stored versions ask for.
    /// </summary>
    public CustomRules? Rules { get; init; }
}

/// <summary>
/// A history that is decided again in memory: inputs in, decisions out, the state in between. It changes its entries in place, since
/// nobody looks back at an earlier state; and it knows at any time what comes due next, without looking through all there is.
/// </summary>
internal sealed class ProgramReplay
{
    private readonly Dictionary<RecordKey, StateEntry> _entries;
    private readonly PriorityQueue<(RecordKey Key, long Version), (Instant DueAt, RecordKey Key)> _due;
    private readonly ProgramState _state;

    internal ProgramReplay()
        : this([], new())
    {
    }

    private ProgramReplay(
        Dictionary<RecordKey, StateEntry> entries,
        PriorityQueue<(RecordKey Key, long Version), (Instant DueAt, RecordKey Key)> due)
    {
        _entries = entries;
        _due = due;
        _state = ProgramState.Over(entries);
    }

    /// <summary>What a counter has come to.</summary>
    internal long Number(RecordKey counter) => _entries.GetValueOrDefault(counter).Number;

    /// <summary>Another history that has been the same so far.</summary>
    internal ProgramReplay Fork() => new(
        new Dictionary<RecordKey, StateEntry>(_entries),
        new PriorityQueue<(RecordKey Key, long Version), (Instant DueAt, RecordKey Key)>(_due.UnorderedItems));

    internal Decision Decide(ReferralDecider decider, ReferralInput input, IReadOnlyList<ReferralCode> codes)
    {
        var decision = decider.Decide(_state, input, codes);
        foreach (var change in decision.Changes)
        {
            var entry = change.AppliedTo(_entries.GetValueOrDefault(change.Key));
            if (entry.Version > 0)
            {
                _entries[change.Key] = entry;
            }

            if (change.Value is not null && DueItems.DueAt(change.Value) is { } due)
            {
                _due.Enqueue((change.Key, entry.Version), (due, change.Key));
            }
        }

        return decision;
    }

    /// <summary>Judges what waited for the sign-up of a customer, in the order of arrival.</summary>
    internal IEnumerable<Decision> CatchUp(ReferralDecider decider, CustomerId customer)
    {
        while (_state.CatchUpOf(customer) is { } waited)
        {
            yield return Decide(decider, waited, []);
        }
    }

    /// <summary>
    /// Carries out what comes due up to an instant, in the order of time, each at the time at which it comes due: what one decision makes due is
    /// done before what comes due later.
    /// </summary>
    internal IEnumerable<Decision> PassTime(ReferralDecider decider, Instant until)
    {
        while (_due.TryPeek(out var next, out var priority) && priority.DueAt <= until)
        {
            _ = _due.Dequeue();
            var entry = _entries[next.Key];
            if (entry.Version == next.Version && DueItems.InputOf(next.Key, entry.Value, entry.Version) is { } input)
            {
                yield return Decide(decider, input, []);
            }
        }
    }
}
