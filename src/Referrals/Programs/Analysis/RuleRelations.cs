using System.Globalization;

namespace Referrals;

/// <summary>How rules stand to each other: those that overlap, leave a gap between them, shadow each other, or never come together.</summary>
internal static class RuleRelations
{
    internal static IEnumerable<AnalysisFinding> Of(ReferralProgram program)
    {
        RuleFacts[] rules =
        [
            .. Enumerable.Range(0, program.Incentives.Count).Select(index => new RuleFacts(program, index)).Where(static facts => !facts.Rule.IsShadow),
        ];
        return Overlaps(program, rules).Concat(Gaps(program, rules)).Concat(Sides(program, rules)).Concat(rules.SelectMany(Exceptions));
    }

    /// <summary>Whether a condition that is asked for follows from others: it cannot fail where they hold, and its value is known there.</summary>
    internal static bool Follows(Condition part, IReadOnlyList<Condition> asked)
    {
        if (Contradiction.CountsForRule(part))
        {
            return false;
        }

        var subject = Contradiction.SubjectOf(part);
        return asked.Contains(part) || ((IsAlwaysKnown(part) || (subject is not null && asked.Any(other => subject.Equals(Contradiction.SubjectOf(other)))))
            && Alternatives.NeverHolds(Condition.All([.. asked, Condition.Not(part)])));
    }

    private static bool IsAlwaysKnown(Condition part) => part is EventCondition or HappenedCondition or OrdinalCondition or WithinCondition
        or DatesCondition or WeekdayCondition or MeasureCondition;

    /// <summary>Rules of one side that are both paid, where it looks as if one of them was meant.</summary>
    private static IEnumerable<AnalysisFinding> Overlaps(ReferralProgram program, RuleFacts[] rules)
    {
        for (var i = 0; i < rules.Length; i++)
        {
            for (var j = i + 1; j < rules.Length; j++)
            {
                var (one, other) = (rules[i], rules[j]);
                if (one.Rule.Side != other.Rule.Side || one.Rule.Group != other.Rule.Group || PrecedenceOf(program, one.Rule) != Precedence.Stack
                    || !one.Rule.Units.Intersect(other.Rule.Units).Any() || !IsSameKind(one.Rule.Formula, other.Rule.Formula)
                    || Alternatives.NeverHolds(Condition.All(one.Whole, other.Rule.When)))
                {
                    continue;
                }

                var both = Condition.All(one.Whole, other.Rule.When);
                var (first, second) = (RuleFacts.Parts(one.Rule.When).ToHashSet(), RuleFacts.Parts(other.Rule.When).ToHashSet());
                if (first.SetEquals(second))
                {
                    yield return Overlap(FindingSeverity.Warning, one, other, both, "have the same conditions, so both are given for the same conversions");
                }
                else if (Bands.Shared(one, other) is { } shared)
                {
                    yield return Overlap(FindingSeverity.Warning, one, other, both, $"both hold for some of the same {shared}, and both are given there");
                }
                else if (first.IsSubsetOf(second) || second.IsSubsetOf(first))
                {
                    yield return Overlap(FindingSeverity.Note, one, other, both, "add up: whenever the narrower one is given, so is the other");
                }
            }
        }
    }

    private static AnalysisFinding Overlap(FindingSeverity severity, RuleFacts one, RuleFacts other, Condition both, string how) => new(
        AnalysisCodes.OverlappingRules, severity, other.Path("when"),
        $"'{one.Rule.Name}' and '{other.Rule.Name}' {how}.",
        "If only one of them is meant, let their conditions begin where the others end, or say whenSeveralMatch first or best.")
    {
        Probe = new FindingProbe(both, Given: [one.Index, other.Index]),
    };

    private static bool IsSameKind(RewardFormula one, RewardFormula other) => (one, other) is
        (FlatFormula or PercentageFormula or SpendFormula, FlatFormula or PercentageFormula or SpendFormula) or (TieredFormula, TieredFormula);

    internal static Precedence PrecedenceOf(ReferralProgram program, Incentive rule) =>
        rule.Group is null ? program.Precedence : program.Groups.First(group => group.Name == rule.Group).Precedence;

