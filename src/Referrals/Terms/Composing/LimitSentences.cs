using Referrals.Programs;
using Referrals.Rewards.Limits;
using Referrals.Terms.Wording;

namespace Referrals.Terms.Composing;

/// <summary>The most that a customer, a side or the program as a whole can get.</summary>
internal static class LimitSentences
{
    internal static void Write(TermsLines lines, ReferralProgram program, Side side)
    {
        var rules = RewardSentences.RulesOf(program, side);
        foreach (var rule in rules)
        {
            foreach (var cap in rule.Caps)
            {
                lines.Labelled = rules.Count > 1 ? [rule] : [];
                Write(lines, cap, side, "own", rule.Name);
            }
        }

        foreach (var cap in program.Caps.Where(cap => cap.Side == side))
        {
            Write(lines, cap.Cap, side, "side", null);
        }

        foreach (var budget in program.Budgets.Where(budget => rules.Any(rule => rule.Units.Contains(budget.Amount.Unit))))
        {
            lines.Add(Phrase.Of("budget", budget.Amount));
            lines.Add(Phrase.Of("budget." + budget.WhenUsedUp, budget.Amount.Unit));
        }

        if (program.Pairs == PairPolicy.Together && program.Incentives.Select(static rule => rule.Side).Distinct().Count() > 1)
        {
            lines.Add(Phrase.Of("pairs.Together"));
        }
    }

    /// <summary>What an amount or number is at most, as one sentence.</summary>
    internal static Phrase Of(Cap cap, Side side, string whose)
    {
        // A referred customer has one referral only, so that "for each referral" is just "for you".
        var each = cap.IsPerReferral && side == Side.Referrer ? ".each" : string.Empty;
        return cap.Amount is { } amount
            ? Phrase.Of($"cap.{whose}{each}.amount", amount, cap.Per)
            : cap is { Rewards: 1, Per.Kind: TimeFrameKind.Lifetime } ? Phrase.Of($"cap.{whose}{each}.once")
            : Phrase.Of($"cap.{whose}{each}.count", cap.Rewards!.Value, cap.Per);
    }

    private static void Write(TermsLines lines, Cap cap, Side side, string whose, string? rule)
    {
        lines.Add(Of(cap, side, whose), rule);
        if (cap.Amount is not null)
        {
            lines.Add(Phrase.Of("cap." + cap.AtCap));
        }

        if (cap.RoomReturns)
        {
            lines.Add(Phrase.Of("cap.returns"));
        }
    }
}
