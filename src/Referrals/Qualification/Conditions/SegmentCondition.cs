using Referrals.Explanations;

namespace Referrals.Qualification.Conditions;

internal sealed record SegmentCondition(ValueList<string> Segments) : Condition
{
    internal override Check Evaluate(QualificationContext context, IConditionBook book) => Check.Of(
        ConditionCodes.Segment,
        context.Segment is { } segment && Segments.Contains(segment, StringComparer.Ordinal),
        context.Segment,
        string.Join(" or ", Segments));
}
