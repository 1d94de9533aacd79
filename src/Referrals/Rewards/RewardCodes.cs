namespace Referrals.Rewards;

/// <summary>The codes of the checks and outcomes of this stage.</summary>
internal static class RewardCodes
{
    internal const string AmountMissing = "reward.amount_missing";
    internal const string Currency = "reward.currency";
    internal const string Zero = "reward.zero";
    internal const string Formula = "reward.formula";
    internal const string Split = "reward.split";
    internal const string Declined = "reward.declined";
    internal const string CapReached = "reward.cap_reached";
    internal const string CapClamped = "reward.cap_clamped";
    internal const string CapRoom = "reward.cap";
    internal const string BudgetUsedUp = "reward.budget_used_up";
    internal const string BudgetRoom = "reward.budget";
    internal const string Granted = "reward.granted";
    internal const string Refunded = "reward.conversion_refunded";
    internal const string Incentive = "reward.incentive";
}
