using NodaTime;
using Referrals.Explanations;
using Referrals.Ledger;

namespace Referrals;

/// <summary>What became of the rewards of a conversion that was corrected.</summary>
internal enum Corrected
{
    /// <summary>There was no reward.</summary>
    Nothing = 0,

    /// <summary>The rewards stay as they are.</summary>
    Kept = 1,

    /// <summary>Something was taken back, or granted.</summary>
    Changed = 2,

    /// <summary>Something is missing for which there is no room; only a refund may leave it so.</summary>
    TooLarge = 3,
}

/// <summary>
/// Writes a conversion as it stands after a refund, the end of one, or an amendment: what it counts for follows, and so do its rewards.
/// </summary>
internal static class ConversionCorrection
{
    /// <param name="draft">The decision.</param>
    /// <param name="before">The conversion as it is stored.</param>
    /// <param name="after">The conversion as it stands now; what it counts for is filled in here.</param>
    /// <param name="cause">The application's id of what corrects it.</param>
    /// <param name="at">When that happened.</param>
    /// <param name="isRefund">Whether it is a refund, which rewards may be kept in spite of.</param>
    internal static Corrected Write(
        DecisionDraft draft, ConversionState before, ConversionState after, string cause, Instant at, bool isRefund)
    {
        var isAside = AsideConversions.IsAside(draft, after.Conversion.Customer);
        var revised = ConversionRevision.Ask(draft, after);
        var customerKey = StateKeys.Customer(after.Conversion.Customer);
        var referral = draft.Read<CustomerState>(customerKey)?.Referral;
        var counts = (referral is null ? draft.Program : draft.Plans.Of(referral, after.Judged).Program).AmountBase;
        var (gone, whole) = OrderParts.Proportion(counts, after);
        var isOtherUnit = before.Conversion.Amount?.Unit != after.Conversion.Amount?.Unit;
        var happened = new TallyEvent(after.Conversion.Id, after.At, after.Conversion.Customer, default);
        var counted = TallyCounting.Return(draft, before.Counted, happened, each =>
            after.FullyRefunded || (each.Rule is { } rule && revised?.Unqualifies(rule) == true) || (isOtherUnit && !each.IsCount) ? each.Value
            : each.IsCount ? 0
            : (long)((Int128)each.Value * gone / whole), isAside);
        draft.Write(StateKeys.Conversion(after.Conversion.Id), after with { Counted = counted });
        Lower(draft, before, counted);
        if (isAside && after.Judged is not null)
        {
            AsideConversions.Keep(draft, after.Conversion.Customer, after.Conversion.Id);
        }

        if (after.IsCorrected && !after.FullyRefunded)
        {
            CountSums(draft, after.Conversion.Id, counts, isOtherUnit);
            CountMore(draft, after.Conversion.Id, revised);
        }

        var outcome = Reverse(draft, cause, at, after, counts, revised);
        if (Marks.TakeBack(draft, counted, ReversalCause.OfMarks(cause), isRefund, at) && outcome != Corrected.TooLarge)
        {
            outcome = Corrected.Changed;
        }

        Tidy(draft, after.Conversion.Id);
        if (outcome == Corrected.TooLarge)
        {
            return isRefund ? Corrected.Changed : outcome;
        }

        return after is { IsCorrected: true, FullyRefunded: false } && MarksAgain.Pay(draft, after.Conversion.Id, cause) ? Corrected.Changed : outcome;
    }

    /// <summary>Keeps only a sum of what a correction granted and another one took back, so that an order can be corrected for ever.</summary>
    private static void Tidy(DecisionDraft draft, string conversionId)
    {
        var key = StateKeys.Conversion(conversionId);
        var conversion = draft.Read<ConversionState>(key)!;
        var gone = conversion.Rewards.Where(RewardWriting.IsCorrection)
            .Select(id => draft.Read<RewardState>(StateKeys.Reward(id)))
            .OfType<RewardState>()
            .Where(static reward => reward is { IsRejected: false, IsOfMark: false, Left.MinorUnits: 0 })
            .ToArray();
        if (gone.Length == 0)
        {
            return;
        }

        var withdrawn = conversion.Withdrawn
            .Concat(gone.Select(static reward => new WithdrawnRewards
            {
                Rule = reward.Rule,
                Earner = reward.Earner ?? reward.Owner,
                Granted = reward.Granted,
            }))
            .GroupBy(static each => (each.Rule, each.Earner, each.Granted.Unit))
            .Select(static group => group.First() with { Granted = Amount.FromMinorUnits(group.Sum(static each => each.Granted.MinorUnits), group.Key.Unit) });
        draft.Write(key, conversion with
        {
            Rewards = conversion.Rewards.Where(id => gone.All(reward => reward.Id != id)).ToValueList(),
            Withdrawn = withdrawn.ToValueList(),
        });
    }

