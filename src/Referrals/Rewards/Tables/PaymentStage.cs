namespace Referrals.Rewards.Tables;

/// <summary>A stage of a reward that is earned as a deal is paid: once so much of the deal is paid, so much of the reward is earned in all.</summary>
public sealed record PaymentStage
{
    private PaymentStage(Percentage paid, Percentage earned)
    {
        Paid = paid;
        Earned = earned;
    }

    /// <summary>Which share of the deal has to be paid.</summary>
    public Percentage Paid { get; }

    /// <summary>Which share of the reward is then earned, earlier stages included.</summary>
    public Percentage Earned { get; }

    /// <summary>A stage.</summary>
    /// <param name="paid">0 % to 100 % of the deal; 0 % is the first payment, however small.</param>
    /// <param name="earned">Above 0 %, at most 100 % of the reward, earlier stages included.</param>
    /// <exception cref="ArgumentOutOfRangeException">A share is outside its range.</exception>
    public static PaymentStage Of(Percentage paid, Percentage earned)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(paid.Fraction, 1, nameof(paid));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(earned.Fraction, 1, nameof(earned));
        return earned.Fraction > 0
            ? new PaymentStage(paid, earned)
            : throw new ArgumentOutOfRangeException(nameof(earned), earned, "A stage earns more than 0 %; leave it out instead.");
    }
}
