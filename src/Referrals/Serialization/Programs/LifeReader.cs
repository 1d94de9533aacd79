using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace Referrals.Serialization;

/// <summary>Reads what becomes of rewards: review, expiry, payouts, shortfalls.</summary>
internal static class LifeReader
{
    internal static readonly (string Name, WhenOverdue Value)[] Overdues =
        [("approve", WhenOverdue.Approve), ("reject", WhenOverdue.Reject)];

    internal static readonly (string Name, FeeBearer Value)[] Bearers = [("program", FeeBearer.Program), ("owner", FeeBearer.Owner)];

    internal static readonly (string Name, ShortfallPolicy Value)[] Shortfalls =
        [("negativeBalance", ShortfallPolicy.NegativeBalance), ("writeOff", ShortfallPolicy.WriteOff)];

    internal static readonly (string Name, LotOrder Value)[] LotOrders = [("oldest", LotOrder.Oldest), ("soonestExpiry", LotOrder.SoonestExpiry)];

    internal static ReviewRule? Review(ReviewDocument? document, string path, DocumentReader reader)
    {
        if (document is null)
        {
            return null;
        }

        if (document.Within is null)
        {
            reader.Missing($"{path}.within", "how long the review can take, such as { \"days\": 7 }");
        }

        if (document.WhenOverdue is null)
        {
            reader.Missing($"{path}.whenOverdue", "approve or reject: what happens when nobody has decided by then");
        }

        var overdue = reader.Name(document.WhenOverdue, Overdues, default, $"{path}.whenOverdue");
        return reader.Period(document.Within, $"{path}.within") is { } within ? ReviewRule.Of(within, overdue) : null;
    }

    internal static RewardExpiry? Expiry(ExpiryDocument? document, string path, DocumentReader reader)
    {
        if (document is null)
        {
            return null;
        }

        string[] names = ["after", "lastDay", "inactivity"];
        if (document is { After: null, LastDay: null, Inactivity: null })
        {
            if (!names.Any(name => reader.Reported($"{path}.{name}")))
            {
                reader.Report(ProgramCodes.OneOf, path, "An expiry takes at least one of after, lastDay and inactivity.");
            }

            return null;
        }

        var after = reader.Period(document.After, $"{path}.after") is { } period ? RewardExpiry.After(period) : null;
        var lastDay = document.LastDay is { } text && LastDay(text, $"{path}.lastDay", reader) is { } day ? RewardExpiry.On(day) : null;
        var inactivity = reader.Period(document.Inactivity, $"{path}.inactivity") is { } idle ? RewardExpiry.AfterInactivity(idle) : null;
        return new[] { after, lastDay, inactivity }.OfType<RewardExpiry>() is var given && given.Any()
            ? given.Aggregate(static (one, other) => one.And(other))
            : null;
    }

