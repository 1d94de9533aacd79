namespace Referrals.Rewards.Plans;

/// <summary>Finds the host's incentive rules by name.</summary>
internal interface IIncentiveBook
{
    IIncentiveRule Incentive(string name);
}
