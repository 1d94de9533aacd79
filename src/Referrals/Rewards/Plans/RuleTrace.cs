using Referrals.Explanations;

namespace Referrals;

/// <summary>Where the steps of an evaluation are written down. The one that writes nothing costs nothing: the compiler takes it out.</summary>
internal interface IRuleTrace
{
    static abstract bool IsOn { get; }

    void Add(Check check);
}

/// <summary>Collects the checks of one rule.</summary>
internal struct CheckTrace : IRuleTrace
{
    private Check[] _checks;
    private int _count;

    public CheckTrace() => _checks = new Check[6];

    public static bool IsOn => true;

    public void Add(Check check)
    {
        if (_count == _checks.Length)
        {
            Array.Resize(ref _checks, 2 * _count);
        }

        _checks[_count++] = check;
    }

    internal readonly IReadOnlyList<Check> ToList() => new ArraySegment<Check>(_checks, 0, _count);
}

/// <summary>Asks a condition on which a part of a reward depends, and writes down what was found, met or not.</summary>
internal static class ConditionTrace
{
    internal static bool Holds<TTrace>(
        ConditionPlan when, in RuleScope scope, ref TTrace trace, string met, string notMet, CheckValue text, CheckValue insteadOf = default)
        where TTrace : struct, IRuleTrace
    {
        if (!TTrace.IsOn)
        {
            return when.Test(scope) == Truth.True;
        }

        // A note: that a multiplier does not apply is no reason why a rule grants nothing.
        var check = when.Explain(scope);
        trace.Add(Check.Note(check.Held ? met : notMet, text, check.Held ? insteadOf : default) with { Children = [check] });
        return check.Held;
    }
}

internal readonly struct NoTrace : IRuleTrace
{
    public static bool IsOn => false;

    public void Add(Check check)
    {
    }
}
