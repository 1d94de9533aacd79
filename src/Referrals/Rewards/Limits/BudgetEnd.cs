namespace Referrals.Rewards.Limits;

/// <summary>What happens to a program once its budget is used up.</summary>
public enum BudgetEnd
{
    /// <summary>It goes on: referrals are created and tracked, but earn nothing in that unit. The default.</summary>
    GoOn = 0,

    /// <summary>It closes: no more referrals are created.</summary>
    Close = 1,
}