    /// <summary>Rules that divide a range among them and leave a part of it out.</summary>
    private static IEnumerable<AnalysisFinding> Gaps(ReferralProgram program, RuleFacts[] rules)
    {
        var bands = rules.SelectMany(Bands.Of).ToArray();
        foreach (var group in bands.GroupBy(static band => (band.Facts.Rule.Side, band.Subject)))
        {
            foreach (var siblings in group.GroupBy(static band => band.Rest, ConditionSets.Comparer).Where(static siblings => siblings.Count() > 1))
            {
                Band? before = null;
                foreach (var band in siblings.OrderBy(static band => band.Range.Least))
                {
                    if (before is not null && before.GapTo(band) is { } gap
                        && !Alternatives.NeverHolds(Condition.All([program.Qualification, .. band.Rest, gap.Condition]))
                        && !IsCovered(rules, band, gap.Condition))
                    {
                        yield return new AnalysisFinding(
                            AnalysisCodes.GapBetweenRules, FindingSeverity.Warning, band.Facts.Path("when"),
                            $"Between '{before.Facts.Rule.Name}' and '{band.Facts.Rule.Name}' there is a gap: {gap.Text} earns neither.",
                            "Let one of them begin where the other ends.")
                        {
                            Probe = new FindingProbe(
                                Condition.All([program.Qualification, .. band.Rest, gap.Condition]), NotGiven: [before.Facts.Index, band.Facts.Index]),
                        };
                    }

                    before = before is null || band.Range.Most >= before.Range.Most ? band : before;
                }
            }
        }
    }

    /// <summary>Whether another rule of the side gives something in the gap, whatever else is asked there.</summary>
    private static bool IsCovered(RuleFacts[] rules, Band band, Condition gap) => rules.Any(other => other.Rule.Side == band.Facts.Rule.Side
        && RuleFacts.Parts(other.Rule.When).All(part => Follows(part, [.. band.Rest, gap])));

    /// <summary>Rewards for both sides that no single conversion can earn, though both are for the same event.</summary>
    private static IEnumerable<AnalysisFinding> Sides(ReferralProgram program, RuleFacts[] rules)
    {
        var referrers = rules.Where(static facts => facts.Rule.Side == Side.Referrer && !facts.Rule.IsBySignUp).ToArray();
        foreach (var friend in rules.Where(static facts => facts.Rule.Side == Side.Referee && !facts.Rule.IsBySignUp))
        {
            if (Alternatives.NeverHolds(friend.Whole) || referrers.Length == 0)
            {
                continue;
            }

            // Other events and other numbers of the same event are other moments: a welcome at the first purchase, thanks at the second.
            if (referrers.All(referrer => !Alternatives.NeverHolds(referrer.Whole)
                && Alternatives.NeverHolds(Condition.All([program.Qualification, .. Moments.Left(friend), .. Moments.Left(referrer)]))
                && Moments.CanMeet(friend, referrer)))
            {
                yield return new AnalysisFinding(
                    AnalysisCodes.SidesExclude, FindingSeverity.Warning, friend.Path("when"),
                    $"What earns '{friend.Rule.Name}' never earns a referrer's reward: the conditions of the two sides exclude each other.",
                    "Ask both sides for the same, or say in the terms that only one of them is rewarded.")
                {
                    Probe = new FindingProbe(friend.Whole, Given: [friend.Index], NotGiven: [.. referrers.Select(static facts => facts.Index)]),
                };
            }
        }
    }

