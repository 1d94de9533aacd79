namespace Referrals.Qualification.Conditions;

/// <summary>Compares, and says in words what is asked for.</summary>
internal static class Comparisons
{
    internal static bool Holds(Comparison comparison, long value, long limit) => comparison switch
    {
        Comparison.AtLeast => value >= limit,
        Comparison.Above => value > limit,
        Comparison.AtMost => value <= limit,
        Comparison.Below => value < limit,
        _ => value == limit,
    };

    internal static bool Holds(Comparison comparison, decimal value, decimal limit) => comparison switch
    {
        Comparison.AtLeast => value >= limit,
        Comparison.Above => value > limit,
        Comparison.AtMost => value <= limit,
        Comparison.Below => value < limit,
        _ => value == limit,
    };

    /// <summary>"At least" is what people mean by a bare number, so it needs no word.</summary>
    internal static string Text(Comparison comparison, string limit) => comparison switch
    {
        Comparison.AtLeast => limit,
        Comparison.Above => $"above {limit}",
        Comparison.AtMost => $"at most {limit}",
        Comparison.Below => $"below {limit}",
        _ => $"exactly {limit}",
    };
}
