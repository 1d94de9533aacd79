namespace Referrals.Rewards;

/// <summary>What happens to a reward when its conversion is refunded.</summary>
public enum RefundPolicy
{
    /// <summary>It is taken back in the same proportion; a full refund in any number of parts takes back exactly all of it.</summary>
    Reverse = 0,

    /// <summary>It is kept.</summary>
    Keep = 1,
}
