using NodaTime;
using Referrals.Deciding.Accounts;
using Referrals.Ledger.Life;
using Referrals.State;

namespace Referrals.Deciding.Rewarding;

/// <summary>Makes a pending reward available.</summary>
internal static class RewardVesting
{
    /// <param name="draft">The decision.</param>
    /// <param name="reward">The reward, held or in review.</param>
    /// <param name="step">Whether its hold is over or it was approved.</param>
    /// <param name="at">When it takes effect.</param>
    internal static void Decide(DecisionDraft draft, RewardState reward, string step, Instant at)
    {
        var amount = reward.Left;
        draft.Write(StateKeys.Reward(reward.Id), reward with { Stage = RewardStage.Vested });
        var referee = Postings.Move(draft, reward, step, amount.MinorUnits, at);
        AccountChanges.Credit(draft, reward, amount, at);
        draft.Record(Postings.Fact(FactKind.RewardVested, reward, amount, at, referee.Referral?.Referrer, referee.Segment));
    }
}
