namespace Referrals.Rewards;

/// <summary>What an incentive rule answers: an amount, or nothing with a reason.</summary>
public sealed record IncentiveGrant
{
    private IncentiveGrant(Amount? amount, string? reason)
    {
        Amount = amount;
        Reason = reason;
    }

    /// <summary>What is granted; <c>null</c> for nothing.</summary>
    public Amount? Amount { get; }

    /// <summary>Why nothing is granted; <c>null</c> where something is.</summary>
    public string? Reason { get; }

    /// <summary>Grants an amount.</summary>
    /// <exception cref="ArgumentException">The amount is <c>default</c> or negative.</exception>
    public static IncentiveGrant Of(Amount amount) => new(InputText.NotNegative(amount), null);

    /// <summary>Grants nothing.</summary>
    /// <param name="reason">A stable code of your own, shown in explanations; cut after 128 characters, so that a long one ends no checkout.</param>
    /// <exception cref="ArgumentException">The reason is empty.</exception>
    public static IncentiveGrant None(string reason)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        return new IncentiveGrant(null, TextRule.Opaque.Tidy(reason).Text ?? "no_reason");
    }
}
