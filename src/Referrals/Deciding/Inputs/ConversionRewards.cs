using Referrals.Explanations;
using Referrals.Programs;
using Referrals.Qualification;
using Referrals.Rewards;
using Referrals.Rewards.Parts;
using Referrals.State;

namespace Referrals.Deciding.Inputs;

/// <summary>Asks every incentive rule about a conversion of a referred customer, and writes what they grant.</summary>
internal static class ConversionRewards
{
    /// <returns>Whether anything was granted.</returns>
    internal static bool Decide(DecisionDraft draft, CustomerId customerId, ConversionState conversion)
    {
        var customer = draft.Read<CustomerState>(StateKeys.Customer(customerId))!;
        var referral = customer.Referral!;
        var program = draft.Program = draft.Programs.For(referral.ProgramVersion);
        var context = new QualificationContext(
            conversion.Conversion.At(conversion.At),
            conversion.Ordinal,
            customerId,
            referral.Referrer,
            customer.SignedUpAt!.Value,
            program.Zone,
            customer.Segment);
        var qualification = program.Qualification.Evaluate(context, draft.Rules);
        if (conversion.FullyRefunded)
        {
            qualification = Check.Of(RewardCodes.Refunded, passed: false, "refunded in full", "a conversion that stands");
        }

        var granted = false;
        foreach (var incentive in program.Incentives)
        {
            foreach (var (owner, part) in Owners(draft, incentive, referral, customerId))
            {
                granted |= Decide(draft, program, incentive, owner, part, qualification, context, conversion);
            }
        }

        return granted;
    }

    /// <summary>Who gets the rule's reward: the referee; or the referrer, those above, or each of those among whom the referral is split.</summary>
    private static IEnumerable<(CustomerId Owner, CreditPart Part)> Owners(
        DecisionDraft draft, Incentive incentive, ReferralState referral, CustomerId referee)
    {
        if (incentive.Levels is { } levels)
        {
            for (var (i, next) = (0, (CustomerId?)referral.Referrer); i < levels.Count && next is { } owner; i++)
            {
                yield return (owner, new CreditPart(levels, i));
                next = draft.Read<CustomerState>(StateKeys.Customer(owner))?.Referral?.Referrer;
            }

            yield break;
        }

        if (incentive.Side == Side.Referee || referral.Credits.Count == 0)
        {
            yield return (incentive.Side == Side.Referee ? referee : referral.Referrer, default);
            yield break;
        }

        double[] weights = [.. referral.Credits.Select(static credit => credit.Weight)];
        for (var i = 0; i < weights.Length; i++)
        {
            yield return (referral.Credits[i].Referrer, new CreditPart(weights, i));
        }
    }

    private static bool Decide(
        DecisionDraft draft,
        ReferralProgram program,
        Incentive incentive,
        CustomerId owner,
        CreditPart part,
        Check qualification,
        QualificationContext context,
        ConversionState conversion)
    {
        var capKey = incentive.Cap is { } cap
            ? StateKeys.Cap(incentive.Name, cap.PeriodOf(context.OccurredAt, program.Zone), owner)
            : default;
        var capUsed = incentive.Cap is null ? 0 : draft.ReadNumber(capKey);
        var budget = program.BudgetIn(incentive.Formula.Unit);
        var budgetKey = StateKeys.Budget(incentive.Formula.Unit);
        var budgetLeft = budget is { } total ? total.MinorUnits - draft.ReadNumber(budgetKey) : (long?)null;
        var decision = RewardEvaluation.Decide(
            incentive, qualification, context, program.Rounding, draft.Rules, part, capUsed, budgetLeft);
        draft.Tell(decision.Check);
        if (decision.Granted is not { } amount)
        {
            draft.Record(new Fact
            {
                Kind = FactKind.ConversionNotRewarded,
                OccurredAt = conversion.At,
                Customer = context.Referee,
                Referrer = context.Referrer,
                Segment = context.Segment,
                Subject = conversion.Conversion.Id,
                Rule = incentive.Name,
                Code = decision.Code,
            });
            return false;
        }

        if (incentive.Cap is { } limit)
        {
            draft.Add(capKey, limit.Amount is null ? 1 : amount.MinorUnits, maximum: limit.Limit);
        }

        if (budget is { } most)
        {
            draft.Add(budgetKey, amount.MinorUnits, maximum: most.MinorUnits);
        }

        RewardGranting.Grant(draft, program, incentive, (owner, part), amount, context);
        return true;
    }
}