    internal static IEnumerable<PayoutRule> Payouts(List<PayoutDocument>? documents, DocumentReader reader)
    {
        for (var i = 0; i < documents?.Count; i++)
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"$.payouts[{i}]");
            if (Payout(documents[i], path, reader) is { } rule)
            {
                yield return rule;
            }
        }
    }

    internal static readonly (string Name, PairPolicy Value)[] PairPolicies = [("apart", PairPolicy.Apart), ("together", PairPolicy.Together)];

    internal static PairPolicy Pairs(string? text, DocumentReader reader) =>
        reader.Name(text, PairPolicies, default, "$.pairs");

    internal static ShortfallPolicy Shortfall(string? text, DocumentReader reader) =>
        reader.Name(text, Shortfalls, default, "$.shortfall");

    internal static IEnumerable<Amount> ManualReviews(List<string?>? amounts, DocumentReader reader)
    {
        for (var i = 0; i < amounts?.Count; i++)
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"$.manualReviews[{i}]");
            if (amounts[i] is null)
            {
                reader.Missing(path, "an amount such as 100 EUR");
            }
            else if (reader.Amount(amounts[i], path) is { } above)
            {
                yield return above;
            }
        }
    }

    internal static ReviewDocument? Document(ReviewRule? rule) => rule is null ? null : new ReviewDocument
    {
        Within = ProgramWriter.Document(rule.Within),
        WhenOverdue = ProgramNames.Of(Overdues, rule.WhenOverdue),
    };

    internal static ExpiryDocument? Document(RewardExpiry? expiry) => expiry is null ? null : new ExpiryDocument
    {
        After = expiry.AfterVesting is { } window ? ProgramWriter.Document(window) : null,
        LastDay = expiry.LastDay is { } day ? LocalDatePattern.Iso.Format(day) : null,
        Inactivity = expiry.Inactivity is { } inactivity ? ProgramWriter.Document(inactivity) : null,
    };

    internal static PayoutDocument Document(PayoutRule rule) => new()
    {
        Minimum = rule.Minimum.ToString(),
        Fee = rule.FlatFee?.ToString(),
        FeePercent = rule.FeeShare is { } share ? ProgramWriter.Normal(share.Fraction * 100m) : null,
        FeeBorneBy = rule.FeeBorneBy == default ? null : ProgramNames.Of(Bearers, rule.FeeBorneBy),
        FeeGivenBack = rule.FeeIsGivenBack ? true : null,
    };

    private static LocalDate? LastDay(string text, string path, DocumentReader reader)
    {
        if (LocalDatePattern.Iso.Parse(text).TryGetValue(default, out var day))
        {
            return day;
        }

        reader.Report(ProgramCodes.InvalidValue, path, $"'{text}' is not a valid day; write one such as 2026-12-31.");
        return null;
    }

    private static PayoutRule? Payout(PayoutDocument document, string path, DocumentReader reader)
    {
        if (document.Minimum is null)
        {
            reader.Missing($"{path}.minimum", "the least that is paid out at once, such as 25.00 EUR");
        }

        var minimum = reader.Amount(document.Minimum, $"{path}.minimum");
        var fee = reader.Amount(document.Fee, $"{path}.fee");
        var bearer = reader.Name(document.FeeBorneBy, Bearers, default, $"{path}.feeBorneBy");
        if (document is { Fee: not null, FeePercent: not null })
        {
            reader.Report(ProgramCodes.OneOf, path, "A payout takes at most one of fee and feePercent.");
            return null;
        }

        if (document.FeePercent is <= 0 or >= 100)
        {
            reader.Report(ProgramCodes.OutOfRange, $"{path}.feePercent", $"{document.FeePercent} is out of range; write a number above 0 and below 100.");
            return null;
        }

        if (document is { FeeBorneBy: not null, Fee: null, FeePercent: null })
        {
            reader.Report(ProgramCodes.NotHere, $"{path}.feeBorneBy", "There is no fee that anybody could bear; add fee or feePercent, or leave it out.");
        }

        if (document.FeeGivenBack == true && (document is { Fee: null, FeePercent: null } || bearer != FeeBearer.Owner))
        {
            reader.Report(ProgramCodes.InvalidValue, $"{path}.feeGivenBack", "Only a fee that the owner bears can be given back; write feeBorneBy as owner, with a fee, or leave this out.");
            return null;
        }

        if (minimum is not { } least || (fee is null && document.Fee is not null))
        {
            return null;
        }

        var rule = PayoutRule.From(least);
        if (fee is not { } flat)
        {
            return document.FeePercent is { } percent ? Back(rule.WithFee(Percentage.Of(percent), bearer)) : rule;
        }

        if (flat.Unit != least.Unit || (bearer == FeeBearer.Owner && flat >= least))
        {
            reader.Report(ProgramCodes.InvalidValue, $"{path}.fee", $"The fee {flat} does not fit a minimum of {least}; write less, in the same unit.");
            return null;
        }

        return Back(rule.WithFee(flat, bearer));

        PayoutRule Back(PayoutRule one) => document.FeeGivenBack == true ? one.GivingFeeBack() : one;
    }
}

