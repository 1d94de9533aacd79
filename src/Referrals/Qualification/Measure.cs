using System.Globalization;
using Referrals.Explanations;

namespace Referrals;

/// <summary>
/// A number that is kept up to date with every decision, so that conditions, tiers and milestones can ask for it: how many, or for
/// how much, over which time.
/// </summary>
/// <remarks>
/// Events count by when they happened. A conversion that is refunded counts for as much less; one refunded in full does not count at all.
/// A measure begins with the first version of the program that names it.
/// </remarks>
public sealed record Measure
{
    private Measure(MeasureSubject subject, string? eventName)
    {
        Subject = subject;
        Event = eventName;
    }

    /// <summary>What is counted.</summary>
    public MeasureSubject Subject { get; }

    /// <summary>The name of the conversions that count; <c>null</c> for all names.</summary>
    public string? Event { get; }

    /// <summary>The unit whose amounts are summed; <c>null</c> for a count.</summary>
    public Unit? SumOf { get; private init; }

    /// <summary>Over which time.</summary>
    public TimeFrame Per { get; private init; } = TimeFrame.Lifetime;

    /// <summary>Whether the event that is being decided counts itself.</summary>
    /// <value>The default is <c>true</c>.</value>
    public bool CountsCurrent { get; private init; } = true;

    /// <summary>Whether every conversion counts as one.</summary>
    internal bool IsPlainCount => Event is null && SumOf is null && Subject != MeasureSubject.Referrals;

    /// <summary>The conversions of the customer who converts.</summary>
    /// <param name="eventName">The name of the conversions that count; <c>null</c> for all.</param>
    public static Measure OwnConversions(string? eventName = null) => new(MeasureSubject.OwnConversions, Name(eventName));

    /// <summary>The conversions of all customers whom the referrer has referred.</summary>
    /// <param name="eventName">The name of the conversions that count; <c>null</c> for all.</param>
    public static Measure ReferredConversions(string? eventName = null) => new(MeasureSubject.ReferredConversions, Name(eventName));

    /// <summary>The referrals that were created for the referrer.</summary>
    public static Measure Referrals() => new(MeasureSubject.Referrals, null);

    /// <summary>The conversions that fulfilled the conditions of the rule that asks, for the one whom the rule rewards.</summary>
    public static Measure RuleConversions() => new(MeasureSubject.RuleConversions, null);

    /// <summary>The conversions of one referee that fulfilled the conditions of the rule that asks.</summary>
    public static Measure RuleConversionsOfReferee() => new(MeasureSubject.RuleConversionsOfReferee, null);

    /// <summary>The same, summing amounts of a unit instead of counting. Amounts of other units do not count.</summary>
    /// <exception cref="ArgumentException">The unit is <c>default</c>, or referrals are to be summed, which have no amount.</exception>
    public Measure Sum(Unit unit) => Subject == MeasureSubject.Referrals
        ? throw new ArgumentException("Referrals have no amount to sum; sum ReferredConversions.", nameof(unit))
        : this with { SumOf = InputText.Check(unit) };

    /// <summary>The same over a time.</summary>
    public Measure In(TimeFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        return this with { Per = frame };
    }

    /// <summary>The same without the event that is being decided.</summary>
    public Measure BeforeCurrent() => this with { CountsCurrent = false };

    /// <summary>Such as <c>conversions of referred customers “purchase” per calendar month</c>.</summary>
    public override string ToString() => PhraseWriter.English.Write(Description);

    /// <summary>What is counted or summed, and over which time.</summary>
    internal Phrase Description
    {
        get
        {
            var counted = Phrase.Of("value.counted." + Subject);
            counted = Event is null ? counted : Phrase.Of("value.counted_event", counted, Event);
            return Phrase.Of("value.measure", SumOf is { } unit ? Phrase.Of("value.sum", unit, counted) : counted, Phrase.Of(Per));
        }
    }

    internal static Measure Of(MeasureSubject subject, string? eventName) => new(subject, Name(eventName));

    private static string? Name(string? name) => name is null ? null : InputText.Check(name);
}

/// <summary>What a <see cref="Measure"/> counts or sums.</summary>
public enum MeasureSubject
{
    /// <summary>The conversions of the customer who converts.</summary>
    OwnConversions = 0,

    /// <summary>The conversions of all customers whom the referrer has referred.</summary>
    ReferredConversions = 1,

    /// <summary>The referrals that were created for the referrer, by the time of the sign-up.</summary>
    Referrals = 2,

    /// <summary>The conversions that fulfilled the conditions of the rule itself, for whom the rule rewards.</summary>
    RuleConversions = 3,

    /// <summary>The conversions of one referee that fulfilled the conditions of the rule itself.</summary>
    RuleConversionsOfReferee = 4,
}

/// <summary>Under which names measures are kept.</summary>
internal static class MeasureTallies
{
    private const string OfReferrals = "referrals:n";

    internal static RuleTally Of(Measure measure, string rule, TimePeriod? grace = null) => new(
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

    /// <summary>Whether a number counts what fulfilled the conditions of one rule, as "once for each friend" does.</summary>
    internal static bool IsOfRule(string name) =>
        name.StartsWith("rule:", StringComparison.Ordinal) || name.StartsWith("rule-referee:", StringComparison.Ordinal);

    /// <summary>Whether a number counts referrals.</summary>
    internal static bool IsOfReferrals(string name) => name == OfReferrals;

    private static string NameOf(Measure measure, string rule)
    {
        var what = measure.SumOf is { } unit ? unit.ToString() : "n";
        return measure.Subject switch
        {
            MeasureSubject.RuleConversions => KeyText.Of("rule", rule, what),
            MeasureSubject.RuleConversionsOfReferee => KeyText.Of("rule-referee", rule, what),
            MeasureSubject.OwnConversions => Named("own"),
            MeasureSubject.ReferredConversions => Named("referred"),
            _ => OfReferrals,
        };

        string Named(string subject) => KeyText.Of(subject, measure.Event, what);
    }
}

/// <summary>A measure with the number under which it is counted.</summary>
internal readonly record struct CountedMeasure(Measure Measure, RuleTally Tally)
{
    internal static CountedMeasure[] Of(IEnumerable<Measure> measures, string rule = "") =>
        [.. measures.Select(measure => new CountedMeasure(measure, MeasureTallies.Of(measure, rule)))];
}
