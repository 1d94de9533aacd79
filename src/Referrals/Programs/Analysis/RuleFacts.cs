using NodaTime;

namespace Referrals;

/// <summary>What can be said of one rule without a conversion at hand.</summary>
internal sealed class RuleFacts(ReferralProgram program, int index)
{
    /// <summary>The rule's place in the program.</summary>
    internal int Index { get; } = index;

    internal Incentive Rule { get; } = program.Incentives[index];

    /// <summary>What has to hold for the rule, the program's own conditions included.</summary>
    internal Condition Whole => Condition.All(program.Qualification, Rule.When);

    /// <summary>The single conditions that all have to hold.</summary>
    internal IReadOnlyList<Condition> Asked => [.. Parts(Whole)];

    /// <summary>The one amount that the rule gives whenever its conditions hold; <c>null</c> where it varies or can be nothing.</summary>
    internal Amount? Fixed => Rule is { Formula: FlatFormula flat, Overrides.Count: 0, Multipliers.Count: 0, Levels: null } && program.Attribution.Split is null
        ? flat.Amount
        : null;

    /// <summary>The caps of the rule and of its side.</summary>
    internal IEnumerable<Referrals.Cap> Caps => Rule.Caps.Concat(program.Caps.Where(cap => cap.Side == Rule.Side).Select(static cap => cap.Cap));

    /// <summary>Whether no limit of any kind can stand in the rule's way.</summary>
    internal bool IsUnlimited => !Caps.Any() && program.Budgets.All(budget => !Rule.Units.Contains(budget.Amount.Unit));

    /// <summary>Whether nobody can ever get a second reward by the rule: a friend has one first purchase.</summary>
    internal bool IsOnceForReferee => Rule.Side == Side.Referee
        && Asked.OfType<EventCondition>().Any() && Asked.OfType<OrdinalCondition>().Any(static ordinal => !ordinal.Every);

    internal string Path(string member) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"$.incentives[{Index}].{member}");

    internal static IEnumerable<Condition> Parts(Condition condition) =>
        condition is AllCondition all ? all.Conditions.SelectMany(Parts) : [condition];
}

/// <summary>A single condition, or its opposite. What is not known fulfils neither.</summary>
internal sealed record Leaf(Condition Condition, bool IsNegated);

/// <summary>The numbers that several comparisons leave.</summary>
internal readonly record struct NumberRange
{
    private NumberRange(decimal least, bool hasLeast, decimal most, bool hasMost, ValueList<decimal> without)
    {
        Least = least;
        HasLeast = hasLeast;
        Most = most;
        HasMost = hasMost;
        Without = without;
    }

    internal static NumberRange All { get; } = new(decimal.MinValue, true, decimal.MaxValue, true, []);

    internal decimal Least { get; }

    /// <summary>Whether the least itself is in it.</summary>
    internal bool HasLeast { get; }

    internal decimal Most { get; }

    internal bool HasMost { get; }

    private ValueList<decimal> Without { get; }

    internal NumberRange With(Comparison comparison, decimal limit, bool isNegated) => (comparison, isNegated) switch
    {
        (Comparison.AtLeast, false) or (Comparison.Below, true) => From(limit, isIn: true),
        (Comparison.Above, false) or (Comparison.AtMost, true) => From(limit, isIn: false),
        (Comparison.AtMost, false) or (Comparison.Above, true) => Until(limit, isIn: true),
        (Comparison.Below, false) or (Comparison.AtLeast, true) => Until(limit, isIn: false),
        (_, false) => From(limit, isIn: true).Until(limit, isIn: true),
        _ => new NumberRange(Least, HasLeast, Most, HasMost, [.. Without, limit]),
    };

    /// <summary>What is left where a condition about the number holds too.</summary>
    internal NumberRange With(Condition condition, bool isNegated = false) => condition switch
    {
        AmountCondition amount => With(amount.Comparison, amount.Limit.MinorUnits, isNegated),
        MeasureCondition measure => With(measure.Comparison, measure.Limit, isNegated),
        FieldNumberCondition number => With(number.Comparison, number.Limit, isNegated),
        _ => this,
    };

    /// <param name="isWhole">Whether only whole numbers come into question.</param>
    internal bool IsEmpty(bool isWhole)
    {
        var (least, most) = (Least, Most);
        if (isWhole && least > decimal.MinValue && most < decimal.MaxValue)
        {
            least += HasLeast ? 0 : 1;
            most -= HasMost ? 0 : 1;
            return least > most || (least == most && Without.Contains(least));
        }

        return least > most || (least == most && (!HasLeast || !HasMost || Without.Contains(least)));
    }

    private NumberRange From(decimal limit, bool isIn) => limit > Least || (limit == Least && !isIn)
        ? new NumberRange(limit, isIn, Most, HasMost, Without)
        : this;

    private NumberRange Until(decimal limit, bool isIn) => limit < Most || (limit == Most && !isIn)
        ? new NumberRange(Least, HasLeast, limit, isIn, Without)
        : this;
}