/// <summary>Reads caps, budgets and the tax threshold.</summary>
internal static class LimitReader
{
    internal static IEnumerable<Cap> Caps(IncentiveDocument document, string path, DocumentReader reader)
    {
        if (document.Cap is not null && document.Caps is not null)
        {
            reader.Report(ProgramCodes.OneOf, $"{path}.caps", "Write either cap or caps, not both.");
        }

        var caps = document.Caps ?? (document.Cap is null ? [] : [document.Cap]);
        return caps.Select((cap, i) => Cap(cap, document.Caps is null ? $"{path}.cap" : $"{path}.caps[{i}]", reader)).OfType<Cap>();
    }

    internal static IEnumerable<SideCap> SideCaps(List<SideCapDocument>? documents, DocumentReader reader)
    {
        for (var i = 0; i < documents?.Count; i++)
        {
            var path = $"$.caps[{i}]";
            if (documents[i].Side is null)
            {
                reader.Missing($"{path}.side", "referrer or referee");
            }

            if (documents[i].Cap is null)
            {
                reader.Missing($"{path}.cap", "the cap itself");
            }

            if (Cap(documents[i].Cap, $"{path}.cap", reader) is { } cap)
            {
                yield return new SideCap(reader.Name(documents[i].Side, ProgramNames.Sides, default, $"{path}.side"), cap);
            }
        }
    }

    internal static IEnumerable<Budget> Budgets(List<BudgetDocument>? documents, DocumentReader reader)
    {
        for (var i = 0; i < documents?.Count; i++)
        {
            var path = $"$.budgets[{i}]";
            if (documents[i].Amount is null)
            {
                reader.Missing($"{path}.amount", "the most that is given in all, such as 50000 EUR");
            }

            var end = reader.Name(documents[i].WhenUsedUp, ProgramNames.BudgetEnds, default, $"{path}.whenUsedUp");
            if (reader.Amount(documents[i].Amount, $"{path}.amount") is { } budget)
            {
                yield return Budget.Of(budget, end);
            }
        }
    }

    internal static TaxThreshold? Tax(TaxThresholdDocument? document, DocumentReader reader)
    {
        if (document is null)
        {
            return null;
        }

        if (document.Amount is null)
        {
            reader.Missing("$.taxThreshold.amount", "an amount such as 600 USD");
        }

        var start = reader.YearStart(document.YearStart, "$.taxThreshold.yearStart");
        return reader.Amount(document.Amount, "$.taxThreshold.amount") is { } amount ? TaxThreshold.Of(amount, start) : null;
    }

    private static Cap? Cap(CapDocument? document, string path, DocumentReader reader)
    {
        if (document is null)
        {
            return null;
        }

        if (document is { Rewards: not null, AtCap: not null })
        {
            reader.Report(ProgramCodes.NotHere, $"{path}.atCap", "A cap by number of rewards always refuses what goes beyond it; take atCap out.");
        }

        var per = reader.TimeFrame(document, path);
        var atCap = reader.Name(document.AtCap, ProgramNames.CapActions, CapAction.Clamp, $"{path}.atCap");
        var (perReferral, roomReturns) = (document.PerReferral ?? false, document.RoomReturns ?? false);
        return reader.OneOf(path, "A cap", ("amount", document.Amount), ("rewards", document.Rewards)) switch
        {
            "amount" => reader.Amount(document.Amount, $"{path}.amount") is { } amount
                ? Referrals.Cap.OfAmount(amount, per, atCap, perReferral, roomReturns)
                : null,
            "rewards" => reader.InRange(document.Rewards!.Value, 1, int.MaxValue, $"{path}.rewards")
                ? Referrals.Cap.OfRewards(document.Rewards.Value, per, perReferral, roomReturns)
                : null,
            _ => null,
        };
    }
}
