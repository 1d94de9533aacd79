using NodaTime;
using Referrals.Explanations;
using Referrals.Ledger;

namespace Referrals;

/// <summary>Grants rewards by hand and takes rewards back by hand.</summary>
internal static class ManualRewardDecider
{
    internal static Decision Decide(DecisionDraft draft, ManualReward input)
    {
        if (draft.Read<CustomerState>(StateKeys.Customer(input.Customer)) is not { ErasedAt: null } customer)
        {
            draft.Tell(Check.Of(DecisionCodes.ManualRewardUnknownCustomer, passed: false, default, Phrase.Of("value.program_customer")));
            return draft.Refuse(DecisionCodes.ManualRewardUnknownCustomer, input.Id);
        }

        if (!draft.Programs.Units.Contains(input.Amount.Unit))
        {
            draft.Tell(Check.Of(
                DecisionCodes.ManualRewardUnknownUnit, passed: false, input.Amount, PhraseList.Or(draft.Programs.Units.Cast<object>())));
            return draft.Refuse(DecisionCodes.ManualRewardUnknownUnit, input.Id);
        }

        var begins = input.HeldUntil is { } held ? Instant.Max(held, draft.At) : draft.At;
        if (input.ExpiresAt <= begins)
        {
            draft.Tell(Check.Of(DecisionCodes.ManualRewardEndsFirst, passed: false, input.ExpiresAt.Value, Phrase.Of("value.later_than", begins)));
            return draft.Refuse(DecisionCodes.ManualRewardEndsFirst, input.Id);
        }

        var above = draft.Program.ManualReviewOf(input.Amount.Unit);
        var reward = new RewardState
        {
            Id = input.Reward,
            Rule = ManualReward.Rule,
            Side = Side.Referrer,
            Owner = input.Customer,
            Referee = input.Customer,
            Granted = input.Amount,
            GrantedAt = draft.At,
            GrantedBy = input.By,
            ExpiresAt = input.ExpiresAt,
            HeldUntil = input.HeldUntil,
            Stage = input.Amount > above ? RewardStage.InReview : input.HeldUntil > draft.At ? RewardStage.Held : RewardStage.Vested,
            OnSilence = WhenOverdue.Reject,
            OnRefund = RefundPolicy.Keep,
            ProgramVersion = draft.Program.Version,
        };
        draft.Write(StateKeys.Reward(reward.Id), reward);
        var waits = reward.Stage == RewardStage.InReview;
        _ = Postings.Move(draft, reward, RewardGranting.StepOf(reward.Stage), input.Amount.MinorUnits, draft.At);
        if (reward.Stage == RewardStage.Vested)
        {
            RewardGate.Grant(draft, reward, draft.At);
        }

        draft.Record(Postings.Fact(FactKind.RewardGranted, reward, input.Amount, draft.At, input.Customer, customer.Segment));
        var outcome = waits ? DecisionCodes.ManualRewardWaits : DecisionCodes.ManualRewardGranted;
        draft.Tell(Check.Note(outcome, input.Amount, Phrase.Of("value.by_because", input.By, input.Reason)));
        return draft.Accept(outcome, reward.Id.Value);
    }

    internal static Decision Decide(DecisionDraft draft, Clawback input)
    {
        if (draft.Read<RewardState>(StateKeys.Reward(input.Reward)) is not { } reward)
        {
            draft.Tell(Check.Of(DecisionCodes.ClawbackUnknownReward, passed: false, CheckValue.Text(input.Reward.Value), Phrase.Of("value.granted_reward")));
            return draft.Refuse(DecisionCodes.ClawbackUnknownReward, input.Reward.Value);
        }

        if (reward.Left.IsZero)
        {
            draft.Tell(Check.Of(DecisionCodes.ClawbackNothingLeft, passed: false, reward.Left, Phrase.Of("value.more_than_nothing_left")));
            return draft.Refuse(DecisionCodes.ClawbackNothingLeft, input.Reward.Value);
        }

        draft.Tell(Check.Note(DecisionCodes.ClawbackTaken, reward.Left, Phrase.Of("value.by_because", input.By, input.Reason)) with { Rule = reward.Rule });
        RewardReversal.Decide(
            draft, ReversalCause.ByHand, reward with { IsRejected = true }, reward.Granted.MinorUnits, DecisionCodes.ClawbackTaken);
        return draft.Accept(DecisionCodes.ClawbackTaken, input.Reward.Value);
    }
}
