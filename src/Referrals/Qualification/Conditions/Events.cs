using Referrals.Explanations;

namespace Referrals;

internal sealed record EventCondition(string Name) : Condition
{
    internal override IReadOnlySet<string>? Events => new HashSet<string>(StringComparer.Ordinal) { Name };

    internal override IEnumerable<string> EventNames => [Name];

    internal override ConditionPlan Compile(RulePlanBuilder builder) => new Plan(Name);

    private sealed class Plan(string name) : LeafPlan(ConditionCodes.Event, CheckValue.Text(name))
    {
        internal override Truth Test(in RuleScope scope) => Of(string.Equals(scope.Context.Conversion.Name, name, StringComparison.Ordinal));

        private protected override CheckValue Actual(in RuleScope scope) => CheckValue.Text(scope.Context.Conversion.Name);
    }
}

/// <summary>The nth conversion of its name; or every nth, where <paramref name="Every"/> is set.</summary>
internal sealed record OrdinalCondition(int Ordinal, bool Every = false) : Condition
{
    internal override ConditionPlan Compile(RulePlanBuilder builder) => new Plan(Ordinal, Every);

    private sealed class Plan(int ordinal, bool every) : LeafPlan(
        every ? ConditionCodes.EveryNth : ConditionCodes.Ordinal,
        every ? Phrase.Of("value.every", ordinal) : ordinal)
    {
        internal override Truth Test(in RuleScope scope) =>
            Of(every ? scope.Context.Ordinal % ordinal == 0 : scope.Context.Ordinal == ordinal);

        private protected override CheckValue Actual(in RuleScope scope) => scope.Context.Ordinal;
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

    private sealed class Plan(string name) : LeafPlan(ConditionCodes.Happened, Phrase.Of("value.has_happened", name))
    {
        internal override Truth Test(in RuleScope scope) => Of(
            string.Equals(scope.Context.Conversion.Name, name, StringComparison.Ordinal)
            || scope.Context.EventCounts.GetValueOrDefault(name) > 0);

        private protected override CheckValue Actual(in RuleScope scope) => Test(scope) == Truth.True ? CheckValue.Text(name) : default;
    }
}

/// <summary>A measure compares so with a limit, in smallest parts or as a count.</summary>
internal sealed record MeasureCondition(Measure Measure, Comparison Comparison, long Limit) : Condition
{
    internal override bool FitsSignUp => true;

    internal override ConditionPlan Compile(RulePlanBuilder builder) => new Plan(this, builder.Slot(Measure));

    private Phrase Required => Phrase.Of(
        "value.measure_of",
        Comparisons.Phrase(Comparison, Measure.SumOf is { } unit ? Referrals.Amount.FromMinorUnits(Limit, unit) : Limit),
        Measure.Description);

    private sealed class Plan(MeasureCondition condition, int slot) : LeafPlan(ConditionCodes.Measure, condition.Required)
    {
        private readonly Measure _measure = condition.Measure;
        private readonly ValueKind _text = condition.Measure.SumOf is { } unit ? ValueKind.Of(unit) : ValueKind.Number;

        internal override Truth Test(in RuleScope scope) => Of(Comparisons.Holds(condition.Comparison, ValueOf(scope), condition.Limit));

        private protected override CheckValue Actual(in RuleScope scope) => _text.With(ValueOf(scope));

        private long ValueOf(in RuleScope scope) =>
            scope.Tally(slot) + (_measure.CountsCurrent ? MeasureTallies.Delta(_measure, scope.Context) : 0);
    }
}
