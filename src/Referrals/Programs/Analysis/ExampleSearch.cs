using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace Referrals;

/// <summary>Finds a conversion that fulfils conditions, and asks the program's own plan what it earns. What is not found is not shown.</summary>
internal sealed class ExampleSearch
{
    private const int MostWays = 24;
    private static readonly CustomerId Alice = CustomerId.From("alice");
    private static readonly CustomerId Bob = CustomerId.From("bob");

    private readonly ReferralProgram _program;
    private readonly IncentivePlan? _plan;

    internal ExampleSearch(ReferralProgram program, CustomRules? rules)
    {
        _program = program;
        var asksHost = program.Qualification.CustomNames.Any() || program.Guards.ListNames.Any()
            || program.Guards.Guards.Any(static guard => guard is CustomGuard or MissingSignalGuard)
            || program.Incentives.Any(static rule => rule.CustomConditions.Any() || rule.AllFormulas.Any(static formula => formula.CustomRules.Any()));

        // What the application's own code does may take more than an example has.
        _plan = asksHost || program.IsPaused ? null : IncentivePlan.For(program, rules);
    }

    internal AnalysisFinding WithExample(AnalysisFinding finding)
    {
        if (_plan is null)
        {
            return finding;
        }

        var index = IndexOf(finding.Path);
        var rule = index is { } place ? [_program.Incentives[place]] : _program.Incentives;
        var example = finding.Probe is { } probe
            ? Find(probe.Condition, probe)
            : rule.Where(static each => !each.IsShadow).Select(each => Find(Condition.All(_program.Qualification, each.When), null))
                .FirstOrDefault(static found => found is not null);
        return example is null ? finding : finding with { Example = example };
    }

    private static int? IndexOf(string path)
    {
        const string start = "$.incentives[";
        if (!path.StartsWith(start, StringComparison.Ordinal))
        {
            return null;
        }

        var number = path.AsSpan(start.Length, path.IndexOf(']', StringComparison.Ordinal) - start.Length);
        return int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : null;
    }

    private AnalysisExample? Find(Condition condition, FindingProbe? probe)
    {
        foreach (var leaves in (Alternatives.Of(condition, isNegated: false) ?? []).Take(MostWays))
        {
            if (Draft.Of(_program, leaves, probe?.Amount) is not { } draft)
            {
                continue;
            }

            foreach (var at in draft.Times(_program))
            {
                if (Try(draft, at, probe) is { } example)
                {
                    return example;
                }
            }
        }

        return null;
    }

    private AnalysisExample? Try(Draft draft, Instant at, FindingProbe? probe)
    {
        var conversion = draft.Conversion(at);
        var counts = draft.Before.GroupBy(static name => name).ToDictionary(static group => group.Key, static group => group.Count(), StringComparer.Ordinal);
        counts[conversion.Name] = counts.GetValueOrDefault(conversion.Name) + 1;
        var context = new QualificationContext(conversion, draft.Ordinal, Bob, Alice, draft.SignedUp, _program.Zone, draft.Of(FieldSource.Referee, "segment"))
        {
            AmountBase = _program.AmountBase,
            RefereeAttributes = draft.Attributes(FieldSource.Referee),
            ReferrerAttributes = draft.Attributes(FieldSource.Referrer),
            ReferrerSegment = draft.Of(FieldSource.Referrer, "segment"),
            ReferrerSince = draft.Enrolled,
            EventCounts = counts,
        };
        var outcomes = new IncentiveOutcome[_plan!.Rules.Length];
        try
        {
            _ = _plan.Decide(context, new AfterSignUp(_plan), outcomes);
        }
        catch (OverflowException)
        {
            return null; // An order of which a rule would grant more than can be counted is refused as too large.
        }

        var earned = Enumerable.Range(0, outcomes.Length).Where(i => outcomes[i].IsGranted && !_program.Incentives[i].IsShadow).ToArray();

        // Earlier conversions may have moved numbers that a fresh plan does not know.
        var isPlain = draft.Before.Count == 0 || _plan.Tallies.All(static tally => tally.IsLimit);
        if (!isPlain || !Fits(earned, outcomes) || probe?.Given?.All(earned.Contains) == false || probe?.NotGiven?.Any(earned.Contains) == true
            || (probe is null && earned.Length == 0))
        {
            return null;
        }

        return new AnalysisExample(conversion)
        {
            EarnedBy = [.. earned.Select(i => _program.Incentives[i].Name)],
            Inputs = [.. draft.Story(conversion, at), .. probe is { IsRefunded: true } ? (ReferralInput[])[Refund.OfWhole("return", conversion.Id).At(at + Duration.FromHours(1))] : []],
        };
    }

