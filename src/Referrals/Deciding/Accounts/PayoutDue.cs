namespace Referrals.Deciding.Accounts;

/// <summary>A customer who is due a payout: what is available reaches the program's minimum.</summary>
public sealed record PayoutDue
{
    internal PayoutDue(CustomerId customer, Amount amount, Amount fee)
    {
        Customer = customer;
        Amount = amount;
        Fee = fee;
    }

    /// <summary>Who is due.</summary>
    public CustomerId Customer { get; }

    /// <summary>All that is available.</summary>
    public Amount Amount { get; }

    /// <summary>The fee of paying it out at once, whoever bears it; zero for none.</summary>
    public Amount Fee { get; }
}
