namespace Referrals.Rewards.Adjustments;

/// <summary>What several multipliers of one rule make together.</summary>
public enum MultiplierMode
{
    /// <summary>Their product: 2 and 1.5 make 3. The default.</summary>
    Multiply = 0,

    /// <summary>What each adds to one, together: 2 and 1.5 make 2.5.</summary>
    Add = 1,

    /// <summary>The largest: 2 and 1.5 make 2.</summary>
    Largest = 2,
}
