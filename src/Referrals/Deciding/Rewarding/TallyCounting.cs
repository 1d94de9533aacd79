using Referrals.Programs;
using Referrals.Qualification;
using Referrals.Qualification.Plans;
using Referrals.Rewards;
using Referrals.Rewards.Plans;
using Referrals.State;
using Referrals.Storage;

namespace Referrals.Deciding.Rewarding;

/// <summary>Counts what happens for the numbers that rules ask for, and takes it back when it is refunded.</summary>
internal static class TallyCounting
{
    /// <summary>Counts a conversion for the measures of the customer's own conversions, of whatever version of the program.</summary>
    internal static ValueList<CountedTally> CountOwn(DecisionDraft draft, Conversion conversion)
    {
        var happened = new TallyEvent(conversion.Id, draft.At, conversion.Customer, default);
        return draft.Plans.All
            .SelectMany(static plan => plan.Measures.Select(measure => (plan, measure)))
            .Where(static asked => asked.measure.Subject == MeasureSubject.OwnConversions)
            .Select(static asked => (asked.plan, asked.measure, tally: MeasureTallies.Of(asked.measure, string.Empty)))
            .DistinctBy(asked => (asked.tally.Name, Where(asked.plan, asked.tally, happened)))
            .Select(asked => Add(
                draft,
                asked.plan,
                asked.tally,
                happened,
                conversion.Customer,
                MeasureTallies.Delta(asked.measure, conversion, asked.plan.Program.AmountBase),
                asked.measure.SumOf is null))
            .OfType<CountedTally>()
            .ToValueList();
    }

    /// <summary>Counts a judged conversion for the referrer's measures, and its payment for its deal.</summary>
    internal static IEnumerable<CountedTally> CountReferred(DecisionDraft draft, IncentivePlan plan, QualificationContext context)
    {
        var asked = plan.Measures
            .Where(static measure => measure.Subject == MeasureSubject.ReferredConversions)
            .Select(static measure => (measure, tally: MeasureTallies.Of(measure, string.Empty)))
            .DistinctBy(each => (each.tally.Name, Where(plan, each.tally, TallyEvent.Of(context))));
        foreach (var (measure, tally) in asked)
        {
            if (Count(draft, plan, measure, tally, context, context.Referrer) is { } counted)
            {
                yield return counted;
            }
        }

        if (plan.CountsDeals && context.Conversion is { Deal: not null, Amount: not null })
        {
            var tally = new RuleTally(RewardPlanBuilder.DealTally, TallyOwner.Deal, TimeFrame.Lifetime);
            if (Add(draft, plan, tally, TallyEvent.Of(context), context.Referrer, context.BaseMinorUnits, isCount: false) is { } counted)
            {
                yield return counted;
            }
        }
    }

    /// <summary>Counts a conversion that fulfilled the conditions of a rule, for the one whom the rule rewards.</summary>
    internal static IEnumerable<CountedTally> CountQualified(
        DecisionDraft draft, IncentivePlan plan, RulePlan rule, QualificationContext context, CustomerId owner, bool first)
    {
        var asked = rule.Measures
            .Where(measure => measure.Subject == MeasureSubject.RuleConversions || (first && measure.Subject == MeasureSubject.RuleConversionsOfReferee))
            .Select(measure => (measure, tally: MeasureTallies.Of(measure, rule.Incentive.Name)))
            .DistinctBy(each => (each.tally.Name, Where(plan, each.tally, TallyEvent.Of(context))));
        foreach (var (measure, tally) in asked)
        {
            if (Count(draft, plan, measure, tally, context, owner) is { } counted)
            {
                yield return counted;
            }
        }
    }

    /// <summary>Counts a referral that was created, for the measures of every version.</summary>
    internal static void CountReferral(DecisionDraft draft, TallyEvent signedUp)
    {
        var asked = draft.Plans.All
            .SelectMany(static plan => plan.Measures.Select(measure => (plan, measure)))
            .Where(static each => each.measure.Subject == MeasureSubject.Referrals)
            .Select(each => (each.plan, tally: MeasureTallies.Of(each.measure, string.Empty)))
            .DistinctBy(each => (each.tally.Name, Where(each.plan, each.tally, signedUp)))
            .ToArray();
        foreach (var (plan, tally) in asked)
        {
            _ = Add(draft, plan, tally, signedUp, signedUp.Referrer, 1, isCount: true);
        }
    }

