
namespace Referrals.Qualification.Plans;

/// <summary>What a rule is made ready with: the program's calendar, the host's conditions, and the numbers that its rules share.</summary>
internal sealed class RulePlanBuilder
{
    private readonly List<RuleTally> _tallies = [];
    private readonly List<Measure> _measures = [];
    private readonly HashSet<Measure> _ruleMeasures = [];
    private readonly HashSet<string> _marked = new(StringComparer.Ordinal);

    internal RulePlanBuilder(ProgramCalendar calendar, IConditionBook conditions)
    {
        Calendar = calendar;
        Conditions = conditions;
    }

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
        if (slot >= 0)
        {
            return slot;
        }

        _tallies.Add(tally);
        return _tallies.Count - 1;
    }

    /// <summary>What was asked for since the last call.</summary>
    internal Measure[] TakeRuleMeasures()
    {
        Measure[] measures = [.. _ruleMeasures];
        _ruleMeasures.Clear();
        return measures;
    }

    internal int Slot(Measure measure, Period? grace = null)
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
