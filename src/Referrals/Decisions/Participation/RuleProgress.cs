using System.Globalization;
using NodaTime;
using Referrals.Storage;

namespace Referrals;

/// <summary>How far a customer is with one rule: what the next step takes, and what the caps leave.</summary>
public sealed record RuleProgress
{
    internal RuleProgress()
    {
    }

    /// <summary>The name of the rule.</summary>
    public required string Rule { get; init; }

    /// <summary>As whom the customer is rewarded by it.</summary>
    public required Side Side { get; init; }

    /// <summary>Tiers or milestones; <c>null</c> for a rule without them.</summary>
    public StepProgress? Steps { get; init; }

    /// <summary>The caps of the rule, and those over all rules of the side; caps for each referral by itself are not here.</summary>
    public required IReadOnlyList<LimitProgress> Limits { get; init => field = value.ToValueList(); }

    /// <summary>The progress with every rule that has steps or caps, as a pure function of what is stored.</summary>
    /// <param name="program">The program in force.</param>
    /// <param name="state">The state of the program.</param>
    /// <param name="customer">Whose progress.</param>
    /// <param name="at">At which time; it says which periods are the present ones.</param>
    /// <exception cref="ArgumentException">The customer is <c>default</c>.</exception>
    /// <exception cref="ReferralProgramException">The program asks for custom rules; ask the engine then.</exception>
    public static IReadOnlyList<RuleProgress> Of(ReferralProgram program, ProgramState state, CustomerId customer, Instant at)
    {
        ArgumentNullException.ThrowIfNull(state);
        return new ProgressReading(IncentivePlan.For(program), InputText.Check(customer), at).Read(state);
    }
}

/// <summary>How far a customer is on the steps of a rule: tiers or milestones. Counts are whole numbers, sums whole units of money.</summary>
public sealed record StepProgress
{
    internal StepProgress()
    {
    }

    /// <summary>What is counted or summed, and over which time, in words.</summary>
    public required string Measure { get; init; }

    /// <summary>How many, or how much, so far.</summary>
    public required decimal Reached { get; init; }

    /// <summary>The step that is reached: its name, or its number from 1; <c>null</c> for none yet.</summary>
    public string? Step { get; init; }

    /// <summary>Where the next step begins; <c>null</c> after the last.</summary>
    public decimal? NextFrom { get; init; }

    /// <summary>The next step: its name, or its number from 1; <c>null</c> after the last.</summary>
    public string? NextStep { get; init; }

    /// <summary>What is missing to the next step; <c>null</c> after the last.</summary>
    public decimal? Missing => NextFrom - Reached;
}

/// <summary>How much of a cap a customer has used. Numbers of rewards are whole, amounts whole units of money.</summary>
public sealed record LimitProgress
{
    internal LimitProgress()
    {
    }

    /// <summary>The cap.</summary>
    public required Cap Cap { get; init; }

    /// <summary>How much is used in the present period.</summary>
    public required decimal Used { get; init; }

    /// <summary>How much is left in the present period.</summary>
    public required decimal Left { get; init; }
}

/// <summary>Reads the numbers that tell how far a customer is. Asked first which records it needs, then for the answer.</summary>
internal sealed class ProgressReading
{
    private readonly IncentivePlan _plan;
    private readonly CustomerId _customer;
    private readonly TallyEvent _now;

    internal ProgressReading(IncentivePlan plan, CustomerId customer, Instant at)
    {
        _plan = plan;
        _customer = customer;
        _now = new TallyEvent(string.Empty, at, customer, customer);
    }

    /// <summary>The records that hold the numbers.</summary>
    internal IEnumerable<RecordKey> Keys => _plan.Rules
        .SelectMany(rule => Caps(rule).Select(cap => _plan.Tallies[cap.Slot]).Concat(StepsOf(rule) is { } steps ? TalliesOf(steps) : []))
        .SelectMany(KeysOf)
        .Distinct();

    internal IReadOnlyList<RuleProgress> Read(ProgramState state) =>
    [
        .. _plan.Rules
            .Where(static rule => !rule.Incentive.IsShadow)
            .Select(rule => new RuleProgress
            {
                Rule = rule.Incentive.Name,
                Side = rule.Incentive.Side,
                Steps = StepsOf(rule) is { } steps ? Steps(state, steps) : null,
                Limits = [.. Caps(rule).Select(cap => Limit(state, cap))],
            })
            .Where(static progress => progress.Steps is not null || progress.Limits.Count > 0),
    ];

