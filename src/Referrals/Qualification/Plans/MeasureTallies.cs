using System.Globalization;

namespace Referrals.Qualification.Plans;

/// <summary>Under which names measures are kept.</summary>
internal static class MeasureTallies
{
    internal static RuleTally Of(Measure measure, string rule, Period? grace = null) => new(
        NameOf(measure, rule),
        measure.Subject switch
        {
            MeasureSubject.OwnConversions or MeasureSubject.RuleConversionsOfReferee => TallyOwner.Referee,
            MeasureSubject.RuleConversions => TallyOwner.Rewarded,
            _ => TallyOwner.Referrer,
        },
        measure.Per,
        grace);

    /// <summary>How often a rule has paid a mark.</summary>
    internal static RuleTally Paid(Measure measure, string rule, long from, bool every, bool isForReferee)
    {
        var counted = Of(measure, rule);
        var name = string.Create(CultureInfo.InvariantCulture, $"paid:{rule}:{(every ? "every " : string.Empty)}{from}:{counted.Name}");
        return new RuleTally(name, counted.Owner, measure.Per) { Paid = new MarkOfRule(rule, from, every, counted, isForReferee) };
    }

    /// <summary>What the conversion that is being decided adds to a measure, in smallest parts or as 1.</summary>
    internal static long Delta(Measure measure, QualificationContext context) =>
        context.IsSignUp ? 0 : measure.IsPlainCount ? 1 : Delta(measure, context.Conversion, context.AmountBase);

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
