using Referrals.Qualification;

namespace Referrals.Rewards.Adjustments;

/// <summary>Makes a reward larger or smaller while a condition holds, such as double points on a weekend.</summary>
public sealed record Multiplier
{
    private Multiplier(decimal factor, Condition when)
    {
        Factor = factor;
        When = when;
    }

    /// <summary>By how much: 2 doubles.</summary>
    public decimal Factor { get; }

    /// <summary>When.</summary>
    public Condition When { get; }

    /// <summary>A multiplier.</summary>
    /// <param name="factor">Above 0, at most 100, with at most 4 decimal digits.</param>
    /// <param name="when">When it applies.</param>
    /// <exception cref="ArgumentOutOfRangeException">The factor is outside its range or finer.</exception>
    public static Multiplier Of(decimal factor, Condition when)
    {
        ArgumentNullException.ThrowIfNull(when);
        return factor is > 0 and <= 100 && decimal.Round(factor, 4) == factor
            ? new Multiplier(factor, when)
            : throw new ArgumentOutOfRangeException(nameof(factor), factor, "A factor is above 0, at most 100, and has at most 4 decimals.");
    }
}
