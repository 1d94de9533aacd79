namespace Referrals.Qualification.Conditions;

/// <summary>The codes of the checks that conditions make.</summary>
internal static class ConditionCodes
{
    internal const string All = "condition.all";
    internal const string Any = "condition.any";
    internal const string Not = "condition.not";
    internal const string Event = "condition.event";
    internal const string Ordinal = "condition.ordinal";
    internal const string Amount = "condition.amount";
    internal const string AmountMissing = "condition.amount_missing";
    internal const string Currency = "condition.currency";
    internal const string Window = "condition.window";
    internal const string Attribute = "condition.attribute";
    internal const string Segment = "condition.segment";
    internal const string Custom = "condition.custom";
}
