using System.Globalization;
using NodaTime;
using Referrals.Deciding.Rewarding;
using Referrals.Programs;
using Referrals.Qualification;
using Referrals.Qualification.Plans;
using Referrals.Rewards.Formulas;
using Referrals.Rewards.Limits;
using Referrals.Rewards.Plans;
using Referrals.Rewards.Tables;
using Referrals.State;
using Referrals.Storage;

namespace Referrals.Deciding.Participation;

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

    private long Number(ProgramState state, RuleTally tally) => new TallyReading(
        _plan.Calendar,
        _now.At,
        key => state.TryFind(key, out var entry) ? entry.Number : 0,
        key => state.TryFind(key, out var entry) ? entry.Value as ActivityState : null).Of(tally, PlaceOf(tally), without: null);

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