    /// <summary>Takes off a conversion, once it is judged, what was refunded of it before.</summary>
    internal static void WriteRefundedBefore(DecisionDraft draft, string conversionId)
    {
        if (draft.Read<ConversionState>(StateKeys.Conversion(conversionId)) is { Refunds: { Count: > 0 } refunds, FullyRefunded: false } conversion
            && ConversionRevision.Ask(draft, conversion) is { } revised)
        {
            _ = revised.Write(draft, ReversalCause.NameOfRefund(refunds[^1].Id), RewardGranting.RefundedAt(draft, conversion));
        }
    }

    /// <summary>The referral counts for as much less.</summary>
    private static void Lower(DecisionDraft draft, ConversionState conversion, ValueList<CountedTally> counted)
    {
        var key = StateKeys.Customer(conversion.Conversion.Customer);
        if (draft.Read<CustomerState>(key) is { Referral: { Counts.Count: > 0 } referral } customer)
        {
            draft.Write(key, customer with { Referral = Standing.Without(referral, conversion.Counted, counted) });
        }
    }

    /// <summary>Sums up anew what could not be summed up before: an amount in another unit, or of a conversion that was worth nothing.</summary>
    private static void CountSums(DecisionDraft draft, string conversionId, AmountBase counts, bool isOtherUnit)
    {
        var key = StateKeys.Conversion(conversionId);
        var conversion = draft.Read<ConversionState>(key)!;
        if (!isOtherUnit && conversion.CountedBase != 0)
        {
            return;
        }

        var left = conversion with { Conversion = OrderParts.Left(conversion.Conversion, conversion.Refunds) };
        var customerKey = StateKeys.Customer(conversion.Conversion.Customer);
        var sums = TallyCounting.CountOwn(draft, left.Conversion, conversion.At, sumsOnly: true).ToList();
        if (conversion.Judged is { } judged && draft.Read<CustomerState>(customerKey) is { Referral: { IsRejected: false } referral } customer)
        {
            var plan = draft.Plans.Of(referral, judged);
            var context = RewardContexts.Of(draft, plan, customer, referral, left, judged);
            CountedTally[] referred = [.. TallyCounting.CountReferred(draft, plan, context, referral, sumsOnly: true)];
            draft.Write(customerKey, draft.Read<CustomerState>(customerKey)! with { Referral = Standing.With(referral, referred, conversionId) });
            sums.AddRange(referred);
        }

        draft.Write(key, conversion with
        {
            Counted = conversion.Counted.Where(each => each.IsCount || !isOtherUnit).Concat(sums).ToValueList(),
            CountedBase = left.Conversion.Amount is null ? 0 : counts.Of(left.Conversion),
        });
    }

    /// <summary>Counts the conversion for rules whose conditions it did not fulfil before.</summary>
    private static void CountMore(DecisionDraft draft, string conversionId, RevisedRewards? revised)
    {
        var key = StateKeys.Conversion(conversionId);
        var conversion = draft.Read<ConversionState>(key)!;
        var customerKey = StateKeys.Customer(conversion.Conversion.Customer);
        if (revised is null || draft.Read<CustomerState>(customerKey) is not { Referral: { } referral } customer)
        {
            return;
        }

        var plan = draft.Plans.Of(referral, conversion.Judged);
        var more = new List<CountedTally>();
        foreach (var group in revised.Qualified.GroupBy(static each => each.Rule))
        {
            var first = true;
            foreach (var (rule, earner) in group.Where(_ => conversion.Counted.All(each => each.Rule != group.Key.Incentive.Name)))
            {
                more.AddRange(TallyCounting.CountQualified(draft, plan, rule, revised.Context, earner, first));
                first = false;
            }
        }

        if (more.Count > 0)
        {
            draft.Write(key, conversion with { Counted = conversion.Counted.Concat(more).ToValueList() });
            draft.Write(customerKey, customer with { Referral = Standing.With(referral, more, conversionId) });
        }
    }

