using Referrals.Ledger;
using Referrals.Programs;
using Referrals.Qualification;
using Referrals.Rewards;
using Referrals.State;

namespace Referrals.Deciding.Rewarding;

/// <summary>Writes what a rule grants: the reward, its posting, its facts.</summary>
internal static class RewardGranting
{
    internal static void Grant(
        DecisionDraft draft,
        ReferralProgram program,
        Incentive incentive,
        RewardOffer offer,
        QualificationContext context)
    {
        var amount = offer.Amount;
        var conversionKey = StateKeys.Conversion(context.Conversion.Id);
        var customerKey = StateKeys.Customer(context.Referee);
        var conversion = draft.Read<ConversionState>(conversionKey)!;
        var customer = draft.Read<CustomerState>(customerKey)!;
        var isHeld = customer.Referral!.IsHeld;
        var reward = new RewardState
        {
            Id = offer.Id,
            Rule = incentive.Name,
            Side = incentive.Side,
            Owner = offer.Owner,
            Referee = context.Referee,
            ConversionId = conversion.Conversion.Id,
            Granted = amount,
            GrantedAt = conversion.At,
            HeldUntil = incentive.Hold?.EndFrom(conversion.At, program.Zone) ?? (isHeld ? conversion.At : null),
            Held = incentive.Hold is not null || isHeld,
            OnRefund = incentive.OnRefund,
            ProgramVersion = program.Version,
            Uses = offer.Uses,
        };
        var posting = LedgerBook.Grant(Postings.Entry(reward, amount, conversion.At, customer), reward.Held);
        if (!customer.Referral.Qualified)
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

        var referral = HeldReferrals.Listing(customer.Referral, reward.Id) with { Qualified = true };
        draft.Write(StateKeys.Reward(reward.Id), reward, HeldReferrals.DueAt(referral, reward));
        draft.Write(conversionKey, conversion with { Rewards = conversion.Rewards.Append(reward.Id).ToValueList() });
        draft.Write(customerKey, Postings.Chained(customer, posting) with { Referral = referral });
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
