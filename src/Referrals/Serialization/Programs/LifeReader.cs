using System.Globalization;
using NodaTime;
using NodaTime.Text;
using Referrals.Programs;
using Referrals.Rewards.Life;
using Referrals.Serialization.Programs.Documents;

namespace Referrals.Serialization.Programs;

/// <summary>Reads what becomes of rewards: review, expiry, payouts, shortfalls.</summary>
internal static class LifeReader
{
    internal static readonly (string Name, ReviewSilence Value)[] Silences =
        [("approve", ReviewSilence.Approves), ("reject", ReviewSilence.Rejects)];

    internal static readonly (string Name, FeeBearer Value)[] Bearers = [("program", FeeBearer.Program), ("owner", FeeBearer.Owner)];

    internal static readonly (string Name, ShortfallPolicy Value)[] Shortfalls =
        [("negativeBalance", ShortfallPolicy.NegativeBalance), ("writeOff", ShortfallPolicy.WriteOff)];

    internal static ReviewRule? Review(ReviewDocument? document, string path, DocumentReader reader)
    {
        if (document is null)
        {
            return null;
        }

        if (document.Deadline is null)
        {
            reader.Missing($"{path}.deadline", "how long the review can take, such as { \"days\": 7 }");
        }

        if (document.Silence is null)
        {
            reader.Missing($"{path}.silence", "approve or reject: what it means that nobody has decided by then");
        }

        var silence = reader.Name(document.Silence, Silences, default, $"{path}.silence");
        return reader.Window(document.Deadline, $"{path}.deadline") is { } deadline ? ReviewRule.Of(deadline, silence) : null;
    }

    internal static RewardExpiry? Expiry(ExpiryDocument? document, string path, DocumentReader reader)
    {
        if (document is null)
        {
            return null;
        }

        string[] names = ["after", "months", "lastDay", "inactivity"];
        object?[] given = [document.After, document.Months, document.LastDay, document.Inactivity];
        if (given.Count(static value => value is not null) != 1)
        {
            if (given.Any(static value => value is not null) || !names.Any(name => reader.Reported($"{path}.{name}")))
            {
                reader.Report(ProgramCodes.OneOf, path, "An expiry takes exactly one of after, months, lastDay and inactivity.");
            }

            return null;
        }

        if (document.Months is { } months)
        {
            return reader.InRange(months, 1, 1_200, $"{path}.months") ? RewardExpiry.AfterMonths(months) : null;
        }

        if (document.LastDay is { } text)
        {
            return LastDay(text, $"{path}.lastDay", reader) is { } day ? RewardExpiry.On(day) : null;
        }

        return document.After is not null
            ? reader.Window(document.After, $"{path}.after") is { } after ? RewardExpiry.After(after) : null
            : reader.Window(document.Inactivity, $"{path}.inactivity") is { } window ? RewardExpiry.Sliding(window) : null;
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

    internal static ShortfallPolicy Shortfall(string? text, DocumentReader reader) =>
        reader.Name(text, Shortfalls, default, "$.shortfall");

    internal static ReviewDocument? Document(ReviewRule? rule) => rule is null ? null : new ReviewDocument
    {
        Deadline = ProgramWriter.Document(rule.Deadline),
        Silence = ProgramNames.Of(Silences, rule.Silence),
    };

    internal static ExpiryDocument? Document(RewardExpiry? expiry) => expiry is null ? null : new ExpiryDocument
    {
        After = expiry.AfterVesting is { } window ? ProgramWriter.Document(window) : null,
        Months = expiry.Months,
        LastDay = expiry.LastDay is { } day ? LocalDatePattern.Iso.Format(day) : null,
        Inactivity = expiry.AfterInactivity is { } inactivity ? ProgramWriter.Document(inactivity) : null,
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

        reader.Report(ProgramCodes.InvalidValue, path, $"'{text}' is no day; write one such as 2026-12-31.");
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
