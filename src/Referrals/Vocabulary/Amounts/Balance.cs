namespace Referrals;

/// <summary>What a customer holds in one unit.</summary>
public sealed record Balance
{
    internal Balance(Amount pending, Amount available, Amount inPayout, Amount owed)
    {
        Pending = pending;
        Available = available - owed;
        InPayout = inPayout;
        Owed = owed;
    }

    /// <summary>The unit.</summary>
    public Unit Unit => Available.Unit;

    /// <summary>What has been earned but is still held or in review.</summary>
    public Amount Pending { get; }

    /// <summary>What can be used now: less than zero by what is owed, in programs that carry negative balances.</summary>
    public Amount Available { get; }

    /// <summary>What is set aside for payouts on their way.</summary>
    public Amount InPayout { get; }

    /// <summary>What was taken back after it had been used; <see cref="Available"/> is smaller by it. Never below zero.</summary>
    public Amount Owed { get; }

    /// <summary>Available and pending, for people.</summary>
    public override string ToString() => Pending.IsZero ? Available.ToString() : $"{Available} (and {Pending} pending)";
}
