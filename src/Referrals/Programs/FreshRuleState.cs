using Referrals.Qualification;

namespace Referrals.Programs;

/// <summary>The state of customers who have not earned or chosen anything yet: every number is zero.</summary>
public sealed class FreshRuleState : IRuleState
{
    private FreshRuleState()
    {
    }

    /// <summary>The one instance.</summary>
    public static FreshRuleState Instance { get; } = new();

    /// <inheritdoc/>
    public long Tally(int slot, CustomerId owner) => 0;

    /// <inheritdoc/>
    public string? Choice(string rule, CustomerId owner) => null;
}