    private static IEnumerable<CapPlan> Caps(RulePlan rule) => rule.Caps.Where(static cap => !cap.Cap.IsPerReferral);

    /// <summary>The steps of a rule: its number, and the one that keeps a step for a while.</summary>
    private sealed record StepTable(Measure Measure, RuleTally Tally, RuleTally? Kept, ValueList<Tier> Table, bool Repeats);

    private static IEnumerable<RuleTally> TalliesOf(StepTable steps) => steps.Kept is null ? [steps.Tally] : [steps.Tally, steps.Kept];

    private static StepTable? StepsOf(RulePlan rule)
    {
        foreach (var formula in rule.Incentive.AllFormulas)
        {
            if (formula is TieredFormula tiered)
            {
                var table = tiered.Table;
                return new(
                    table.Measure,
                    MeasureTallies.Of(table.Measure, rule.Incentive.Name),
                    table.Grace is null ? null : MeasureTallies.Of(table.Measure, rule.Incentive.Name, table.Grace),
                    table.TierList,
                    Repeats: false);
            }

            if (formula is MilestoneFormula marks)
            {
                return new(marks.Measure, MeasureTallies.Of(marks.Measure, rule.Incentive.Name), null, marks.Marks, marks.Every);
            }
        }

        return null;
    }

    private static StepProgress Steps(decimal reached, decimal kept, Measure measure, ValueList<Tier> table, bool repeats)
    {
        if (repeats)
        {
            var times = decimal.Floor(reached / table[0].From);
            return new StepProgress
            {
                Measure = measure.ToString(),
                Reached = reached,
                Step = times == 0 ? null : times.ToString(CultureInfo.InvariantCulture),
                NextFrom = (times + 1) * table[0].From,
                NextStep = (times + 1).ToString(CultureInfo.InvariantCulture),
            };
        }

        // A step that is kept for a while pays as if it were reached.
        var now = table.Count(tier => tier.From <= Math.Max(reached, kept));
        return new StepProgress
        {
            Measure = measure.ToString(),
            Reached = reached,
            Step = now == 0 ? null : NameOf(table, now),
            NextFrom = now < table.Count ? table[now].From : null,
            NextStep = now < table.Count ? NameOf(table, now + 1) : null,
        };

        static string NameOf(ValueList<Tier> table, int number) =>
            table[number - 1].Name ?? number.ToString(CultureInfo.InvariantCulture);
    }

    private StepProgress Steps(ProgramState state, StepTable steps) => Steps(
        Whole(Number(state, steps.Tally), steps.Measure.SumOf),
        steps.Kept is null ? 0 : Whole(Number(state, steps.Kept), steps.Measure.SumOf),
        steps.Measure,
        steps.Table,
        steps.Repeats);

    private LimitProgress Limit(ProgramState state, CapPlan cap)
    {
        var used = Number(state, _plan.Tallies[cap.Slot]);
        var unit = cap.Cap.Amount?.Unit;
        return new LimitProgress { Cap = cap.Cap, Used = Whole(used, unit), Left = Whole(Math.Max(0, cap.Limit - used), unit) };
    }

    private long Number(ProgramState state, RuleTally tally) =>
        new TallyReading(_plan.Calendar, _now.At, new StoredTallies(state)).Of(tally, PlaceOf(tally), without: null);

    private sealed class StoredTallies(ProgramState state) : ITallySource
    {
        public long Number(RuleTally tally, RecordKey key) => state.TryFind(key, out var entry) ? entry.Number : 0;

        public ActivityState? Activity(RecordKey key) => state.TryFind(key, out var entry) ? entry.Value as ActivityState : null;
    }

    private TallyPlace PlaceOf(RuleTally tally) => TallyPlace.Of(tally, _plan.Calendar, _now, _customer);

    private IEnumerable<RecordKey> KeysOf(RuleTally tally)
    {
        var place = PlaceOf(tally);
        if (tally.Over.IsTrailing)
        {
            return [place.Activity];
        }

        return tally.Grace is null ? [place.Counter]
            : place.Before is { } before ? [place.Counter, StateKeys.Fallen(place.Counter.Id), before, StateKeys.Fallen(before.Id)]
            : [place.Counter, StateKeys.Fallen(place.Counter.Id)];
    }

    private static decimal Whole(long number, Unit? unit) => unit is { } money ? Amount.FromMinorUnits(number, money).Value : number;
}
