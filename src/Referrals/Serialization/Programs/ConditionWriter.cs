using NodaTime.Text;
using Referrals.Qualification;
using Referrals.Qualification.Conditions;
using Referrals.Serialization.Programs.Documents;

namespace Referrals.Serialization.Programs;

/// <summary>Turns conditions into their documents.</summary>
internal static class ConditionWriter
{
    private static readonly Field Segment = Field.Referee("segment");

    internal static ConditionDocument Document(Condition condition) => condition switch
    {
        AllCondition { Conditions.Count: 0 } => new ConditionDocument { Always = true },
        AllCondition all => new ConditionDocument { All = [.. all.Conditions.Select(Document)] },
        AnyCondition any => new ConditionDocument { Any = [.. any.Conditions.Select(Document)] },
        NotCondition not => new ConditionDocument { Not = Document(not.Inner) },
        EventCondition named => new ConditionDocument { Event = named.Name },
        HappenedCondition happened => new ConditionDocument { Happened = happened.Name },
        OrdinalCondition { Every: true } nth => new ConditionDocument { EveryNth = nth.Ordinal },
        OrdinalCondition nth => new ConditionDocument { Nth = nth.Ordinal },
        AmountCondition { Comparison: Comparison.AtLeast } least => new ConditionDocument { AtLeast = least.Limit.ToString() },
        AmountCondition amount => new ConditionDocument { Amount = Amount(amount) },
        WithinCondition window => new ConditionDocument { Within = ProgramWriter.Document(window.Period) },
        DatesCondition dates => new ConditionDocument
        {
            OnDates = new DatesDocument { First = LocalDatePattern.Iso.Format(dates.First), Last = LocalDatePattern.Iso.Format(dates.Last) },
        },
        WeekdayCondition weekday => new ConditionDocument { OnWeekdays = [.. weekday.Days.Select(static day => ProgramNames.Of(ProgramNames.Weekdays, day))] },
        TimeOfDayCondition times => new ConditionDocument
        {
            AtTimes = new TimesDocument { From = LocalTimePattern.ExtendedIso.Format(times.From), Until = LocalTimePattern.ExtendedIso.Format(times.Until) },
        },
        TenureCondition tenure => new ConditionDocument
        {
            MemberFor = new TenureDocument
            {
                Side = ProgramNames.Of(ProgramNames.Sides, tenure.Side),
                AtLeast = tenure.IsLeast ? ProgramWriter.Document(tenure.Length) : null,
                LessThan = tenure.IsLeast ? null : ProgramWriter.Document(tenure.Length),
            },
        },
        MeasureCondition measure => new ConditionDocument { Count = Count(measure) },
        LineCondition line => line.Every
            ? new ConditionDocument { EveryLine = Document(line.Inner) }
            : new ConditionDocument { AnyLine = Document(line.Inner) },
        CustomCondition custom => new ConditionDocument { Custom = custom.Name },
        FieldInCondition segment when segment.Field == Segment => new ConditionDocument { Segment = [.. segment.Values] },
        FieldInCondition { Field.Source: FieldSource.Event } attribute => new ConditionDocument
        {
            Attribute = new AttributeDocument { Name = attribute.Field.Name, In = [.. attribute.Values] },
        },
        _ => new ConditionDocument { Field = FieldOf(condition) },
    };

    internal static MeasureDocument Document(Measure measure) => new()
    {
        Of = ProgramNames.Of(ProgramNames.Subjects, measure.Subject),
        Event = measure.Event,
        SumOf = measure.SumOf?.ToString(),
        Per = ProgramWriter.Per(measure.Per),
        InTheLast = measure.Per.Length is { } length ? ProgramWriter.Document(length) : null,
        WeekStart = ProgramWriter.WeekStart(measure.Per),
        YearStart = ProgramWriter.Text(measure.Per.YearStart),
        BeforeCurrent = measure.CountsCurrent ? null : true,
    };

    private static FieldDocument FieldOf(Condition condition) => condition switch
    {
        FieldInCondition values => new FieldDocument { Name = values.Field.ToString(), In = [.. values.Values] },
        FieldContainsCondition contains => new FieldDocument { Name = contains.Field.ToString(), Contains = contains.Text },
        FieldKnownCondition known => new FieldDocument { Name = known.Field.ToString(), Known = true },
        FieldTimeCondition time => new FieldDocument
        {
            Name = time.Field.ToString(),
            From = time.From is { } from ? InstantPattern.ExtendedIso.Format(from) : null,
            Until = time.Until is { } until ? InstantPattern.ExtendedIso.Format(until) : null,
        },
        FieldNumberCondition number => new FieldDocument
        {
            Name = number.Field.ToString(),
            AtLeast = If(number.Comparison, Comparison.AtLeast, number.Limit),
            Above = If(number.Comparison, Comparison.Above, number.Limit),
            AtMost = If(number.Comparison, Comparison.AtMost, number.Limit),
            Below = If(number.Comparison, Comparison.Below, number.Limit),
            Exactly = If(number.Comparison, Comparison.Exactly, number.Limit),
        },
        _ => throw new InvalidOperationException($"A {condition.GetType().Name} has no form in JSON yet."),
    };

    private static AmountDocument Amount(AmountCondition condition) => condition.Comparison switch
    {
        Comparison.Above => new AmountDocument { Above = condition.Limit.ToString() },
        Comparison.AtMost => new AmountDocument { AtMost = condition.Limit.ToString() },
        Comparison.Below => new AmountDocument { Below = condition.Limit.ToString() },
        _ => new AmountDocument { Exactly = condition.Limit.ToString() },
    };

    private static CountDocument Count(MeasureCondition condition)
    {
        var limit = condition.Measure.SumOf is { } unit ? Referrals.Amount.FromMinorUnits(condition.Limit, unit).Value : condition.Limit;
        return new CountDocument
        {
            Measure = Document(condition.Measure),
            AtLeast = If(condition.Comparison, Comparison.AtLeast, limit),
            Above = If(condition.Comparison, Comparison.Above, limit),
            AtMost = If(condition.Comparison, Comparison.AtMost, limit),
            Below = If(condition.Comparison, Comparison.Below, limit),
            Exactly = If(condition.Comparison, Comparison.Exactly, limit),
        };
    }

    private static decimal? If(Comparison given, Comparison asked, decimal limit) => given == asked ? ProgramWriter.Normal(limit) : null;
}
