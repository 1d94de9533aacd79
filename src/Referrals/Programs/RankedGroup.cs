using Referrals.Rewards;
using Referrals.Rewards.Plans;

namespace Referrals.Programs;

/// <summary>Rules that compete for one side, in the order in which they are asked.</summary>
internal sealed class RankedGroup
{
    internal RankedGroup(Precedence precedence, int[] rules)
    {
        Precedence = precedence;
        Rules = rules;
    }

    internal Precedence Precedence { get; }

    /// <summary>The places of the rules in the program.</summary>
    internal int[] Rules { get; }

    /// <summary>Lets the winners stand and marks the others as outranked.</summary>
    /// <returns>How many stand.</returns>
    internal int Rank(Span<IncentiveOutcome> outcomes)
    {
        var winner = -1;
        var granted = 0;
        foreach (var rule in Rules)
        {
            ref var outcome = ref outcomes[rule];
            if (!outcome.IsGranted)
            {
                continue;
            }

            granted++;
            if (winner < 0 || (Precedence == Precedence.Best && Total(outcome) > Total(outcomes[winner])))
            {
                winner = rule;
            }
        }

        if (Precedence == Precedence.Stack || granted <= 1)
        {
            return granted;
        }

        foreach (var rule in Rules)
        {
            if (rule != winner && outcomes[rule].IsGranted)
            {
                outcomes[rule] = new IncentiveOutcome(Refusals.Outranked, outcomes[rule].TierReached);
            }
        }

        return 1;

        static long Total(in IncentiveOutcome outcome) => outcome.MinorUnits + outcome.RaiseMinorUnits;
    }
}
