using System.Globalization;

namespace Referrals.Qualification.Plans;

/// <summary>Under which names measures are kept.</summary>
internal static class MeasureTallies
{
    internal static RuleTally Of(Measure measure, string rule, Window? grace = null) => new(
        NameOf(measure, rule),
        measure.Subject switch
        {
            MeasureSubject.OwnConversions or MeasureSubject.RuleConversionsOfReferee => TallyOwner.Referee,
            MeasureSubject.RuleConversions => TallyOwner.Rewarded,
            _ => TallyOwner.Referrer,
        },
        measure.Over,
        grace);

    /// <summary>What the conversion that is being decided adds to a measure, in smallest parts or as 1.</summary>
    internal static long Delta(Measure measure, QualificationContext context) =>
        measure.IsPlainCount ? 1 : Delta(measure, context.Conversion, context.AmountBase);

    internal static long Delta(Measure measure, Conversion conversion, AmountBase amountBase)
    {
        if (measure.Subject == MeasureSubject.Referrals
            || (measure.Event is { } name && !string.Equals(name, conversion.Name, StringComparison.Ordinal)))
        {
            return 0;
        }

        return measure.SumOf is not { } unit ? 1
            : conversion.Amount is { } amount && amount.Unit == unit ? amountBase.Of(conversion)
            : 0;
    }

    private static string NameOf(Measure measure, string rule)
    {
        var what = measure.SumOf is { } unit ? unit.ToString() : "n";
        return measure.Subject switch
        {
            MeasureSubject.RuleConversions => KeyText.Of("rule", rule, what),
            MeasureSubject.RuleConversionsOfReferee => KeyText.Of("rule-referee", rule, what),
            MeasureSubject.OwnConversions => Named("own"),
            MeasureSubject.ReferredConversions => Named("referred"),
            _ => "referrals:n",
        };

        string Named(string subject) => KeyText.Of(subject, measure.Event, what);
    }
}
