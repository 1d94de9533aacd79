using Referrals.Explanations;

namespace Referrals;

/// <summary>
/// A condition made ready to be asked a million times: names looked up, dates turned into instants, texts of the explanation written.
/// Asked in two ways that always agree: quickly, or with the check that explains the answer.
/// </summary>
internal abstract class ConditionPlan
{
    internal abstract Truth Test(in RuleScope scope);

    internal abstract Check Explain(in RuleScope scope);

    private protected static Truth Of(bool holds) => holds ? Truth.True : Truth.False;
}

/// <summary>A condition without others in it: what it asks for can be written down once.</summary>
internal abstract class LeafPlan(string code, CheckValue required) : ConditionPlan
{
    /// <summary>What is asked for.</summary>
    private protected CheckValue Required => required;

    internal sealed override Check Explain(in RuleScope scope) =>
        Check.Of(CodeOf(scope), Test(scope) == Truth.True, Actual(scope), RequiredOf(scope));

    /// <summary>What was found.</summary>
    private protected abstract CheckValue Actual(in RuleScope scope);

    private protected virtual CheckValue RequiredOf(in RuleScope scope) => required;

    private protected virtual string CodeOf(in RuleScope scope) => code;
}

/// <summary>A condition over a field: unknown where the field has no value.</summary>
internal abstract class FieldPlan(Field field, string code, CheckValue required) : LeafPlan(code, required)
{
    internal sealed override Truth Test(in RuleScope scope) =>
        field.Read(scope.Context, scope.Line) is { } value ? Test(value) : Truth.Unknown;

    private protected abstract Truth Test(string value);

    private protected sealed override CheckValue Actual(in RuleScope scope) =>
        field.Read(scope.Context, scope.Line) is { } value ? CheckValue.Text($"{field.Name} = {value}") : default;
}

/// <summary>
/// What is known of a condition: Kleene's three values. What asks for something that is not known is neither true nor false, and so
/// is its opposite; only what is true earns anything.
/// </summary>
/// <remarks>S. C. Kleene, Introduction to Metamathematics, 1952, section 64: "and" is the least, "or" the greatest of the values.</remarks>
internal enum Truth : byte
{
    False = 0,
    Unknown = 1,
    True = 2,
}

/// <summary>What one evaluation of a rule sees: the conversion, what is stored, whom it rewards, and the line of the order that is looked at.</summary>
internal readonly ref struct RuleScope
{
    internal RuleScope(QualificationContext context, IRuleState state, CustomerId owner)
    {
        Context = context;
        State = state;
        Owner = owner;
    }

    private RuleScope(RuleScope scope, ProductLine line)
        : this(scope.Context, scope.State, scope.Owner) => Line = line;

    internal QualificationContext Context { get; }

    internal IRuleState State { get; }

    internal CustomerId Owner { get; }

    internal ProductLine? Line { get; }

    internal RuleScope Of(ProductLine line) => new(this, line);

    internal long Tally(int slot) => State.Tally(slot, Owner);

    internal void RestOn(int slot) => State.RestOn(slot, Owner);
}

/// <summary>What a rule is made ready with: the program's calendar, the application's conditions, and the numbers that its rules share.</summary>
internal sealed class RulePlanBuilder
{
    private readonly List<RuleTally> _tallies = [];
    private readonly List<Measure> _measures = [];
    private readonly HashSet<Measure> _ruleMeasures = [];
    private readonly SortedSet<int> _ruleSlots = [];
    private readonly HashSet<string> _marked = new(StringComparer.Ordinal);

    internal RulePlanBuilder(ProgramCalendar calendar, IConditionBook conditions, RuleFailure whenRuleFails = RuleFailure.Throw)
    {
        Calendar = calendar;
        Conditions = conditions;
        WhenRuleFails = whenRuleFails;
    }

    /// <summary>What a custom condition or rule that throws leads to.</summary>
    internal RuleFailure WhenRuleFails { get; }

    internal ProgramCalendar Calendar { get; }

    internal IConditionBook Conditions { get; }

    /// <summary>The name of the rule that is made ready; empty for the program's own qualification.</summary>
    internal string Rule { get; set; } = string.Empty;

    /// <summary>Whether that rule rewards the referee.</summary>
    internal bool IsForReferee { get; set; }

    /// <summary>Whether any rule asks which events have happened.</summary>
    internal bool AsksForEvents { get; set; }

    /// <summary>Whether any rule asks who the referrer is, beyond the id.</summary>
    internal bool AsksForReferrer { get; set; }

    /// <summary>Everything that is asked for, in the order of the slots.</summary>
    internal IReadOnlyList<RuleTally> Tallies => _tallies;

    /// <summary>Everything that has to be counted, each with the rule that asks.</summary>
    internal IReadOnlyList<Measure> Measures => _measures;

    internal void AskFor(Field field) =>
        AsksForReferrer |= field is { Source: FieldSource.Referrer, Name: not "id" };

    internal int Slot(RuleTally tally)
    {
        var slot = _tallies.IndexOf(tally);
        if (slot < 0)
        {
            slot = _tallies.Count;
            _tallies.Add(tally);
        }

        _ = _ruleSlots.Add(slot);
        return slot;
    }

    /// <summary>The slots of all numbers that were asked for since the last call.</summary>
    internal int[] TakeRuleSlots()
    {
        int[] slots = [.. _ruleSlots];
        _ruleSlots.Clear();
        return slots;
    }

    /// <summary>What was asked for since the last call.</summary>
    internal Measure[] TakeRuleMeasures()
    {
        Measure[] measures = [.. _ruleMeasures];
        _ruleMeasures.Clear();
        return measures;
    }

    internal int Slot(Measure measure, TimePeriod? grace = null)
    {
        Count(measure);
        return Slot(MeasureTallies.Of(measure, Rule, grace));
    }

    /// <summary>The number on which marks rest.</summary>
    internal int MarkSlot(Measure measure)
    {
        Count(measure);
        _ = _marked.Add(MeasureTallies.Of(measure, Rule).Name);
        return Slot(MeasureTallies.Of(measure, Rule) with { IsOfMarks = measure.Per.IsTrailing });
    }

    /// <summary>How often the rule has paid a mark.</summary>
    internal int PaidSlot(Measure measure, long from, bool every) =>
        Slot(MeasureTallies.Paid(measure, Rule, from, every, IsForReferee));

    /// <summary>The names of the numbers on which marks rest.</summary>
    internal IReadOnlySet<string> Marked => _marked;

    /// <summary>Lets a number be a mark's own, whose payments go back as it falls.</summary>
    internal void Mark(Measure measure) => _ = _marked.Add(MeasureTallies.Of(measure, Rule).Name);

    private void Count(Measure measure)
    {
        _ = _ruleMeasures.Add(measure);
        if (!_measures.Contains(measure))
        {
            _measures.Add(measure);
        }
    }
}

/// <summary>Finds the application's conditions by name.</summary>
internal interface IConditionBook
{
    IConversionCondition Condition(CustomUse use);
}
