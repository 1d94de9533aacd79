namespace Referrals;

/// <summary>
/// Inputs that show a finding: a customer <c>alice</c> takes part, <c>bob</c> signs up by her, and converts. Decide them in this order by the program,
/// and the last conversion earns what <see cref="EarnedBy"/> says.
/// </summary>
public sealed record AnalysisExample
{
    internal AnalysisExample(Conversion conversion)
    {
        Conversion = conversion;
    }

    /// <summary>All inputs, each with its time, in order.</summary>
    public IReadOnlyList<ReferralInput> Inputs { get; internal init => field = value.ToValueList(); } = ValueList<ReferralInput>.Empty;

    /// <summary>The conversion that shows it: one of the inputs.</summary>
    public Conversion Conversion { get; }

    /// <summary>The names of the rules by which it earns a reward, in the order of the program; empty for none.</summary>
    public IReadOnlyList<string> EarnedBy { get; internal init => field = value.ToValueList(); } = ValueList<string>.Empty;

    /// <summary>The conversion and what it earns, such as <c>a 'purchase' of 75.00 EUR earns nothing</c>.</summary>
    public override string ToString()
    {
        var amount = Conversion.Amount is { } of ? $" of {of}" : string.Empty;
        var earned = EarnedBy.Count == 0 ? "nothing" : string.Join(" and ", EarnedBy.Select(static rule => $"'{rule}'"));
        var returned = Inputs.Any(static input => input is Refund) ? ", sent back," : string.Empty;
        return $"a '{Conversion.Name}'{amount}{returned} earns {earned}";
    }
}

/// <summary>What an example has to show.</summary>
/// <param name="Condition">What the conversion fulfils.</param>
/// <param name="Amount">Its amount; <c>null</c> for any.</param>
/// <param name="Given">The places of the rules that give something.</param>
/// <param name="NotGiven">The places of the rules that give nothing.</param>
internal sealed record FindingProbe(Condition Condition, Amount? Amount = null, IReadOnlyList<int>? Given = null, IReadOnlyList<int>? NotGiven = null)
{
    /// <summary>Whether the order is sent back afterwards.</summary>
    internal bool IsRefunded { get; init; }
}