    /// <summary>Whether limits that rules share have room for all that a conversion earns; the plan asks each rule by itself.</summary>
    private bool Fits(int[] earned, IncentiveOutcome[] outcomes)
    {
        var rewards = earned.Select(i => (_program.Incentives[i].Side, Amount: outcomes[i].Amount!.Value)).ToArray();
        return _program.Budgets.All(budget => Sum(null, budget.Amount.Unit) <= budget.Amount.MinorUnits)
            && _program.Caps.All(cap => cap.Cap.Amount is { } most
                ? Sum(cap.Side, most.Unit) <= most.MinorUnits
                : rewards.Count(reward => reward.Side == cap.Side) <= cap.Cap.Rewards);

        decimal Sum(Side? side, Unit unit) => rewards.Where(reward => reward.Amount.Unit == unit && (side is null || reward.Side == side))
            .Sum(static reward => (decimal)reward.Amount.MinorUnits);
    }

    /// <summary>What is stored after the one sign-up: one referral, and nothing else.</summary>
    private sealed class AfterSignUp(IncentivePlan plan) : IRuleState
    {
        public long Tally(int slot, CustomerId owner) => MeasureTallies.IsOfReferrals(plan.Tallies[slot].Name) ? 1 : 0;

        public string? Choice(string rule, CustomerId owner) => null;
    }

    /// <summary>What a conversion has to be like.</summary>
    private sealed class Draft
    {
        private readonly Dictionary<Field, string> _values = [];
        private readonly List<Field> _unknown = [];
        private readonly List<ProductLine> _lines = [];
        private readonly List<DatesCondition> _dates = [];
        private string _event = "purchase";
        private Amount? _amount;

        internal int Ordinal { get; private set; } = 1;

        internal List<string> Before { get; } = [];

        internal Instant Enrolled { get; private set; }

        internal Instant SignedUp { get; private set; }

        internal static Draft? Of(ReferralProgram program, Leaf[] leaves, Amount? amount)
        {
            var draft = new Draft();
            draft._event = leaves.Where(static leaf => !leaf.IsNegated).Select(static leaf => leaf.Condition).OfType<EventCondition>().FirstOrDefault()?.Name
                ?? program.OrderEvents.Concat(program.Events).Append("purchase")
                    .FirstOrDefault(name => !leaves.Contains(new Leaf(new EventCondition(name), true)), "another");
            draft._amount = amount ?? AmountFor(program, leaves);
            foreach (var (condition, isNegated) in leaves.Select(static leaf => (leaf.Condition, leaf.IsNegated)))
            {
                draft.Take(condition, isNegated, program);
            }

            var start = program.StartsAt ?? Instant.FromUtc(2026, 1, 5, 10, 0);
            draft.Enrolled = start;
            draft.SignedUp = start + Duration.FromHours(1);
            return draft;
        }

        internal string? Of(FieldSource source, string name) => _values.GetValueOrDefault(Field.Of(source, name));

        internal Dictionary<string, string> Attributes(FieldSource source) => _values
            .Where(value => value.Key.Source == source && value.Key.Name is not ("segment" or "id"))
            .ToDictionary(static value => value.Key.Name, static value => value.Value, StringComparer.Ordinal);

        internal Conversion Conversion(Instant at)
        {
            var conversion = Referrals.Conversion.Of(Bob, Of(FieldSource.Event, "id") ?? "example", _event, _amount).At(at);
            conversion = Attributes(FieldSource.Event).Aggregate(
                conversion, static (made, value) => value.Key is "name" ? made : made.With(value.Key, value.Value));
            return _lines.Aggregate(conversion, static (made, line) => made.WithLine(line));
        }

        internal IEnumerable<ReferralInput> Story(Conversion conversion, Instant at)
        {
            var enrollment = Attributes(FieldSource.Referrer).Aggregate(Enrollment.Of(Alice), static (made, value) => made.With(value.Key, value.Value))
                .At(Enrolled);
            yield return Of(FieldSource.Referrer, "segment") is { } of ? enrollment.InSegment(of) : enrollment;
            var signUp = Attributes(FieldSource.Referee).Aggregate(SignUp.Of(Bob), static (made, value) => made.With(value.Key, value.Value))
                .ReferredBy(Alice).At(SignedUp);
            yield return Of(FieldSource.Referee, "segment") is { } segment ? signUp.InSegment(segment) : signUp;
            for (var i = 0; i < Before.Count; i++)
            {
                yield return Referrals.Conversion.Of(Bob, string.Create(CultureInfo.InvariantCulture, $"before-{i + 1}"), Before[i]).At(at - Duration.FromSeconds(Before.Count - i));
            }

            yield return conversion;
        }

        /// <summary>Times to try: soon after the sign-up, each hour of two weeks, the first days that are asked for, and later ones.</summary>
        internal IEnumerable<Instant> Times(ReferralProgram program)
        {
            var soon = SignedUp + Duration.FromMinutes(1);
            return Enumerable.Range(0, 14 * 24).Select(hour => soon + Duration.FromHours(hour))
                .Concat(_dates.SelectMany(static dates => (LocalDate[])[dates.First, dates.Last])
                    .SelectMany(day => Enumerable.Range(0, 24).Select(hour => program.Calendar.At(day) + Duration.FromHours(hour))))
                .Concat(Enumerable.Range(15, 400).Select(day => soon + Duration.FromDays(day)))
                .Where(at => at >= soon);
        }