    /// <summary>Exceptions that an earlier one takes everything from, and rules whose exceptions take everything.</summary>
    private static IEnumerable<AnalysisFinding> Exceptions(RuleFacts facts)
    {
        var others = facts.Rule.Overrides;
        for (var i = 0; i < others.Count; i++)
        {
            Condition[] asked = [.. facts.Asked, .. RuleFacts.Parts(others[i].When)];
            if (Alternatives.NeverHolds(Condition.All(asked)))
            {
                continue;
            }

            for (var j = 0; j < i; j++)
            {
                if (RuleFacts.Parts(others[j].When).All(part => Follows(part, asked)))
                {
                    yield return new AnalysisFinding(
                        AnalysisCodes.ShadowedException, FindingSeverity.Warning, facts.Path(Text($"overrides[{i}]")),
                        Text($"Exception {i + 1} of '{facts.Rule.Name}' is never used: whenever its condition holds, so does that of exception {j + 1}, which is asked first."),
                        "Put the narrower exception first.")
                    {
                        Probe = new FindingProbe(Condition.All(asked), Given: [facts.Index]),
                    };
                    break;
                }
            }

            if (RuleFacts.Parts(others[i].When).All(part => Follows(part, facts.Asked)))
            {
                yield return new AnalysisFinding(
                    AnalysisCodes.ShadowedException, FindingSeverity.Warning, facts.Path("reward"),
                    Text($"The reward of '{facts.Rule.Name}' is never used: exception {i + 1} holds whenever the rule does."),
                    "Narrow the exception, or make its reward the rule's own.")
                {
                    Probe = new FindingProbe(facts.Whole, Given: [facts.Index]),
                };
            }
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <summary>What two rules ask for besides the moment: the event and how often it has happened.</summary>
internal static class Moments
{
    internal static IEnumerable<Condition> Left(RuleFacts facts) => RuleFacts.Parts(facts.Rule.When).Where(static part => !IsMoment(part));

    internal static bool CanMeet(RuleFacts one, RuleFacts other) => !Alternatives.NeverHolds(Condition.All(
        [Condition.Always, .. one.Asked.Where(IsMoment), .. other.Asked.Where(IsMoment)]));

    private static bool IsMoment(Condition part) => part switch
    {
        EventCondition or HappenedCondition or OrdinalCondition or MeasureCondition or WithinCondition or TenureCondition or CustomCondition => true,
        NotCondition not => IsMoment(not.Inner),
        AnyCondition any => any.Conditions.Any(IsMoment),
        AllCondition all => all.Conditions.Any(IsMoment),
        _ => false,
    };
}

/// <summary>The range of one number that a rule is for, and what else it asks for.</summary>
internal sealed class Band(RuleFacts facts, object subject, NumberRange range, IReadOnlyList<Condition> rest, Condition sample)
{
    internal RuleFacts Facts { get; } = facts;

    internal object Subject { get; } = subject;

    internal NumberRange Range { get; } = range;

    internal IReadOnlyList<Condition> Rest { get; } = rest;

    private bool IsWhole => Subject is Unit or Measure;

    /// <summary>What lies between this range and a later one; <c>null</c> where nothing does.</summary>
    internal (Condition Condition, string Text)? GapTo(Band later)
    {
        var (end, start) = (Range.Most, later.Range.Least);
        if (end == decimal.MaxValue || start == decimal.MinValue)
        {
            return null;
        }

        decimal value;
        if (IsWhole)
        {
            var (first, last) = (Range.HasMost ? end + 1 : end, later.Range.HasLeast ? start - 1 : start);
            if (first > last)
            {
                return null;
            }

            value = first;
        }
        else if (start - end > 1)
        {
            value = decimal.Ceiling((start + end) / 2) is var middle && middle < start && middle > end ? middle : (start + end) / 2;
        }
        else if (start == end && !Range.HasMost && !later.Range.HasLeast)
        {
            value = end;
        }
        else
        {
            return null;
        }

        return (Exactly(value), Subject is Unit unit ? $"an amount of {Amount.FromMinorUnits((long)value, unit)}"
            : string.Create(CultureInfo.InvariantCulture, $"{value} of {(Subject is Measure measure ? measure.ToString() : ((FieldNumberCondition)sample).Field.ToString())}"));
    }

    private Condition Exactly(decimal value) => sample switch
    {
        AmountCondition amount => new AmountCondition(Comparison.Exactly, Amount.FromMinorUnits((long)value, amount.Limit.Unit)),
        MeasureCondition measure => measure with { Comparison = Comparison.Exactly, Limit = (long)value },
        _ => (FieldNumberCondition)sample with { Comparison = Comparison.Exactly, Limit = value },
    };
}

/// <summary>The bands of rules.</summary>
internal static class Bands
{
    internal static IEnumerable<Band> Of(RuleFacts facts)
    {
        Condition[] own = [.. RuleFacts.Parts(facts.Rule.When)];
        foreach (var group in own.Where(static part => Ranged(part) is not null).GroupBy(static part => Contradiction.SubjectOf(part)!))
        {
            var range = group.Aggregate(NumberRange.All, static (range, part) => range.With(part));
            if (!range.IsEmpty(isWhole: group.Key is Unit or Measure))
            {
                yield return new Band(facts, group.Key, range, [.. own.Where(part => !group.Contains(part))], group.First());
            }
        }
    }

    /// <summary>What two rules both divide and share a part of, in words; <c>null</c> where they do not.</summary>
    internal static string? Shared(RuleFacts one, RuleFacts other) => Of(one)
        .Where(band => Of(other).Any(another => another.Subject.Equals(band.Subject) && ConditionSets.Comparer.Equals(band.Rest, another.Rest)))
        .Select(static band => band.Subject switch
        {
            Unit unit => $"amounts in {unit}",
            Measure measure => $"numbers of {measure}",
            _ => "values",
        })
        .FirstOrDefault();

    private static Condition? Ranged(Condition part) => part switch
    {
        AmountCondition => part,
        MeasureCondition measure when !Contradiction.CountsForRule(measure) => part,
        FieldNumberCondition => part,
        _ => null,
    };
}

/// <summary>Conditions that are the same in any order.</summary>
internal sealed class ConditionSets : IEqualityComparer<IReadOnlyList<Condition>>
{
    internal static ConditionSets Comparer { get; } = new();

    public bool Equals(IReadOnlyList<Condition>? x, IReadOnlyList<Condition>? y) =>
        ReferenceEquals(x, y) || (x is not null && y is not null && x.ToHashSet().SetEquals(y));

    public int GetHashCode(IReadOnlyList<Condition> obj) => obj.Distinct().Sum(static part => part.GetHashCode() / 64);
}
