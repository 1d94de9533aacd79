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
        .SelectMany(rule => Caps(rule).Select(cap => _plan.Tallies[cap.Slot]).Concat(StepsOf(rule) is { } steps ? [steps.Tally] : []))
        .Select(KeyOf)
        .Distinct();

    internal IReadOnlyList<RuleProgress> Read(ProgramState state) =>
    [
        .. _plan.Rules
            .Where(static rule => !rule.Incentive.IsShadow)
            .Select(rule => new RuleProgress
            {
                Rule = rule.Incentive.Name,
                Side = rule.Incentive.Side,
                Steps = StepsOf(rule) is { } steps ? Steps(state, steps.Measure, steps.Tally, steps.Table, steps.Repeats) : null,
                Limits = [.. Caps(rule).Select(cap => Limit(state, cap))],
            })
            .Where(static progress => progress.Steps is not null || progress.Limits.Count > 0),
    ];

    private static IEnumerable<CapPlan> Caps(RulePlan rule) => rule.Caps.Where(static cap => !cap.Cap.IsPerReferral);

    private static (Measure Measure, RuleTally Tally, ValueList<Tier> Table, bool Repeats)? StepsOf(RulePlan rule)
    {
        foreach (var formula in rule.Incentive.AllFormulas)
        {
            if (formula is TieredFormula tiered)
            {
                return (tiered.Table.Measure, MeasureTallies.Of(tiered.Table.Measure, rule.Incentive.Name), tiered.Table.TierList, false);
            }

            if (formula is MilestoneFormula marks)
            {
                return (marks.Measure, MeasureTallies.Of(marks.Measure, rule.Incentive.Name), marks.Marks, marks.Every);
            }
        }

        return null;
    }

    private static StepProgress Steps(decimal reached, Measure measure, ValueList<Tier> table, bool repeats)
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

        var now = table.Count(tier => tier.From <= reached);
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

    private StepProgress Steps(ProgramState state, Measure measure, RuleTally tally, ValueList<Tier> table, bool repeats) =>
        Steps(Whole(Number(state, tally), measure.SumOf), measure, table, repeats);

    private LimitProgress Limit(ProgramState state, CapPlan cap)
    {
        var used = Number(state, _plan.Tallies[cap.Slot]);
        var unit = cap.Cap.Amount?.Unit;
        return new LimitProgress { Cap = cap.Cap, Used = Whole(used, unit), Left = Whole(Math.Max(0, cap.Limit - used), unit) };
    }

    private long Number(ProgramState state, RuleTally tally)
    {
        if (!state.TryFind(KeyOf(tally), out var entry))
        {
            return 0;
        }

        return tally.Over.Length is not { } length ? entry.Number
            : entry.Value is not ActivityState activity ? 0
            : tally.IsLimit ? activity.MostAround(length.Elapsed, _now.At) : activity.Within(length.Elapsed, _now.At);
    }

    private RecordKey KeyOf(RuleTally tally)
    {
        var place = TallyPlace.Of(tally, _plan.Calendar, _now, _customer);
        return tally.Over.IsTrailing ? place.Activity : place.Counter;
    }

    private static decimal Whole(long number, Unit? unit) => unit is { } money ? Amount.FromMinorUnits(number, money).Value : number;
}
