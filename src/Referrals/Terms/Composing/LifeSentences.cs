using Referrals.Programs;
using Referrals.Rewards;
using Referrals.Rewards.Life;
using Referrals.Terms.Wording;

namespace Referrals.Terms.Composing;

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
        if (rules.Any(static rule => rule.OnRefund == RefundPolicy.Reverse))
        {
            lines.Add(Phrase.Of("shortfall." + program.Shortfall));
            if (rules.Where(static rule => rule.OnRefund == RefundPolicy.Reverse).SelectMany(static rule => rule.Caps)
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
