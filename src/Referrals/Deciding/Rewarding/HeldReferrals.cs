using NodaTime;
using Referrals.Explanations;
using Referrals.Ledger.Life;
using Referrals.Programs;
using Referrals.Qualification.Guards;
using Referrals.State;
using Referrals.State.Guarding;
using Referrals.Storage;

namespace Referrals.Deciding.Rewarding;

/// <summary>The life of a referral that a guard holds: its rewards are granted and stay pending until it is approved or rejected.</summary>
internal static class HeldReferrals
{
    internal const string ByReview = "review";
    internal const string BySilence = "silence";

    /// <summary>What one reward takes at most when it is released or taken back: itself, two lines, two balances, a fact.</summary>
    private const int OperationsPerReward = 6;

    internal static ReferralHold Hold(ReferralProgram program, Instant at, IReadOnlyList<string> by) => new()
    {
        Since = at,
        By = by.ToValueList(),
        Until = program.Guards.Review?.Deadline.EndFrom(at, program.Zone),
        OnSilence = program.Guards.Review?.Silence ?? default,
    };

    /// <summary>The referral with one more reward to release or take back by a review; those that do not fit wait for the passing of time.</summary>
    internal static ReferralState Listing(ReferralState referral, RewardId reward) =>
        referral.IsHeld && referral.HeldRewards.Count < ReferralState.MaxHeldRewards
            ? referral with { HeldRewards = referral.HeldRewards.Append(reward).ToValueList() }
            : referral;

    /// <summary>The customer after silence has decided about its held referral, if its time is over by now.</summary>
    internal static CustomerState Settled(DecisionDraft draft, CustomerState customer)
    {
        if (customer.Referral is not { Hold: { } hold } || !hold.IsOver(draft.At))
        {
            return customer;
        }

        // Every reward of such a referral is due by then, so the passing of time releases it or takes it back.
        var at = hold.Until!.Value;
        var outcome = hold.OnSilence == ReviewSilence.Approves ? DecisionCodes.ReviewApproved : DecisionCodes.ReviewRejected;
        draft.Tell(Check.Note(outcome, $"nobody reviewed it until {at}", $"held by {string.Join(", ", hold.By)}"));
        return hold.OnSilence == ReviewSilence.Approves
            ? Released(draft, customer, at, BySilence)
            : Rejected(draft, customer, at, BySilence, reason: null);
    }

    internal static CustomerState Held(DecisionDraft draft, CustomerState customer, IReadOnlyList<string> by)
    {
        var hold = Hold(draft.Program, draft.At, by);
        Tell(draft, hold);
        return Written(draft, customer, customer.Referral! with { Hold = hold }, FactKind.ReferralHeld, draft.At, by[0]);
    }

    internal static void Tell(DecisionDraft draft, ReferralHold hold) => draft.Tell(Check.Note(
        GuardCodes.ReferralHeld,
        string.Join(", ", hold.By),
        hold.Until is { } until ? $"until {until}, then silence {hold.OnSilence.ToString().ToLowerInvariant()}" : "until it is reviewed"));

    /// <summary>Lets a reward that was granted before its referral was held wait for the review too.</summary>
    /// <returns>Whether it does; not where it waits already, or where the referral has no room for one more.</returns>
    internal static bool LetWait(DecisionDraft draft, CustomerState referee, ReferralState referral, ReferralHold hold, RewardState reward)
    {
        var listing = Listing(referral, reward.Id);
        if (reward.WaitsForReferral || listing == referral)
        {
            return false;
        }

        var waiting = reward with { WaitsForReferral = true, ReferralReviewUntil = hold.Until };
        draft.Write(StateKeys.Reward(reward.Id), waiting, DueWork.DueAt(waiting));
        draft.Write(StateKeys.Customer(referee.Customer), referee with { Referral = listing });
        return true;
    }

    /// <summary>Approves a held referral and releases what it earned: what is due at once, the rest when its own hold ends.</summary>
    internal static void Approve(DecisionDraft draft, CustomerState customer)
    {
        var rewards = customer.Referral!.HeldRewards;
        _ = Released(draft, customer, draft.At, ByReview);
        foreach (var reward in Rewards(draft, rewards))
        {
            if (reward is { Stage: RewardStage.Held } && reward.HeldUntil <= draft.At && HasRoom(draft, rewards.Count))
            {
                draft.Tell(Check.Note(DecisionCodes.RewardVested, reward.Left.ToString()) with { Rule = reward.Rule });
                RewardVesting.Decide(draft, reward, RewardLife.Vested, draft.At);
            }
            else
            {
                draft.Write(StateKeys.Reward(reward.Id), reward, DueWork.DueAt(reward));
            }
        }
    }

    /// <summary>Rejects a referral, takes back what it earned while it was held, and lets it earn nothing any more.</summary>
    internal static void Reject(DecisionDraft draft, CustomerState customer, string by, string? reason)
    {
        var rewards = customer.Referral!.HeldRewards;
        _ = Rejected(draft, customer, draft.At, by, reason);
        foreach (var reward in Rewards(draft, rewards))
        {
            if (HasRoom(draft, rewards.Count))
            {
                TakeBack(draft, reward);
            }
            else
            {
                // Due at once: the passing of time finds the referral rejected and takes the reward back.
                var due = reward with { Stage = RewardStage.Held, HeldUntil = draft.At };
                draft.Write(StateKeys.Reward(reward.Id), due, DueWork.DueAt(due));
            }
        }
    }

    internal static void TakeBack(DecisionDraft draft, RewardState reward) =>
        RewardReversal.Decide(draft, ReversalCause.Rejection, reward, reward.Granted.MinorUnits, DecisionCodes.RewardTakenBack);

    private static CustomerState Released(DecisionDraft draft, CustomerState customer, Instant at, string by) => Written(
        draft, customer, customer.Referral! with { Hold = null, HeldRewards = [], ReleasedAt = at }, FactKind.ReferralApproved, at, by);

    private static CustomerState Rejected(DecisionDraft draft, CustomerState customer, Instant at, string by, string? reason) => Written(
        draft,
        customer,
        customer.Referral! with
        {
            Hold = null,
            HeldRewards = [],
            Rejection = new ReferralRejection { At = at, Code = by, Reason = reason },
        },
        FactKind.ReferralRejected,
        at,
        by);

    private static CustomerState Written(
        DecisionDraft draft, CustomerState customer, ReferralState referral, FactKind kind, Instant at, string code)
    {
        var written = customer with { Referral = referral };
        draft.Write(StateKeys.Customer(customer.Customer), written);
        draft.Record(Fact(kind, written, at, code));
        return written;
    }

    internal static Fact Fact(FactKind kind, CustomerState customer, Instant at, string code) => new()
    {
        Kind = kind,
        OccurredAt = at,
        Customer = customer.Customer,
        Referrer = customer.Referral!.Referrer,
        Channel = customer.Referral.Channel,
        Segment = customer.Segment,
        Subject = customer.Referral.Id.Value,
        Code = code,
    };

    private static IEnumerable<RewardState> Rewards(DecisionDraft draft, IEnumerable<RewardId> ids) => ids
        .Select(id => draft.Read<RewardState>(StateKeys.Reward(id)))
        .OfType<RewardState>()
        .Where(static reward => reward.IsPending)
        .Select(static reward => reward with { WaitsForReferral = false, ReferralReviewUntil = null });

    /// <summary>Whether a reward can be settled whole; those that are only written back still need one operation each.</summary>
    private static bool HasRoom(DecisionDraft draft, int rewards) =>
        draft.Operations + (2 * OperationsPerReward) + rewards <= CommitBatch.MaxOperations;
}
