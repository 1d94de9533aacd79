using NodaTime;
using Referrals.Explanations;
using Referrals.Ledger;

namespace Referrals;

internal static class ReferralReviewDecider
{
    internal static Decision Decide(DecisionDraft draft, ReferralReview input)
    {
        if (draft.Read<CustomerState>(StateKeys.Customer(input.Referee)) is not { Referral: not null } found)
        {
            draft.Tell(Check.Of(DecisionCodes.ReviewNoReferral, passed: false, input.Referee, Phrase.Of("value.referred_customer")));
            return draft.Refuse(DecisionCodes.ReviewNoReferral, input.Referee.Value);
        }

        // A review that comes after its deadline finds what silence has decided.
        var customer = HeldReferrals.Settled(draft, found);
        var referral = customer.Referral!;
        draft.Program = draft.Programs.For(referral.ProgramVersion);
        if (referral.Rejection is { } rejection)
        {
            draft.Tell(Check.Of(DecisionCodes.ReviewAlreadyRejected, passed: false, Phrase.Of("value.rejected_by", rejection.At, rejection.Code), Phrase.Of("value.standing_referral")));
            return draft.Refuse(DecisionCodes.ReviewAlreadyRejected, referral.Id.Value);
        }

        if (input.IsApproved && !referral.IsHeld)
        {
            draft.Tell(Check.Of(DecisionCodes.ReviewNotHeld, passed: false, Phrase.Of("value.not_held"), Phrase.Of("value.held_referral")));
            return draft.Refuse(DecisionCodes.ReviewNotHeld, referral.Id.Value);
        }

        var outcome = input.IsApproved ? DecisionCodes.ReviewApproved : DecisionCodes.ReviewRejected;
        draft.Tell(Check.Note(outcome, CheckValue.Text(input.Reason), referral.Hold is { } hold ? Phrase.Of("value.held_by", PhraseList.Commas(hold.By)) : null));
        if (input.IsApproved)
        {
            HeldReferrals.Approve(draft, customer);
        }
        else
        {
            HeldReferrals.Reject(draft, customer, HeldReferrals.ByReview, input.Reason);
        }

        return draft.Accept(outcome, referral.Id.Value);
    }

    /// <summary>Nobody has decided in time, or the rewards that have waited for a verdict are more than fitted into its commit.</summary>
    internal static Decision Decide(DecisionDraft draft, ReferralDeadline input)
    {
        if (draft.Read<CustomerState>(StateKeys.Customer(input.Referee)) is not { Referral: { } found } customer)
        {
            draft.Tell(Check.Of(DecisionCodes.ReviewNoReferral, passed: false, input.Referee, Phrase.Of("value.referred_customer")));
            return draft.Refuse(DecisionCodes.ReviewNoReferral, input.Referee.Value);
        }

        if (found.DueAt is not { } due || draft.At < due)
        {
            var required = found.DueAt is { } end ? Phrase.Of("value.or_later", end) : Phrase.Of("value.review_with_deadline");
            draft.Tell(Check.Of(DecisionCodes.ReviewDeadlineAhead, passed: false, draft.At, required));
            return draft.Refuse(DecisionCodes.ReviewDeadlineAhead, found.Id.Value);
        }

        draft.Program = draft.Programs.Exactly(found.ProgramVersion);
        var referral = HeldReferrals.Settled(draft, customer).Referral!;
        if (!found.IsHeld)
        {
            draft.Tell(Check.Note(DecisionCodes.ReviewEnded, Phrase.Of("value.rewards_wait", found.HeldRewards.Count)));
        }

        HeldReferrals.LetGo(draft, input.Referee);
        return draft.Accept(
            !found.IsHeld ? DecisionCodes.ReviewEnded : referral.IsRejected ? DecisionCodes.ReviewRejected : DecisionCodes.ReviewApproved,
            referral.Id.Value);
    }
}

