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
    /// <param name="reason">A stable code of the host's own, 1 to 128 characters, shown in explanations.</param>
    /// <exception cref="ArgumentException">The reason is empty or too long.</exception>
    public static IncentiveGrant None(string reason) => new(null, InputText.Check(reason));
}
