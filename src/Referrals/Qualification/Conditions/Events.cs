using System.Globalization;
using Referrals.Explanations;

namespace Referrals;

internal sealed record EventCondition(string Name) : Condition
{
    internal override IReadOnlySet<string>? Events => new HashSet<string>(StringComparer.Ordinal) { Name };

    internal override IEnumerable<string> EventNames => [Name];

    internal override ConditionPlan Compile(RulePlanBuilder builder) => new Plan(Name);

    private sealed class Plan(string name) : LeafPlan(ConditionCodes.Event, name)
    {
        internal override Truth Test(in RuleScope scope) => Of(string.Equals(scope.Context.Conversion.Name, Required, StringComparison.Ordinal));

        private protected override CheckValue Actual(in RuleScope scope) => scope.Context.Conversion.Name;
    }
}

/// <summary>The nth conversion of its name; or every nth, where <paramref name="Every"/> is set.</summary>
internal sealed record OrdinalCondition(int Ordinal, bool Every = false) : Condition
{
    internal override ConditionPlan Compile(RulePlanBuilder builder) => new Plan(Ordinal, Every);

    /// <summary>1st, 2nd, 3rd, 4th; 11th to 13th.</summary>
    private static string Ranked(int number) => number.ToString(CultureInfo.InvariantCulture) + ((number % 100, number % 10) switch
    {
        (11 or 12 or 13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    });

    private sealed class Plan(int ordinal, bool every) : LeafPlan(
        every ? ConditionCodes.EveryNth : ConditionCodes.Ordinal,
        every ? $"every {Ranked(ordinal)}" : ordinal.ToString(CultureInfo.InvariantCulture))
    {
        internal override Truth Test(in RuleScope scope) =>
            Of(every ? scope.Context.Ordinal % ordinal == 0 : scope.Context.Ordinal == ordinal);

        private protected override CheckValue Actual(in RuleScope scope) => ValueText.Number.Of(scope.Context.Ordinal);
    }
}

/// <summary>The customer has had a conversion of this name, this one included.</summary>
internal sealed record HappenedCondition(string Name) : Condition
{
    internal override ConditionPlan Compile(RulePlanBuilder builder)
    {
        builder.AsksForEvents = true;
        return new Plan(Name);
    }

    private sealed class Plan(string name) : LeafPlan(ConditionCodes.Happened, $"{name} has happened")
    {
        internal override Truth Test(in RuleScope scope) => Of(
            string.Equals(scope.Context.Conversion.Name, name, StringComparison.Ordinal)
            || scope.Context.EventCounts.GetValueOrDefault(name) > 0);

        private protected override CheckValue Actual(in RuleScope scope) => Test(scope) == Truth.True ? name : null;
    }
}

/// <summary>A measure compares so with a limit, in smallest parts or as a count.</summary>
internal sealed record MeasureCondition(Measure Measure, Comparison Comparison, long Limit) : Condition
{
    internal override bool FitsSignUp => true;

    internal override ConditionPlan Compile(RulePlanBuilder builder) => new Plan(this, builder.Slot(Measure));

    private string Required => Comparisons.Text(
        Comparison, Measure.SumOf is { } unit ? Referrals.Amount.FromMinorUnits(Limit, unit).ToString() : Limit.ToString(CultureInfo.InvariantCulture));

    private sealed class Plan(MeasureCondition condition, int slot) : LeafPlan(ConditionCodes.Measure, $"{condition.Required}: {condition.Measure}")
    {
        private readonly Measure _measure = condition.Measure;
        private readonly ValueText _text = condition.Measure.SumOf is { } unit ? ValueText.Of(unit) : ValueText.Number;

        internal override Truth Test(in RuleScope scope) => Of(Comparisons.Holds(condition.Comparison, ValueOf(scope), condition.Limit));

        private protected override CheckValue Actual(in RuleScope scope) => _text.Of(ValueOf(scope));

        private long ValueOf(in RuleScope scope) =>
            scope.Tally(slot) + (_measure.CountsCurrent ? MeasureTallies.Delta(_measure, scope.Context) : 0);
    }
}
