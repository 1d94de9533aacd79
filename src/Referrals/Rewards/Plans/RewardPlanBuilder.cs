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

    /// <summary>Whether earlier rewards of a period were raised to a step: one number for each step.</summary>
    internal int[] RaisedSlots(int steps, TimeFrame over) => RaisedSlotsOfRule =
        [.. Enumerable.Range(1, steps).Select(step => Rules.Slot(new RuleTally(KeyText.Of("raised", Rules.Rule, step.ToString(System.Globalization.CultureInfo.InvariantCulture)), TallyOwner.Rewarded, over)))];

    internal int[] RaisedSlotsOfRule { get; private set; } = [];

    internal void Begin(string rule)
    {
        RaisedSlotsOfRule = [];
        Rules.Rule = rule;
        EarnedSlotOfRule = -1;
    }

    internal const string DealTally = "deal";
}
