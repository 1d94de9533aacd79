using Referrals.Explanations;

namespace Referrals;

/// <summary>When a reward can be used and until when, how it is paid out, and what a refund does.</summary>
internal static class LifeSentences
{
    internal static void WriteUse(TermsLines lines, ReferralProgram program, Side side)
    {
        var rules = RewardSentences.RulesOf(program, side);
        Each(lines, rules, static rule => [.. Use(rule)]);
        if (program.TaxThreshold is { } tax && rules.Any(rule => rule.Units.Contains(tax.Amount.Unit)))
        {
            lines.Add(Phrase.Of("tax", tax.Amount, tax.Year));
        }

        if (program.LotOrder != default && rules.Any(static rule => rule.Expiry is not null))
        {
            lines.Add(Phrase.Of("lots." + program.LotOrder));
        }

        foreach (var payout in program.Payouts.Where(payout => rules.Any(rule => rule.Units.Contains(payout.Unit))))
        {
            lines.Add(Phrase.Of("payout", payout.Minimum));
            if ((payout.FlatFee ?? (object?)payout.FeeShare) is { } fee)
            {
                lines.Add(Phrase.Of("payout.fee." + payout.FeeBorneBy, fee));
                if (payout.FeeIsGivenBack)
                {
                    lines.Add(Phrase.Of("payout.fee.back"));
                }
            }
        }
    }

    internal static void WriteRefunds(TermsLines lines, ReferralProgram program, Side side)
    {
        var rules = RewardSentences.RulesOf(program, side);
        Each(lines, rules, static rule => [Phrase.Of("refund." + rule.OnRefund)]);
        if (rules.Any(static rule => rule.OnRefund != RefundPolicy.Keep))
        {
            lines.Add(Phrase.Of("shortfall." + program.Shortfall));
            if (rules.Where(static rule => rule.OnRefund != RefundPolicy.Keep).SelectMany(static rule => rule.Caps)
                .Concat(program.Caps.Where(cap => cap.Side == side).Select(static cap => cap.Cap)).Any(static cap => !cap.RoomReturns))
            {
                lines.Add(Phrase.Of("refund.limits"));
            }
        }
    }

    /// <summary>Says once what is the same for several rules.</summary>
    private static void Each(TermsLines lines, IReadOnlyList<Incentive> rules, Func<Incentive, Phrase[]> say)
    {
        var groups = rules.Select(rule => (Rule: rule, Said: say(rule)))
            .GroupBy(static text => string.Join(' ', text.Said.SelectMany(static phrase => phrase.Values.Prepend(phrase.Key))), StringComparer.Ordinal)
            .ToArray();
        foreach (var group in groups)
        {
            lines.Labelled = groups.Length == 1 ? [] : [.. group.Select(static text => text.Rule)];
            foreach (var phrase in group.First().Said)
            {
                lines.Add(phrase, groups.Length == 1 ? null : group.First().Rule.Name);
            }
        }
    }

    private static IEnumerable<Phrase> Use(Incentive rule)
    {
        if (rule.Review is { } review)
        {
            yield return Phrase.Of("review." + review.WhenOverdue, review.Within);
        }

        yield return rule.Hold is { } hold ? Phrase.Of("hold", hold) : Phrase.Of(rule.Review is null ? "hold.none" : "hold.review");
        foreach (var phrase in Expiry(rule.Expiry))
        {
            yield return phrase;
        }
    }

    private static IEnumerable<Phrase> Expiry(RewardExpiry? expiry)
    {
        if (expiry is null)
        {
            yield return Phrase.Of("expiry.none");
        }

        if (expiry?.Inactivity is { } inactivity)
        {
            yield return Phrase.Of("expiry.inactive", inactivity);
        }

        if (expiry?.AfterVesting is { } after)
        {
            yield return Phrase.Of("expiry.after", after);
        }

        if (expiry?.LastDay is { } day)
        {
            yield return Phrase.Of("expiry.day", day);
        }
    }
}

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
