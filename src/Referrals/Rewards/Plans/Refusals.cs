namespace Referrals.Rewards.Plans;

/// <summary>The reasons for nothing that are known beforehand.</summary>
internal static class Refusals
{
    internal static readonly OutcomeKind Conditions = OutcomeKind.Unqualified(RewardCodes.Conditions);
    internal static readonly OutcomeKind AmountMissing = OutcomeKind.Refused(RewardCodes.AmountMissing);
    internal static readonly OutcomeKind Currency = OutcomeKind.Refused(RewardCodes.Currency);
    internal static readonly OutcomeKind NoLine = OutcomeKind.Refused(RewardCodes.NoLine);
    internal static readonly OutcomeKind QuantityMissing = OutcomeKind.Refused(RewardCodes.QuantityMissing);
    internal static readonly OutcomeKind BelowTiers = OutcomeKind.Refused(RewardCodes.BelowTiers);
    internal static readonly OutcomeKind NoMilestone = OutcomeKind.Refused(RewardCodes.NoMilestone);
    internal static readonly OutcomeKind PaymentsOver = OutcomeKind.Refused(RewardCodes.PaymentsOver);
    internal static readonly OutcomeKind TimeOver = OutcomeKind.Refused(RewardCodes.TimeOver);
    internal static readonly OutcomeKind DealMissing = OutcomeKind.Refused(RewardCodes.DealMissing);
    internal static readonly OutcomeKind StageNotReached = OutcomeKind.Refused(RewardCodes.StageNotReached);
    internal static readonly OutcomeKind Zero = OutcomeKind.Refused(RewardCodes.Zero);
    internal static readonly OutcomeKind CapReached = OutcomeKind.Refused(RewardCodes.CapReached);
    internal static readonly OutcomeKind BudgetUsedUp = OutcomeKind.Refused(RewardCodes.BudgetUsedUp);
    internal static readonly OutcomeKind Pair = OutcomeKind.Refused(RewardCodes.Pair);
    internal static readonly OutcomeKind Outranked = OutcomeKind.Refused(RewardCodes.Outranked);
}
