using Referrals.Qualification;

namespace Referrals.Rewards.Adjustments;

/// <summary>Another reward for some: a partner's own rate, a group's, or that of one link.</summary>
public sealed record RewardOverride
{
    private RewardOverride(Condition when, RewardFormula formula)
    {
        When = when;
        Formula = formula;
    }

    /// <summary>For whom.</summary>
    public Condition When { get; }

    /// <summary>How much instead.</summary>
    public RewardFormula Formula { get; }

    /// <summary>An override.</summary>
    public static RewardOverride Of(Condition when, RewardFormula formula)
    {
        ArgumentNullException.ThrowIfNull(when);
        ArgumentNullException.ThrowIfNull(formula);
        return new RewardOverride(when, formula);
    }
}
