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
        var conversion = draft.Read<ConversionState>(conversionKey)!;
        var customer = draft.Read<CustomerState>(customerKey)!;
        var referral = customer.Referral!;
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
            Stage = offer.NeedsReview || incentive.Review is not null ? RewardStage.InReview
                : incentive.Hold is not null || referral.IsHeld ? RewardStage.Held : RewardStage.Vested,
            HeldUntil = incentive.Hold?.EndFrom(conversion.At, program.Zone) ?? (referral.IsHeld ? conversion.At : null),
            WaitsForReferral = referral.IsHeld,
            ReferralReviewUntil = referral.Hold?.Until,
            ReviewUntil = offer.NeedsReview ? null : incentive.Review?.Deadline.EndFrom(draft.At, program.Zone),
            OnSilence = incentive.Review?.Silence ?? default,
            OnRefund = incentive.OnRefund,
            ProgramVersion = program.Version,
            Uses = offer.Uses,
        };
        if (!referral.Qualified)
        {
            draft.Record(new Fact
            {
                Kind = FactKind.ReferralQualified,
                OccurredAt = conversion.At,
                Customer = context.Referee,
                Referrer = context.Referrer,
                Channel = referral.Channel,
                Segment = context.Segment,
                Subject = referral.Id.Value,
                Code = referral.Evidence,
            });
        }

        draft.Write(customerKey, customer with { Referral = HeldReferrals.Listing(referral, reward.Id) with { Qualified = true } });

        draft.Write(StateKeys.Reward(reward.Id), reward, DueWork.DueAt(reward));
        draft.Write(conversionKey, conversion with { Rewards = conversion.Rewards.Append(reward.Id).ToValueList() });
        _ = Postings.Move(draft, reward, StepOf(reward.Stage), amount.MinorUnits, conversion.At);
        if (reward.Stage == RewardStage.Vested)
        {
            AccountChanges.Credit(draft, reward, amount, conversion.At);
        }

        draft.Record(Postings.Fact(FactKind.RewardGranted, reward, amount, conversion.At, context.Referrer, context.Segment));
        ReverseWhatWasRefunded(draft, program, reward, conversion);
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
        if (conversion.Refunded > 0 && reward.OnRefund == RefundPolicy.Reverse)
        {
            var whole = conversion.Conversion.Amount!.Value.MinorUnits;
            var total = Reversal.Total(reward.Granted, conversion.Refunded, whole, program.Rounding);
            RewardReversal.Decide(draft, ReversalCause.RefundedBefore, reward, total);
        }
    }
}
