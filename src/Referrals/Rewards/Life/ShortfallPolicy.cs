namespace Referrals.Rewards.Life;

/// <summary>What happens when a refund takes back a reward that its owner has used already.</summary>
public enum ShortfallPolicy
{
    /// <summary>The owner owes it: the balance goes below zero, and later rewards are set off against it.</summary>
    NegativeBalance = 0,

    /// <summary>The program bears the loss; the owner's other rewards are not touched.</summary>
    WriteOff = 1,
}
