using System.Globalization;
using Referrals.Explanations;
using Referrals.Ledger;
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

    /// <summary>A reward's id follows from its causes. Names of rules have no tilde, so the parts of a split cannot be confused with them.</summary>
    private static RewardId IdOf(Incentive incentive, CreditPart part, string conversion) => RewardId.From(part.IsWhole
        ? $"{incentive.Name}:{conversion}"
        : string.Create(CultureInfo.InvariantCulture, $"{incentive.Name}~{part.Index + 1}:{conversion}"));

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

        Grant(draft, program, incentive, (owner, part), amount, context);
        return true;
    }

    private static void Grant(
        DecisionDraft draft,
        ReferralProgram program,
        Incentive incentive,
        (CustomerId Customer, CreditPart Part) owner,
        Amount amount,
        QualificationContext context)
    {
        var conversionKey = StateKeys.Conversion(context.Conversion.Id);
        var customerKey = StateKeys.Customer(context.Referee);
        var conversion = draft.Read<ConversionState>(conversionKey)!;
        var customer = draft.Read<CustomerState>(customerKey)!;
        var reward = new RewardState
        {
            Id = IdOf(incentive, owner.Part, conversion.Conversion.Id),
            Rule = incentive.Name,
            Side = incentive.Side,
            Owner = owner.Customer,
            Referee = context.Referee,
            ConversionId = conversion.Conversion.Id,
            Granted = amount,
            GrantedAt = conversion.At,
            HeldUntil = incentive.Hold?.EndFrom(conversion.At, program.Zone),
            Held = incentive.Hold is not null,
            OnRefund = incentive.OnRefund,
            ProgramVersion = program.Version,
        };
        var posting = LedgerBook.Grant(Postings.Entry(reward, amount, conversion.At, customer), reward.Held);
        if (!customer.Referral!.Qualified)
        {
            draft.Record(new Fact
            {
                Kind = FactKind.ReferralQualified,
                OccurredAt = conversion.At,
                Customer = context.Referee,
                Referrer = context.Referrer,
                Segment = context.Segment,
                Subject = customer.Referral.Id.Value,
            });
        }

        draft.Write(StateKeys.Reward(reward.Id), reward, reward.HeldUntil);
        draft.Write(conversionKey, conversion with { Rewards = conversion.Rewards.Append(reward.Id).ToValueList() });
        draft.Write(customerKey, Postings.Chained(customer, posting) with { Referral = customer.Referral with { Qualified = true } });
        draft.Post(posting);
        draft.Record(Postings.Fact(FactKind.RewardGranted, reward, amount, conversion.At, context.Referrer, context.Segment));
        ReverseWhatWasRefunded(draft, program, reward, conversion);
    }

    /// <summary>A conversion that waited for its sign-up may have been refunded in part meanwhile; the reward then begins reduced.</summary>
    private static void ReverseWhatWasRefunded(
        DecisionDraft draft, ReferralProgram program, RewardState reward, ConversionState conversion)
    {
        if (conversion.Refunded > 0 && reward.OnRefund == RefundPolicy.Reverse)
        {
            var whole = conversion.Conversion.Amount!.Value.MinorUnits;
            var total = Reversal.Total(reward.Granted, conversion.Refunded, whole, program.Rounding);
            RewardReversal.Decide(draft, "before-the-sign-up", reward, total);
        }
    }
}