/// <summary>Ends the review of a reward: by somebody's verdict, or automatically when the deadline is over.</summary>
internal static class ReviewDecider
{
    internal static Decision Decide(DecisionDraft draft, RewardReview input)
    {
        if (Find(draft, input.Reward) is not { } reward)
        {
            return draft.Refuse(DecisionCodes.RewardNotInReview, input.Reward.Value);
        }

        if (input.IsApproved && reward.GrantedBy is { } first && (input.By is null || string.Equals(input.By, first, StringComparison.Ordinal)))
        {
            draft.Tell(Check.Of(
                DecisionCodes.ReviewSamePerson, passed: false, CheckValue.Text(input.By), Phrase.Of("value.another_person", first)) with
            { Rule = reward.Rule });
            return draft.Refuse(DecisionCodes.ReviewSamePerson, input.Reward.Value);
        }

        if (draft.At >= reward.ReviewUntil)
        {
            draft.Tell(Check.Of(DecisionCodes.ReviewTooLate, passed: false, draft.At, Phrase.Of("value.before", reward.ReviewUntil.Value)));
            return draft.Refuse(DecisionCodes.ReviewTooLate, input.Reward.Value);
        }

        return input.IsApproved
            ? Approve(draft, reward, draft.At, bySilence: false)
            : Reject(draft, reward, draft.At, bySilence: false, input.Reason);
    }

    internal static Decision Decide(DecisionDraft draft, ReviewDeadline input)
    {
        if (Find(draft, input.Reward) is not { } reward)
        {
            return draft.Refuse(DecisionCodes.RewardNotInReview, input.Reward.Value);
        }

        if (reward.ReviewUntil is not { } until || draft.At < until)
        {
            var required = reward.ReviewUntil is { } end ? Phrase.Of("value.or_later", end) : Phrase.Of("value.review_verdict");
            draft.Tell(Check.Of(DecisionCodes.ReviewDeadlineAhead, passed: false, draft.At, required));
            return draft.Refuse(DecisionCodes.ReviewDeadlineAhead, input.Reward.Value);
        }

        return reward.OnSilence == WhenOverdue.Approve
            ? Approve(draft, reward, until, bySilence: true)
            : Reject(draft, reward, until, bySilence: true, reason: null);
    }

    private static RewardState? Find(DecisionDraft draft, RewardId id)
    {
        if (draft.Read<RewardState>(StateKeys.Reward(id)) is { Stage: RewardStage.InReview } reward)
        {
            return reward;
        }

        draft.Tell(Check.Of(DecisionCodes.RewardNotInReview, passed: false, Phrase.Of("value.not_in_review"), Phrase.Of("value.reward_in_review")));
        return null;
    }

    private static Decision Approve(DecisionDraft draft, RewardState reward, Instant at, bool bySilence)
    {
        Record(draft, reward, at, bySilence ? "silence_approved" : "approved");
        draft.Tell(Check.Note(DecisionCodes.RewardApproved, reward.Left, bySilence ? Phrase.Of("value.automatically") : null) with { Rule = reward.Rule });
        var outcome = RewardGate.Pass(draft, reward, at);
        return draft.Accept(
            outcome == DecisionCodes.RewardTakenBack ? DecisionCodes.RewardTakenBack : DecisionCodes.RewardApproved, reward.Id.Value);
    }

    private static Decision Reject(DecisionDraft draft, RewardState reward, Instant at, bool bySilence, string? reason)
    {
        Record(draft, reward, at, bySilence ? "silence_rejected" : "rejected");
        draft.Tell(Check.Note(DecisionCodes.RewardRejected, reward.Left, bySilence ? Phrase.Of("value.automatically") : CheckValue.Text(reason)) with { Rule = reward.Rule });
        var left = reward.Left;
        var whole = reward.Granted.MinorUnits;
        var uses = TallyCounting.Return(draft, reward.Uses, reward.Id.Value, whole, whole);
        draft.Write(StateKeys.Reward(reward.Id), reward with
        {
            Uses = uses,
            Stage = RewardStage.Reversed,
            Reversed = whole,
            IsRejected = true,
            TakenBackFor = DecisionCodes.RewardRejected,
        });
        var referee = Postings.Move(draft, reward, RewardLifecycle.Rejected, left.MinorUnits, at);
        draft.Record(Postings.Fact(FactKind.RewardReversed, reward, left, at, referee.Referral?.Referrer, referee.Segment));
        return draft.Accept(DecisionCodes.RewardRejected, reward.Id.Value);
    }

