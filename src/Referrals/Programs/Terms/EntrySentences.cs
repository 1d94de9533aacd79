using Referrals.Attribution;
using Referrals.Explanations;

namespace Referrals;

/// <summary>Who can take part, which link or code counts, what the friend has to do, and how long the program runs.</summary>
internal static class EntrySentences
{
    internal static void WriteWho(TermsLines lines, ReferralProgram program)
    {
        lines.Add(Phrase.Of("who.referrer"));
        lines.Add(Phrase.Of("who.friend"));
        if (program.ChosenCodes is not null)
        {
            lines.Add(Phrase.Of("who.chosen"));
        }
    }

    internal static void WriteLink(TermsLines lines, ReferralProgram program)
    {
        var policy = program.Attribution;
        lines.Add(Phrase.Of(program.Links is null ? "link.code" : "link.both"));
        lines.Add(Phrase.Of(program.Links is null ? "link.window.code" : "link.window", policy.Lookback));
        if (program.Links is not null)
        {
            lines.Add(Phrase.Of(policy.CodeBeatsLink ? "link.beats" : "link.equal"));
        }

        lines.Add(policy.Model == ReferralModel.SplitByAge
            ? Phrase.Of("link.SplitByAge", policy.HalfLife)
            : Phrase.Of("link." + policy.Model));
        if (policy.Split is not null)
        {
            lines.Add(Phrase.Of("link.most", AttributionPolicy.MaxReferrers));
        }
    }

    internal static void WriteDeeds(TermsLines lines, ReferralProgram program)
    {
        var clauses = new ConditionClauses(program.Qualification).Of(program.Qualification);
        if (clauses.Count == 0)
        {
            lines.Add(Phrase.Of(HasOwnEvents(program) ? "do.rules" : "do.any"));
        }
        else if (clauses.Count == 1)
        {
            lines.Add(Phrase.Of("do.one", clauses[0]));
        }
        else
        {
            lines.Add(Phrase.Of("do.all"));
            foreach (var clause in clauses)
            {
                lines.AddItem(clause);
            }
        }

        if (program.CountsBeforeSignUp is { } before)
        {
            lines.Add(Phrase.Of("do.before", before));
        }

        if (AsksForAmounts(program))
        {
            WriteBase(lines, program.AmountBase);
        }
    }

    internal static void WriteSchedule(TermsLines lines, ReferralProgram program, PhraseWriter writer)
    {
        if (program.IsPaused)
        {
            lines.Add(Phrase.Of("runs.paused"));
        }

        if (program.StartsAt is { } start)
        {
            lines.Add(Phrase.Of("runs.from", start));
        }

        if (program.EndsAt is { } end)
        {
            lines.Add(writer.End("runs.until", end));
            lines.Add(Phrase.Of("runs.after"));
        }
        else
        {
            lines.Add(Phrase.Of("runs.open"));
        }

        lines.Add(Phrase.Of("runs.zone", program.ZoneId));
        lines.Add(Phrase.Of("runs.version"));
    }

    /// <summary>Days and years of the program that are not the usual ones.</summary>
    internal static void WriteCalendar(TermsLines lines, ReferralProgram program)
    {
        if (program.WeekStart != NodaTime.IsoDayOfWeek.Monday)
        {
            lines.Add(Phrase.Of("runs.week", program.WeekStart));
        }

        if (program.YearStart != new NodaTime.AnnualDate(1, 1))
        {
            lines.Add(Phrase.Of("runs.year", program.YearStart));
        }
    }

    private static void WriteBase(TermsLines lines, AmountBase counted)
    {
        if (!counted.WithTax)
        {
            lines.Add(Phrase.Of("amount.tax"));
        }

        if (!counted.WithShipping)
        {
            lines.Add(Phrase.Of("amount.shipping"));
        }

        if (!counted.WithFee)
        {
            lines.Add(Phrase.Of("amount.fee"));
        }

        if (counted.BeforeDiscount)
        {
            lines.Add(Phrase.Of("amount.discount"));
        }
    }

    private static bool HasOwnEvents(ReferralProgram program) => program.Incentives.All(static rule => rule.IsShadow || rule.When != Condition.Always);

    private static bool AsksForAmounts(ReferralProgram program) => program.AmountBase != AmountBase.Paid;
}

/// <summary>
/// When a referral does not count. It says what is asked of honest people, and names neither the signals that are compared nor the numbers
/// from which on something is looked at: those would only help the others.
/// </summary>
internal static class GuardSentences
{
    internal static void Write(TermsLines lines, GuardPolicy policy)
    {
        lines.Add(Phrase.Of("guard.self"));
        lines.Add(Phrase.Of("guard.once"));
        var acting = policy.Guards.Where(guard => Acts(policy, guard)).ToArray();
        foreach (var key in acting.Where(static guard => guard is not MissingSignalGuard).Select(KeyOf).Distinct())
        {
            lines.Add(Phrase.Of(key));
        }

        foreach (var kind in acting.OfType<MissingSignalGuard>().Select(static guard => guard.Kind).Distinct())
        {
            lines.Add(Phrase.Of("guard.missing", Phrase.Of("signal." + kind)));
        }

        if (acting.Any(guard => policy.Score is not null || guard.Action == GuardAction.Hold))
        {
            lines.Add(Phrase.Of("guard.held"));
            lines.Add(policy.Review is { } review ? Phrase.Of("guard.review." + review.WhenOverdue, review.Within) : Phrase.Of("guard.review"));
        }
    }

    /// <summary>The sentence for a guard: several kinds share one.</summary>
    internal static string KeyOf(Guard guard) => guard switch
    {
        SharedSignalGuard => "guard.different",
        SignalVelocityGuard => "guard.different",
        ReferrerVelocityGuard => "guard.many",
        ExistingCustomerGuard => "guard.existing",
        AlreadyReferredGuard => "guard.referred",
        ReferralAfterOrderGuard => "guard.after",
        EmailDomainGuard => "guard.email",
        BannedReferrersGuard => "guard.banned",
        MissingSignalGuard => "guard.missing",
        CustomGuard => "guard.custom",
        BlockedSourceGuard => "guard.source",
        _ => throw new InvalidOperationException($"A {guard.GetType().Name} has no words in terms yet."),
    };

    /// <summary>Whether anything can follow from a guard; one that only notes what it finds is nobody's business but the application's.</summary>
    private static bool Acts(GuardPolicy policy, Guard guard) =>
        (guard.Action != GuardAction.Allow && policy.Score is not { ReplacesActions: true }) || (policy.Score is not null && guard.Points > 0);
}
