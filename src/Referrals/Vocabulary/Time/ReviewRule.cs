namespace Referrals;

/// <summary>Something waits for somebody's review, until a deadline: a reward of a rule, or a held referral.</summary>
public sealed record ReviewRule
{
    private ReviewRule(TimePeriod within, WhenOverdue whenOverdue)
    {
        Within = within;
        WhenOverdue = whenOverdue;
    }

    /// <summary>
    /// How long the review can take, from the grant or from the beginning of the hold. A decision after it is refused.
    /// </summary>
    public TimePeriod Within { get; }

    /// <summary>What happens when nobody has decided by then.</summary>
    public WhenOverdue WhenOverdue { get; }

    /// <summary>A review with a deadline.</summary>
    /// <exception cref="ArgumentNullException">The period is <c>null</c>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The value is not defined.</exception>
    public static ReviewRule Of(TimePeriod within, WhenOverdue whenOverdue)
    {
        ArgumentNullException.ThrowIfNull(within);
        return Enum.IsDefined(whenOverdue)
            ? new ReviewRule(within, whenOverdue)
            : throw new ArgumentOutOfRangeException(nameof(whenOverdue), whenOverdue, $"Not a valid {nameof(Referrals.WhenOverdue)}.");
    }

    /// <summary>Such as <c>reviewed within 7 days, then approved automatically</c>.</summary>
    public override string ToString() => $"reviewed within {Within}, then {(WhenOverdue == Referrals.WhenOverdue.Approve ? "approved" : "rejected")} automatically";
}