    private static void Record(DecisionDraft draft, RewardState reward, Instant at, string verdict)
    {
        var referee = draft.Read<CustomerState>(StateKeys.Customer(reward.Referee));
        draft.Record(
            Postings.Fact(FactKind.RewardReviewed, reward, reward.Left, at, referee?.Referral?.Referrer, referee?.Segment) with { Code = verdict });
    }
}

internal static class BanDecider
{
    internal static Decision Decide(DecisionDraft draft, ReferrerBan input)
    {
        var key = StateKeys.Customer(input.Customer);
        var customer = draft.Read<CustomerState>(key) ?? new CustomerState { Customer = input.Customer };
        var isBanned = customer.Ban is { Until: null };
        if (isBanned != input.IsLifted)
        {
            var refusal = input.IsLifted ? DecisionCodes.ReferrerNotBanned : DecisionCodes.ReferrerAlreadyBanned;
            draft.Tell(Check.Of(
                refusal,
                passed: false,
                isBanned ? Phrase.Of("value.banned_since", customer.Ban!.From, customer.Ban.Reason) : Phrase.Of("value.not_banned"),
                Phrase.Of(input.IsLifted ? "value.banned_referrer" : "value.referrer_not_banned")));
            return draft.Refuse(refusal, input.Customer.Value);
        }

        var ban = input.IsLifted
            ? customer.Ban! with { Until = draft.At }
            : new ReferrerBanState { From = draft.At, Reason = input.Reason };
        draft.Write(key, customer with { Ban = ban });
        draft.Record(new Fact
        {
            Kind = input.IsLifted ? FactKind.ReferrerBanLifted : FactKind.ReferrerBanned,
            OccurredAt = draft.At,
            Customer = input.Customer,
            Segment = customer.Segment,
            Code = input.IsLifted ? "ban_lifted" : "ban",
        });
        var outcome = input.IsLifted ? DecisionCodes.ReferrerBanLifted : DecisionCodes.ReferrerBanned;
        draft.Tell(Check.Note(outcome, CheckValue.Text(input.Reason)));
        return draft.Accept(outcome, input.Customer.Value);
    }
}

internal static class VestingDecider
{
    internal static Decision Decide(DecisionDraft draft, Vesting input)
    {
        if (draft.Read<RewardState>(StateKeys.Reward(input.Reward)) is not { Stage: RewardStage.Held, HeldUntil: { } until } reward)
        {
            draft.Tell(Check.Of(DecisionCodes.RewardNotHeld, passed: false, Phrase.Of("value.not_held"), Phrase.Of("value.held_reward")));
            return draft.Refuse(DecisionCodes.RewardNotHeld, input.Reward.Value);
        }

        if (draft.At < until)
        {
            draft.Tell(Check.Of(DecisionCodes.RewardStillHeld, passed: false, draft.At, Phrase.Of("value.or_later", until)));
            return draft.Refuse(DecisionCodes.RewardStillHeld, input.Reward.Value);
        }

        if (reward.WaitsForReferral
            && draft.Read<CustomerState>(StateKeys.Customer(reward.Referee))?.Referral is { Hold: { } hold } && !hold.IsOver(draft.At))
        {
            HeldReferrals.Tell(draft, hold);
            return draft.Refuse(DecisionCodes.RewardReferralHeld, input.Reward.Value);
        }

        return draft.Accept(RewardGate.Pass(draft, reward, until), reward.Id.Value);
    }
}
