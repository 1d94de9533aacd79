namespace Referrals.Rewards;

/// <summary>The codes of the checks and outcomes of this stage.</summary>
internal static class RewardCodes
{
    internal const string Conditions = "reward.conditions";
    internal const string AmountMissing = "reward.amount_missing";
    internal const string Currency = "reward.currency";
    internal const string NoLine = "reward.no_line";
    internal const string QuantityMissing = "reward.quantity_missing";
    internal const string BelowTiers = "reward.below_tiers";
    internal const string NoMilestone = "reward.no_milestone";
    internal const string Pair = "reward.pair";
    internal const string MarkLost = "reward.mark_lost";
    internal const string PaymentsOver = "reward.payments_over";
    internal const string TimeOver = "reward.time_over";
    internal const string DealMissing = "reward.deal_missing";
    internal const string StageNotReached = "reward.stage_not_reached";
    internal const string Zero = "reward.zero";
    internal const string Formula = "reward.formula";
    internal const string Override = "reward.override";
    internal const string Multiplied = "reward.multiplied";
    internal const string TierReached = "reward.tier_reached";
    internal const string Raised = "reward.raised";
    internal const string Split = "reward.split";
    internal const string Declined = "reward.declined";
    internal const string CapReached = "reward.cap_reached";
    internal const string CapClamped = "reward.cap_clamped";
    internal const string CapRoom = "reward.cap";
    internal const string BudgetUsedUp = "reward.budget_used_up";
    internal const string BudgetRoom = "reward.budget";
    internal const string Tax = "reward.tax_threshold";
    internal const string Outranked = "reward.outranked";
    internal const string Shadow = "reward.shadow";
    internal const string Granted = "reward.granted";
    internal const string Refunded = "reward.conversion_refunded";
    internal const string OwnerErased = "reward.owner_erased";
    internal const string Incentive = "reward.incentive";
}
