namespace Referrals;

/// <summary>Asks what the application wrote itself: each once for one input, and only when all that it may look at is loaded.</summary>
internal interface ICustomCalls
{
    /// <param name="call">Which rule, condition or guard is asked, and about whom.</param>
    /// <param name="whileLoading">Stands for the answer while records are still missing; what is decided on it is thrown away.</param>
    /// <param name="ask">Asks it.</param>
    T Ask<T>(in CustomCall call, T whileLoading, Func<T> ask);
}

/// <summary>One question to a custom rule, condition or guard within the decision of an input.</summary>
/// <param name="Kind">What is asked: <c>rule</c>, <c>condition</c> or <c>guard</c>.</param>
/// <param name="Name">The name under which it is registered.</param>
/// <param name="About">About whom or what; the same question has the same answer.</param>
internal readonly record struct CustomCall(string Kind, string Name, string About);

/// <summary>What a custom rule or condition has declared that it needs, made ready to be read.</summary>
internal sealed class DeclaredHistory
{
    private readonly (Measure Measure, int Slot)[] _measures;

    internal DeclaredHistory(IReadOnlyList<Measure> measures, RulePlanBuilder builder)
    {
        // Whoever asks sees what the context promises, whatever else the program asks for.
        builder.AsksForReferrer = true;
        builder.AsksForEvents = true;
        _measures = [.. measures.Distinct().Select(measure => (measure, builder.Slot(measure)))];
    }

    /// <summary>The context with the numbers for the one whom the rule rewards.</summary>
    internal QualificationContext Read(in RuleScope scope)
    {
        if (_measures.Length == 0)
        {
            return scope.Context;
        }

        var history = new Dictionary<Measure, long>(_measures.Length);
        foreach (var (measure, slot) in _measures)
        {
            var before = scope.Tally(slot);
            history[measure] = checked(before + (measure.CountsCurrent ? MeasureTallies.Delta(measure, scope.Context) : 0));
        }

        return scope.Context.With(history);
    }

    /// <summary>Whose answer it is: one for each owner where numbers are asked for, else one for all.</summary>
    internal string About(in RuleScope scope) => (scope.Context.IsSignUp ? "sign-up/" : string.Empty) + (_measures.Length == 0 ? string.Empty : scope.Owner.Value);
}
