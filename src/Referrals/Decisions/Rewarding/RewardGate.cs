using NodaTime;
using Referrals.Explanations;
using Referrals.Ledger;

namespace Referrals;

/// <summary>
/// The one gate to what an owner can use. Every reward comes through it, whichever way it takes: granted at once, at the end of its hold, by a
/// verdict, automatically, or by the end of its referral's review. What must hold for a reward to become available is asked here and nowhere else.
/// </summary>
internal static class RewardGate
{
    /// <summary>Where a reward begins that is granted now: available at once only if nothing is to be waited for.</summary>
    internal static RewardStage Entrance(bool needsReview, bool isHeld, ReferralState referral) =>
        needsReview ? RewardStage.InReview : isHeld || referral.IsHeld ? RewardStage.Held : RewardStage.Vested;

    /// <summary>
    /// Lets a pending reward through if nothing of its own holds it any more. That of a rejected referral is taken back instead; that of a held one
    /// waits for the review; that whose own hold goes on is held.
    /// </summary>
    /// <param name="draft">The decision.</param>
    /// <param name="reward">The reward, held or in review.</param>
    /// <param name="at">When what kept it until now has ended.</param>
    /// <returns>The code of what became of it.</returns>
    internal static string Pass(DecisionDraft draft, RewardState reward, Instant at)
    {
        if (reward.IsByHand && !CustomerHistory.IsErased(draft, reward.Owner))
        {
            if (reward.HeldUntil > at)
            {
                draft.Write(StateKeys.Reward(reward.Id), reward with { Stage = RewardStage.Held });
                return DecisionCodes.RewardStillHeld;
            }

            Vest(draft, reward, null, at);
            return DecisionCodes.RewardVested;
        }

        var referee = HeldReferrals.Settled(
            draft, draft.Read<CustomerState>(StateKeys.Customer(reward.Referee)) ?? new CustomerState { Customer = reward.Referee });
        if (referee.Referral is { IsRejected: true })
        {
            HeldReferrals.TakeBack(draft, reward);
            if (reward is { ConversionId: { } conversion, IsOfMark: false })
            {
                AsideConversions.Keep(draft, reward.Referee, conversion, isEarlier: true);
            }

            return DecisionCodes.RewardTakenBack;
        }

        if (CustomerHistory.IsErased(draft, reward.Owner))
        {
            draft.Tell(Check.Of(RewardCodes.OwnerErased, passed: false, Phrase.Of("value.erased"), Phrase.Of("value.possible_owner")) with { Rule = reward.Rule });
            HeldReferrals.TakeBack(draft, reward, RewardCodes.OwnerErased);
            return DecisionCodes.RewardTakenBack;
        }

        var held = reward with { Stage = RewardStage.Held, HeldUntil = reward.HeldUntil ?? at };
        if (referee.Referral is { Hold: { } hold } referral)
        {
            HeldReferrals.Tell(draft, hold);
            if (!reward.WaitsForReferral)
            {
                (referral, held) = HeldReferrals.Listing(referral, held);
                draft.Write(StateKeys.Customer(referee.Customer), referee with { Referral = referral });
            }

            draft.Write(StateKeys.Reward(reward.Id), held);
            return DecisionCodes.RewardReferralHeld;
        }

        if (held.HeldUntil > at)
        {
            draft.Write(StateKeys.Reward(reward.Id), held);
            return DecisionCodes.RewardStillHeld;
        }

        Vest(draft, reward with { WaitsForReferral = false }, referee.Referral, at);
        return DecisionCodes.RewardVested;
    }

    /// <summary>Makes what was granted without a hold and a review available at once; the posting of the grant has moved it already.</summary>
    internal static void Grant(DecisionDraft draft, RewardState reward, Instant at) =>
        AccountChanges.Credit(draft, reward, reward.Granted, at);

    private static void Vest(DecisionDraft draft, RewardState reward, ReferralState? referral, Instant at)
    {
        // However late it is told: the reward vests when what kept it had ended, and not before its referral was approved.
        at = referral?.ReleasedAt is { } released && reward.GrantedAt <= released && released > at ? released : at;
        var amount = reward.Left;
        var step = reward.Stage == RewardStage.InReview ? RewardLifecycle.Approved : RewardLifecycle.Vested;
        draft.Tell(Check.Note(DecisionCodes.RewardVested, amount) with { Rule = reward.Rule });
        draft.Write(StateKeys.Reward(reward.Id), reward with { Stage = RewardStage.Vested });
        var referee = Postings.Move(draft, reward, step, amount.MinorUnits, at);
        AccountChanges.Credit(draft, reward, amount, at);
        draft.Record(Postings.Fact(FactKind.RewardVested, reward, amount, at, referee.Referral?.Referrer, referee.Segment));
    }
}
