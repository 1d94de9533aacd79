using Referrals.Qualification;
using Referrals.Qualification.Plans;

namespace Referrals.Rewards.Plans;

/// <summary>What formulas are made ready with.</summary>
internal sealed class RewardPlanBuilder
{
    internal RewardPlanBuilder(RulePlanBuilder rules, IIncentiveBook incentives, RoundingMode rounding)
    {
        Rules = rules;
        Incentives = incentives;
        Rounding = rounding;
    }

    internal RulePlanBuilder Rules { get; }

    internal IIncentiveBook Incentives { get; }

    internal RoundingMode Rounding { get; }

    /// <summary>Whether any rule asks what was paid of a deal.</summary>
    internal bool CountsDeals { get; private set; }

    internal ConditionPlan? Compile(Condition? condition) => condition?.Compile(Rules);

    internal int DealSlot()
    {
        CountsDeals = true;
        return Rules.Slot(new RuleTally(DealTally, TallyOwner.Deal, TimeFrame.Lifetime));
    }

    /// <summary>What a rule has earned of a deal so far, less what refunds took back.</summary>
    internal int EarnedSlot() => EarnedSlotOfRule = Rules.Slot(new RuleTally(KeyText.Of("earned", Rules.Rule), TallyOwner.Deal, TimeFrame.Lifetime));

    internal int EarnedSlotOfRule { get; private set; } = -1;

    /// <summary>What conversions of a period have earned by a table that raises them, and still stand: their own and what they were raised by.</summary>
    internal int RaisableSlot(TimeFrame over) =>
        Rules.Slot(new RuleTally(KeyText.Of("raisable", Rules.Rule), TallyOwner.Rewarded, over));

    internal RaisePlan? RaiseOfRule { get; set; }

    internal void Begin(string rule, bool isForReferee)
    {
        RaiseOfRule = null;
        Rules.Rule = rule;
        Rules.IsForReferee = isForReferee;
        EarnedSlotOfRule = -1;
    }

    internal const string DealTally = "deal";
}
