using Referrals.Rewards.Life;
using Referrals.Rewards.Limits;

namespace Referrals.Programs.Building;

/// <content>What becomes of rewards: payouts, and refunds of what was used already.</content>
public sealed partial class ReferralProgramBuilder
{
    private readonly List<PayoutRule> _payouts = [];

    /// <summary>Pays out one unit from an amount on.</summary>
    /// <param name="minimum">The least that is paid out at once; above zero.</param>
    /// <param name="unit">The unit.</param>
    /// <exception cref="ArgumentException">The amount is not above zero, or finer than its unit.</exception>
    public ReferralProgramBuilder PayOutFrom(decimal minimum, string unit)
    {
        _payouts.Add(PayoutRule.From(Amount.Of(minimum, unit)));
        return this;
    }

    /// <summary>Pays out one unit by a rule, such as one with a fee.</summary>
    public ReferralProgramBuilder PayOut(PayoutRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        _payouts.Add(rule);
        return this;
    }

    /// <summary>
    /// Bears the loss when a refund takes back what was used already. Without this the balance of the owner goes below zero, and later
    /// rewards are set off against it.
    /// </summary>
    public ReferralProgramBuilder WriteOffShortfalls() => Set(_program with { Shortfall = ShortfallPolicy.WriteOff });

    /// <summary>Rewards both sides of a conversion or neither, where a cap or a budget has room for one of them only.</summary>
    public ReferralProgramBuilder RewardBothOrNeither() => Set(_program with { Pairs = PairPolicy.Together });
}