    private static Corrected Reverse(
        DecisionDraft draft, string cause, Instant at, ConversionState conversion, AmountBase counts, RevisedRewards? revised)
    {
        var outcome = Corrected.Nothing;
        var (refunded, whole) = OrderParts.Refunded(counts, conversion);
        foreach (var id in conversion.Rewards)
        {
            if (draft.Read<RewardState>(StateKeys.Reward(id)) is not { } reward || revised?.Holds(reward) == true)
            {
                continue;
            }

            if (reward.OnRefund == RefundPolicy.Keep)
            {
                draft.Tell(Check.Note(DecisionCodes.RefundKept, reward.Granted) with { Rule = reward.Rule, Side = reward.Side });
                outcome = outcome == Corrected.Changed ? outcome : Corrected.Kept;
                continue;
            }

            if (reward.IsOfMark)
            {
                continue; // It goes back with its mark.
            }

            var rounding = draft.Programs.Exactly(reward.ProgramVersion).Rounding;
            var total = conversion.FullyRefunded ? reward.Granted.MinorUnits : Reversal.Total(reward.Granted, refunded, whole, rounding);
            RewardReversal.Decide(draft, ReversalCause.OfRefund(cause), reward, total, at: at);
            outcome = Corrected.Changed;
        }

        return revised?.Write(draft, cause, at) is not var (changed, any, leftOut) || !any ? outcome
            : leftOut ? Corrected.TooLarge
            : changed ? Corrected.Changed
            : outcome == Corrected.Nothing ? Corrected.Kept
            : outcome;
    }
}

/// <summary>Pays marks that a conversion reaches again because it was corrected.</summary>
internal static class MarksAgain
{
    /// <returns>Whether anything was granted.</returns>
    internal static bool Pay(DecisionDraft draft, string conversionId, string cause)
    {
        var conversion = draft.Read<ConversionState>(StateKeys.Conversion(conversionId))!;
        if (ConversionRevision.Left(draft, conversion) is not { } context)
        {
            return false;
        }

        var referral = draft.Read<CustomerState>(StateKeys.Customer(context.Referee))!.Referral!;
        var plan = draft.Plans.Of(referral, conversion.Judged);
        if (!plan.Rules.Any(IsAsked))
        {
            return false;
        }

        var program = draft.Program;
        draft.Program = plan.Program;
        var asked = context.AskedBy(new RevisedCalls(draft, $"{conversionId}/marks/{cause}/"));
        var state = new DraftRuleState(draft, plan, asked, conversion.Counted, referral.Credits);
        var qualification = plan.Qualification(asked, state);
        var paid = false;
        foreach (var rule in plan.Rules.Where(IsAsked))
        {
            foreach (var (owner, part) in RewardOwners.Of(draft, rule.Incentive, referral, asked.Referee))
            {
                var scope = new RuleScope(asked, state, owner);
                var check = IncentivePlan.Explain(rule, scope, part, qualification, out var outcome);
                if (!outcome.IsGranted)
                {
                    continue;
                }

                var reached = rule.Reached(scope);
                draft.Tell(check);
                var (rewards, _) = RewardWriting.Grant(draft, plan, rule, outcome, owner, part, asked, reached.Count > 0 && rule.PaysFlatMarks, cause);
                var happened = TallyEvent.Of(asked);
                happened = referral.Credits.Any(credit => credit.Referrer == owner) ? happened with { Referrer = owner } : happened;
                Marks.Pay(draft, plan, rule, reached, happened, owner, rewards);
                paid = true;
            }
        }

        draft.Program = program;
        return paid;
    }

    private static bool IsAsked(RulePlan rule) => rule is { HasMarks: true, IsBySignUp: false, Incentive.IsShadow: false };
}