        private void Take(Condition condition, bool isNegated, ReferralProgram program)
        {
            switch (condition)
            {
                case OrdinalCondition ordinal when !isNegated:
                    Ordinal = ordinal.Ordinal;
                    Before.AddRange(Enumerable.Repeat(_event, ordinal.Ordinal - 1));
                    break;
                case OrdinalCondition { Ordinal: 1 }:
                    Ordinal = 2;
                    Before.Add(_event);
                    break;
                case HappenedCondition happened when !isNegated && happened.Name != _event && !Before.Contains(happened.Name):
                    Before.Add(happened.Name);
                    break;
                case FieldInCondition values:
                    Put(values.Field, isNegated ? Other(values.Values)
                        : _values.TryGetValue(values.Field, out var had) && values.Values.Contains(had) ? had : values.Values[0]);
                    break;
                case FieldTextCondition text:
                    Put(text.Field, isNegated ? "-" : text.Text);
                    break;
                case FieldNumberCondition number:
                    Put(number.Field, Near(number, isNegated).ToString(CultureInfo.InvariantCulture));
                    break;
                case FieldTimeCondition time:
                    Put(time.Field, InstantPattern.ExtendedIso.Format(
                        isNegated ? time.Until ?? (time.From!.Value - Duration.FromDays(1)) : time.From ?? (time.Until!.Value - Duration.FromDays(1))));
                    break;
                case FieldKnownCondition known when !isNegated:
                    _ = _values.TryAdd(known.Field, "1");
                    break;
                case FieldKnownCondition known:
                    _unknown.Add(known.Field);
                    break;
                case DatesCondition dates when !isNegated:
                    _dates.Add(dates);
                    break;
                case LineCondition line when _lines.Count == 0 && (Alternatives.Of(line.Inner, isNegated) ?? []).FirstOrDefault() is { } inner:
                    var draft = new Draft();
                    foreach (var leaf in inner)
                    {
                        draft.Take(leaf.Condition, leaf.IsNegated, program);
                    }

                    var made = ProductLine.Of(
                        draft.Of(FieldSource.Line, "sku") ?? "item", _amount ?? Amount.Of(1, "EUR"),
                        int.TryParse(draft.Of(FieldSource.Line, "quantity"), NumberStyles.None, CultureInfo.InvariantCulture, out var quantity) ? Math.Max(1, quantity) : 1);
                    _lines.Add(draft.Attributes(FieldSource.Line).Where(static value => value.Key is not ("sku" or "quantity" or "amount"))
                        .Aggregate(made, static (line, value) => line.With(value.Key, value.Value)));
                    break;
                default:
                    break;
            }
        }

        private void Put(Field field, string value)
        {
            if (!_unknown.Contains(field))
            {
                _values[field] = value;
            }
        }

        private static string Other(ValueList<string> values) =>
            Enumerable.Range(0, values.Count + 1).Select(static i => i == 0 ? "other" : string.Create(CultureInfo.InvariantCulture, $"other-{i}")).First(name => !values.Contains(name));

        private static decimal Near(FieldNumberCondition number, bool isNegated) => (number.Comparison, isNegated) switch
        {
            (Comparison.Above, false) or (Comparison.AtMost, true) => number.Limit + 1,
            (Comparison.Below, false) or (Comparison.AtLeast, true) => number.Limit - 1,
            (Comparison.Exactly, true) => number.Limit + 1,
            _ => number.Limit,
        };

        private static Amount? AmountFor(ReferralProgram program, Leaf[] leaves)
        {
            Leaf[] asked = [.. leaves.Where(static leaf => leaf.Condition is AmountCondition)];
            var unit = asked.Length > 0 ? ((AmountCondition)asked[0].Condition).Limit.Unit
                : program.Incentives.SelectMany(static rule => rule.AllFormulas).Select(static formula => formula switch
                {
                    PercentageFormula share => share.Unit,
                    SpendFormula spend => spend.Step.Unit,
                    _ => default,
                }).Concat(program.Units.Where(static each => each.IsMoney)).FirstOrDefault(static each => !each.IsDefault);
            if (unit.IsDefault)
            {
                return null;
            }

            var range = asked.Where(leaf => ((AmountCondition)leaf.Condition).Limit.Unit == unit)
                .Aggregate(NumberRange.All, static (range, leaf) => range.With(leaf.Condition, leaf.IsNegated));
            var (least, most) = (range.HasLeast ? range.Least : range.Least + 1, range.HasMost ? range.Most : range.Most - 1);
            var minor = Math.Min(Math.Max(100m * unit.MinorPerUnit, least), most);
            return minor is >= 0 and <= long.MaxValue ? Amount.FromMinorUnits((long)minor, unit) : null;
        }
    }
}
