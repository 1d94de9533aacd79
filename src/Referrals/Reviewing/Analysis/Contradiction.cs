using NodaTime;
using Referrals.Qualification;
using Referrals.Qualification.Conditions;

namespace Referrals.Reviewing.Analysis;

/// <summary>Whether single conditions cannot all hold for one conversion. Sound, but not complete: what it misses is no finding.</summary>
internal static class Contradiction
{
    internal static bool IsIn(IReadOnlyList<Leaf> leaves) =>
        leaves.Any(IsImpossible)
        || leaves.Where((left, i) => leaves.Skip(i + 1).Any(right => Excludes(left, right) || Excludes(right, left))).Any()
        || IsEmpty(leaves);

    /// <summary>Whether a condition counts what counts for the rule: the program's own conditions and a rule's then speak of different numbers.</summary>
    internal static bool CountsForRule(Condition condition) => condition switch
    {
        MeasureCondition measure => measure.Measure.Subject is MeasureSubject.RuleConversions or MeasureSubject.RuleConversionsOfReferee,
        AllCondition all => all.Conditions.Any(CountsForRule),
        AnyCondition any => any.Conditions.Any(CountsForRule),
        NotCondition not => CountsForRule(not.Inner),
        LineCondition line => CountsForRule(line.Inner),
        _ => false,
    };

    private static bool IsImpossible(Leaf leaf) => leaf.Condition switch
    {
        // An order without lines fulfils neither "any line" nor "every line", nor their opposites.
        LineCondition line => Alternatives.Of(line.Inner, leaf.IsNegated) is { } inner && inner.TrueForAll(IsIn),
        OrdinalCondition { Every: true, Ordinal: 1 } => leaf.IsNegated,
        FieldTimeCondition { From: { } from, Until: { } until } => !leaf.IsNegated && from >= until,
        _ => false,
    };

    private static bool Excludes(Leaf left, Leaf right) => (left, right) switch
    {
        _ when left.Condition == right.Condition => left.IsNegated != right.IsNegated && !CountsForRule(left.Condition),
        ({ IsNegated: false, Condition: EventCondition one }, { IsNegated: false, Condition: EventCondition other }) => one.Name != other.Name,
        ({ IsNegated: false, Condition: EventCondition one }, { IsNegated: true, Condition: HappenedCondition other }) => one.Name == other.Name,
        ({ IsNegated: false, Condition: AmountCondition one }, { Condition: AmountCondition other }) => one.Limit.Unit != other.Limit.Unit,
        ({ IsNegated: true, Condition: AmountCondition one }, { IsNegated: true, Condition: AmountCondition other }) => one.Limit.Unit != other.Limit.Unit,
        ({ IsNegated: false, Condition: OrdinalCondition one }, { Condition: OrdinalCondition other }) => Excludes(one, other, right.IsNegated),
        ({ IsNegated: false, Condition: WithinCondition one }, { IsNegated: true, Condition: WithinCondition other }) => IsWithin(one.Period, other.Period),
        ({ IsNegated: true, Condition: FieldKnownCondition known }, { Condition: var other }) => FieldOf(other) == known.Field,
        _ => false,
    };

    /// <summary>The first is an ordinal that is asked for; the second is another, or the opposite of one.</summary>
    private static bool Excludes(OrdinalCondition one, OrdinalCondition other, bool isNegated) =>
        !one.Every && (other.Every ? one.Ordinal % other.Ordinal == 0 : one.Ordinal == other.Ordinal) == isNegated;

    private static bool IsWithin(Period shorter, Period longer) => shorter.Kind == longer.Kind && shorter.Length <= longer.Length;

    /// <summary>The field that a condition needs a value of.</summary>
    private static Field? FieldOf(Condition condition) => condition switch
    {
        FieldInCondition field => field.Field,
        FieldContainsCondition field => field.Field,
        FieldNumberCondition field => field.Field,
        FieldTimeCondition field => field.Field,
        _ => null,
    };

    /// <summary>Whether several limits of one thing leave nothing between them.</summary>
    private static bool IsEmpty(IReadOnlyList<Leaf> leaves) =>
        leaves.GroupBy(static leaf => SubjectOf(leaf.Condition)).Any(static group => group.Key is not null && Remaining(group.Key, [.. group]))
        || NoDay(leaves) || NoWeekday(leaves) || NoTenure(leaves);

    private static object? SubjectOf(Condition condition) => condition switch
    {
        AmountCondition amount => amount.Limit.Unit,
        MeasureCondition measure when !CountsForRule(measure) => measure.Measure,
        FieldNumberCondition number => ("number", number.Field),
        FieldInCondition values => ("values", values.Field),
        _ => null,
    };

    private static bool Remaining(object subject, IReadOnlyList<Leaf> leaves)
    {
        if (leaves[0].Condition is FieldInCondition)
        {
            var asked = leaves.Where(static leaf => !leaf.IsNegated).Select(static leaf => ((FieldInCondition)leaf.Condition).Values).ToArray();
            var refused = leaves.Where(static leaf => leaf.IsNegated).SelectMany(static leaf => ((FieldInCondition)leaf.Condition).Values);
            return asked.Length > 0 && !asked[0].Except(refused).Any(value => asked.All(values => values.Contains(value)));
        }

        var range = leaves.Aggregate(NumberRange.All, static (range, leaf) => leaf.Condition switch
        {
            AmountCondition amount => range.With(amount.Comparison, amount.Limit.MinorUnits, leaf.IsNegated),
            MeasureCondition measure => range.With(measure.Comparison, measure.Limit, leaf.IsNegated),
            FieldNumberCondition number => range.With(number.Comparison, number.Limit, leaf.IsNegated),
            _ => range,
        });
        return range.IsEmpty(isWhole: subject is Unit or Measure);
    }

    private static bool NoDay(IReadOnlyList<Leaf> leaves)
    {
        DatesCondition[] dates = [.. leaves.Where(static leaf => !leaf.IsNegated).Select(static leaf => leaf.Condition).OfType<DatesCondition>()];
        return dates.Length > 1 && dates.Max(static range => range.First) > dates.Min(static range => range.Last);
    }

    private static bool NoWeekday(IReadOnlyList<Leaf> leaves)
    {
        Leaf[] weeks = [.. leaves.Where(static leaf => leaf.Condition is WeekdayCondition)];
        return !Enum.GetValues<IsoDayOfWeek>().Any(day => day != IsoDayOfWeek.None
            && weeks.All(leaf => ((WeekdayCondition)leaf.Condition).Days.Contains(day) != leaf.IsNegated));
    }

    private static bool NoTenure(IReadOnlyList<Leaf> leaves)
    {
        (TenureCondition Tenure, bool IsLeast)[] tenures =
        [
            .. leaves.Where(static leaf => leaf.Condition is TenureCondition).Select(static leaf => (
                (TenureCondition)leaf.Condition, ((TenureCondition)leaf.Condition).IsLeast != leaf.IsNegated)),
        ];
        return tenures.Any(least => least.IsLeast && tenures.Any(less => !less.IsLeast && less.Tenure.Side == least.Tenure.Side
            && IsWithin(less.Tenure.Length, least.Tenure.Length)));
    }
}
