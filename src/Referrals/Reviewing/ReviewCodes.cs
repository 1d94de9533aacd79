namespace Referrals.Reviewing;

/// <summary>The codes of what a review can find.</summary>
internal static class ReviewCodes
{
    internal const string NeverHolds = "review.never_holds";
    internal const string OutsideSchedule = "review.outside_schedule";
    internal const string NoTrigger = "review.no_trigger";
    internal const string AlwaysOutranked = "review.always_outranked";
    internal const string MoreThanPaid = "review.more_than_paid";
    internal const string UnreachableTier = "review.unreachable_tier";
    internal const string TierWithoutGain = "review.tier_without_gain";
    internal const string CapBelowReward = "review.cap_below_reward";
    internal const string CapNeverReached = "review.cap_never_reached";
    internal const string BudgetBelowReward = "review.budget_below_reward";
    internal const string ExpiresBeforeUse = "review.expires_before_use";
    internal const string WindowBeyondSchedule = "review.window_beyond_schedule";
    internal const string RewardAboveMinimum = "review.reward_above_minimum";
    internal const string NoSamePersonGuard = "review.no_same_person_guard";
    internal const string NoLimit = "review.no_limit";
    internal const string NoHold = "review.no_hold";
    internal const string TooManyTiers = "review.too_many_tiers";
    internal const string TooManyConditions = "review.too_many_conditions";
    internal const string HardToRead = "review.hard_to_read";
    internal const string MixedUnits = "review.mixed_units";
    internal const string NoWords = "review.no_words";
}
