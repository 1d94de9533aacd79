using Referrals.Deciding.Accounts;
using Referrals.Ledger;
using Referrals.Ledger.Life;
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
        var conversion = context.IsSignUp ? null : draft.Read<ConversionState>(conversionKey)!;
        var at = conversion?.At ?? draft.At;
        var customer = draft.Read<CustomerState>(customerKey)!;
        var referral = customer.Referral!;
        var reward = new RewardState
        {
            Id = offer.Id,
            Rule = incentive.Name,
            Side = incentive.Side,
            Owner = offer.Owner,
            Earner = offer.Earner == offer.Owner ? null : offer.Earner,
            Referee = context.Referee,
            ConversionId = conversion?.Conversion.Id,
            Granted = amount,
            GrantedAt = at,
            Stage = RewardGate.Entrance(offer.NeedsReview || incentive.Review is not null, incentive.Hold is not null, referral),
            HeldUntil = incentive.Hold?.EndFrom(at, program.Zone) ?? (referral.IsHeld ? at : null),
            ReviewUntil = offer.NeedsReview ? null : incentive.Review?.Within.EndFrom(draft.At, program.Zone),
            OnSilence = incentive.Review?.WhenOverdue ?? default,
            OnRefund = incentive.OnRefund,
            ProgramVersion = program.Version,
            Uses = offer.Uses,
            IsOfMark = offer.IsOfMark,
        };
        if (!referral.Qualified && conversion is not null)
        {
            draft.Record(new Fact
            {
                Kind = FactKind.ReferralQualified,
                OccurredAt = at,
                Customer = context.Referee,
                Referrer = context.Referrer,
                Channel = referral.Channel,
                Segment = context.Segment,
                Subject = referral.Id.Value,
                Code = referral.Evidence,
            });
        }

        if (referral.IsHeld)
        {
            (referral, reward) = HeldReferrals.Listing(referral, reward);
        }

        draft.Write(customerKey, customer with { Referral = referral with { Qualified = referral.Qualified || conversion is not null } });
        draft.Write(StateKeys.Reward(reward.Id), reward);
        if (conversion is not null)
        {
            draft.Write(conversionKey, conversion with { Rewards = conversion.Rewards.Append(reward.Id).ToValueList() });
        }

        _ = Postings.Move(draft, reward, StepOf(reward.Stage), amount.MinorUnits, at);
        if (reward.Stage == RewardStage.Vested)
        {
            RewardGate.Grant(draft, reward, at);
        }

        draft.Record(Postings.Fact(FactKind.RewardGranted, reward, amount, at, context.Referrer, context.Segment));
        if (conversion is not null)
        {
            ReverseWhatWasRefunded(draft, program, reward, conversion);
        }
    }

    private static string StepOf(RewardStage stage) => stage switch
    {
        RewardStage.InReview => RewardLife.GrantedInReview,
        RewardStage.Held => RewardLife.GrantedHeld,
        _ => RewardLife.Granted,
    };

    /// <summary>A conversion that waited for its sign-up may have been refunded in part meanwhile; the reward then begins reduced.</summary>
    private static void ReverseWhatWasRefunded(
        DecisionDraft draft, ReferralProgram program, RewardState reward, ConversionState conversion)
    {
        if (conversion.Refunded > 0 && reward is { OnRefund: RefundPolicy.Reverse, IsOfMark: false })
        {
            var whole = conversion.Conversion.Amount!.Value.MinorUnits;
            var total = Reversal.Total(reward.Granted, conversion.Refunded, whole, program.Rounding);
            RewardReversal.Decide(draft, ReversalCause.RefundedBefore, reward, total);
        }
    }
}