    /// <summary>Counts the use of a limit.</summary>
    /// <returns>What was counted, so that it can be given back.</returns>
    internal static CountedTally? Use(
        DecisionDraft draft, IncentivePlan plan, int slot, TallyEvent granted, CustomerId owner, long value, bool isCount, long maximum) =>
        Add(draft, plan, plan.Tallies[slot], granted, owner, value, isCount, maximum);

    /// <summary>Takes back what was counted, in proportion; a count goes back as a whole, once all is refunded.</summary>
    internal static ValueList<CountedTally> Return(
        DecisionDraft draft, ValueList<CountedTally> counted, string id, long refunded, long whole) => counted
        .Select(each =>
        {
            var returned = refunded >= whole ? each.Value
                : each.IsCount ? 0
                : (long)((Int128)each.Value * refunded / whole);
            var back = returned - each.Returned;
            if (back == 0)
            {
                return each;
            }

            if (each.IsTrailing)
            {
                var key = RecordKey.Of(RecordKind.Activity, each.Key);
                if (draft.Read<ActivityState>(key) is { } activity)
                {
                    draft.Write(key, activity.Without(id, back));
                }
            }
            else
            {
                draft.Add(RecordKey.Of(RecordKind.Counter, each.Key), -back);
            }

            return each with { Returned = returned };
        })
        .ToValueList();

    /// <summary>What a staged reward has earned of its deal.</summary>
    internal static CountedTally? CountEarned(
        DecisionDraft draft, IncentivePlan plan, RulePlan rule, IncentiveOutcome outcome, QualificationContext context, CustomerId owner)
    {
        var happened = TallyEvent.Of(context);
        var earned = rule.EarnedSlot >= 0 && happened.Deal is not null
            ? Add(draft, plan, plan.Tallies[rule.EarnedSlot], happened, owner, outcome.Computed, isCount: false)
            : null;

        // What is kept after a refund stays earned.
        return rule.Incentive.OnRefund == RefundPolicy.Reverse ? earned : null;
    }

    /// <summary>The steps to which a conversion raises earlier rewards: each once, until the conversion that raised is refunded.</summary>
    internal static IEnumerable<CountedTally> CountRaised(
        DecisionDraft draft, IncentivePlan plan, RulePlan rule, IncentiveOutcome outcome, QualificationContext context, CustomerId owner)
    {
        var happened = TallyEvent.Of(context);
        foreach (var tally in rule.RaisedSlots.Take(outcome.TierReached).Select(slot => plan.Tallies[slot]))
        {
            var key = TallyPlace.Of(tally, plan.Calendar, happened, owner).Counter;
            if (draft.ReadNumber(key) == 0 && Add(draft, plan, tally, happened, owner, 1, isCount: true) is { } raised
                && rule.Incentive.OnRefund == RefundPolicy.Reverse)
            {
                yield return raised;
            }
        }
    }

    private static CountedTally? Count(
        DecisionDraft draft, IncentivePlan plan, Measure measure, RuleTally tally, QualificationContext context, CustomerId owner) =>
        Add(draft, plan, tally, TallyEvent.Of(context), owner, MeasureTallies.Delta(measure, context), measure.SumOf is null);

    private static CountedTally? Add(
        DecisionDraft draft,
        IncentivePlan plan,
        RuleTally tally,
        TallyEvent happened,
        CustomerId owner,
        long value,
        bool isCount,
        long maximum = long.MaxValue)
    {
        if (value == 0)
        {
            return null;
        }

        var place = TallyPlace.Of(tally, plan.Calendar, happened, owner);
        if (!tally.Over.IsTrailing)
        {
            draft.Add(place.Counter, value, maximum: maximum);
            return new CountedTally { Key = place.Counter.Id, Value = value, IsCount = isCount };
        }

        var activity = draft.Read<ActivityState>(place.Activity) ?? new ActivityState();
        var entry = new ActivityEntry { Id = happened.Id, At = happened.At, Value = value };
        draft.Write(place.Activity, activity.With(entry, draft.Plans.KeptFor(tally.Name)));
        return new CountedTally { Key = place.Activity.Id, IsTrailing = true, Value = value, IsCount = isCount };
    }

    /// <summary>Numbers over several trailing times share their entries; those of calendar periods have a counter each.</summary>
    private static string Where(IncentivePlan plan, RuleTally tally, TallyEvent happened) =>
        tally.Over.IsTrailing ? "trailing" : tally.Over.KeyOf(tally.Over.StartOf(happened.At, plan.Calendar));
}
