namespace Referrals;

/// <summary>What a customer is due, and why it is not paid where it is not.</summary>
public sealed record PayoutDue
{
    internal PayoutDue(CustomerId customer, Amount available, Amount fee, string? reason)
    {
        Customer = customer;
        Available = available;
        Fee = fee;
        Reason = reason;
        Pending = Amount.Zero(available.Unit);
    }

    /// <summary>Whose it is.</summary>
    public CustomerId Customer { get; internal init; }

    /// <summary>All that is available, of what was earned before the cut-off where there is one; what is not paid now is carried over.</summary>
    public Amount Available { get; }

    /// <summary>What is earned and not available yet, held or in review.</summary>
    public Amount Pending { get; internal init; }

    /// <summary>What a payout would set aside now: all that is available, or zero where there is a reason against it.</summary>
    public Amount Amount => IsDue ? Available : Amount.Zero(Available.Unit);

    /// <summary>The fee of paying out all that is available at once, whoever bears it; zero for none.</summary>
    public Amount Fee { get; }

    /// <summary>Whether a payout can be started now.</summary>
    public bool IsDue => Reason is null;

    /// <summary>Why no payout can be started now, as a decision code such as <c>payout.below_minimum</c>; <c>null</c> if one can.</summary>
    public string? Reason { get; internal init; }
}
