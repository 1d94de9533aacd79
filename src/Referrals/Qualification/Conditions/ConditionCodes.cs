namespace Referrals;

/// <summary>The codes of the checks that conditions make.</summary>
internal static class ConditionCodes
{
    internal const string All = "condition.all";
    internal const string Any = "condition.any";
    internal const string Not = "condition.not";
    internal const string Event = "condition.event";
    internal const string Happened = "condition.happened";
    internal const string Ordinal = "condition.ordinal";
    internal const string EveryNth = "condition.every_nth";
    internal const string Amount = "condition.amount";
    internal const string AmountMissing = "condition.amount_missing";
    internal const string Currency = "condition.currency";
    internal const string Window = "condition.window";
    internal const string Dates = "condition.dates";
    internal const string Weekday = "condition.weekday";
    internal const string TimeOfDay = "condition.time_of_day";
    internal const string Tenure = "condition.tenure";
    internal const string Measure = "condition.measure";
    internal const string Attribute = "condition.attribute";
    internal const string Contains = "condition.contains";
    internal const string StartsWith = "condition.starts_with";
    internal const string EndsWith = "condition.ends_with";
    internal const string Number = "condition.number";
    internal const string Time = "condition.time";
    internal const string Known = "condition.known";
    internal const string AnyLine = "condition.any_line";
    internal const string EveryLine = "condition.every_line";
    internal const string Segment = "condition.segment";
    internal const string Custom = "condition.custom";
}
