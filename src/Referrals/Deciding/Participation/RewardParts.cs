using Referrals.Ledger;
using Referrals.Ledger.Life;

namespace Referrals.Deciding.Participation;

/// <summary>How much of each reward is in which stage of its life, as a fold of its owner's ledger lines.</summary>
internal static class RewardParts
{
    internal static Dictionary<RewardId, Dictionary<RewardStage, long>> Of(IEnumerable<LedgerLine> lines)
    {
        var rewards = new Dictionary<RewardId, Dictionary<RewardStage, long>>();
        foreach (var posting in lines.GroupBy(static line => line.Posting))
        {
            var line = posting.FirstOrDefault(static line => line.Parts.Count > 0) ?? posting.First();
            if (!RewardLife.TryFind(line.Step, out var transition))
            {
                continue;
            }

            foreach (var part in line.Parts.Count > 0
                ? line.Parts
                : [new LedgerPart { Reward = line.Reward, MinorUnits = Math.Abs(posting.Max(static one => Math.Abs(one.Amount.MinorUnits))) }])
            {
                if (part.Reward is { } reward)
                {
                    Move(rewards, reward, transition!, part.MinorUnits);
                }
            }
        }

        return rewards;
    }

    /// <summary>What was taken back after its use stays where it was used: nobody can use it a second time.</summary>
    private static void Move(
        Dictionary<RewardId, Dictionary<RewardStage, long>> rewards, RewardId reward, RewardTransition transition, long minorUnits)
    {
        if (!rewards.TryGetValue(reward, out var parts))
        {
            rewards[reward] = parts = [];
        }

        if (transition.From is { } from && transition.Step is not (RewardLife.Owed or RewardLife.WrittenOff))
        {
            parts[from] = parts.GetValueOrDefault(from) - minorUnits;
        }

        parts[transition.To] = parts.GetValueOrDefault(transition.To) + minorUnits;
    }
}
