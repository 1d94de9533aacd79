namespace Referrals;

/// <summary>What a customer holds in one unit.</summary>
public sealed record Balance
{
    internal Balance(Amount pending, Amount available)
    {
        Pending = pending;
        Available = available;
    }

    /// <summary>The unit.</summary>
    public Unit Unit => Available.Unit;

    /// <summary>What has been earned but is still held.</summary>
    public Amount Pending { get; }

    /// <summary>What can be used now.</summary>
    public Amount Available { get; }

    /// <summary>Available and pending, for people.</summary>
    public override string ToString() => Pending.IsZero ? Available.ToString() : $"{Available} (and {Pending} pending)";
}