/// <summary>The ways in which a condition can come to hold: each is a list of single conditions that hold together.</summary>
internal static class Alternatives
{
    /// <summary>Beyond this a condition is taken as one that can hold.</summary>
    private const int MaxAlternatives = 256;

    /// <summary>Whether a condition can never hold. "No" means only that no contradiction was found.</summary>
    internal static bool NeverHolds(Condition condition) =>
        Of(condition, isNegated: false) is { } alternatives && alternatives.TrueForAll(static leaves => Contradiction.IsIn(leaves));

    /// <summary>The alternatives; none for a condition that never holds, <c>null</c> where there are too many.</summary>
    internal static List<Leaf[]>? Of(Condition condition, bool isNegated) => condition switch
    {
        NotCondition not => Of(not.Inner, !isNegated),
        AllCondition all => isNegated ? Any(all.Conditions, isNegated) : All(all.Conditions, isNegated),
        AnyCondition any => isNegated ? All(any.Conditions, isNegated) : Any(any.Conditions, isNegated),
        _ => [[new Leaf(condition, isNegated)]],
    };

    private static List<Leaf[]>? Any(IEnumerable<Condition> conditions, bool isNegated)
    {
        var alternatives = new List<Leaf[]>();
        foreach (var condition in conditions)
        {
            if (Of(condition, isNegated) is not { } more || alternatives.Count + more.Count > MaxAlternatives)
            {
                return null;
            }

            alternatives.AddRange(more);
        }

        return alternatives;
    }

    private static List<Leaf[]>? All(IEnumerable<Condition> conditions, bool isNegated)
    {
        List<Leaf[]> alternatives = [[]];
        foreach (var condition in conditions)
        {
            if (Of(condition, isNegated) is not { } more || alternatives.Count * more.Count > MaxAlternatives)
            {
                return null;
            }

            alternatives = [.. alternatives.SelectMany(_ => more, static (left, right) => (Leaf[])[.. left, .. right])];
        }

        return alternatives;
    }
}

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

    private static bool IsWithin(TimePeriod shorter, TimePeriod longer) => shorter.Kind == longer.Kind && shorter.Length <= longer.Length;

    /// <summary>The field that a condition needs a value of.</summary>
    private static Field? FieldOf(Condition condition) => condition switch
    {
        FieldInCondition field => field.Field,
        FieldTextCondition field => field.Field,
        FieldNumberCondition field => field.Field,
        FieldTimeCondition field => field.Field,
        _ => null,
    };

    /// <summary>Whether several limits of one thing leave nothing between them.</summary>
    private static bool IsEmpty(IReadOnlyList<Leaf> leaves) =>
        leaves.GroupBy(static leaf => SubjectOf(leaf.Condition)).Any(static group => group.Key is not null && Remaining(group.Key, [.. group]))
        || NoDay(leaves) || NoWeekday(leaves) || NoTenure(leaves);

    internal static object? SubjectOf(Condition condition) => condition switch
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

        var range = leaves.Aggregate(NumberRange.All, static (range, leaf) => range.With(leaf.Condition, leaf.IsNegated));
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
