using Referrals.Qualification;
using Referrals.Terms.Wording;

namespace Referrals.Terms.Composing;

/// <summary>What is counted or summed, as a noun.</summary>
internal static class MeasurePhrases
{
    /// <param name="measure">What is counted.</param>
    /// <param name="clauses">What is spoken of, for measures of what counts for a rule.</param>
    internal static Phrase Of(Measure measure, ConditionClauses clauses)
    {
        var ofRule = measure.Subject is MeasureSubject.RuleConversions or MeasureSubject.RuleConversionsOfReferee;
        var events = measure.Event is { } name ? Phrase.Named("events", name)
            : ofRule ? clauses.Events("measure.cases") : Phrase.Of("measure.any");
        var subject = measure.Subject == MeasureSubject.Referrals
            ? Phrase.Of("measure.Referrals")
            : Phrase.Of("measure." + measure.Subject, events);
        var counted = measure.SumOf is { } unit ? Phrase.Of("measure.sum", subject, unit) : Phrase.Of("measure.count", subject);
        var framed = measure.Per.Kind == TimeFrameKind.Lifetime ? counted : Phrase.Of("measure.over", counted, measure.Per);
        return measure.CountsCurrent ? framed : Phrase.Of("measure.earlier", framed);
    }

    /// <summary>A threshold in what the measure counts: whole numbers, or an amount.</summary>
    internal static object Threshold(Measure measure, decimal from) => measure.SumOf is { } unit ? Amount.Of(from, unit) : from;
}
