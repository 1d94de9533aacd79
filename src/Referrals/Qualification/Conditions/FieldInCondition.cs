using System.Collections.Frozen;
using Referrals.Explanations;
using Referrals.Qualification.Plans;

namespace Referrals.Qualification.Conditions;

/// <summary>A field has one of these values, compared exactly.</summary>
internal sealed record FieldInCondition(Field Field, ValueList<string> Values) : Condition
{
    internal override bool FitsSignUp => Field.Source is FieldSource.Referee or FieldSource.Referrer or FieldSource.Referral;

    internal override ConditionPlan Compile(RulePlanBuilder builder)
    {
        builder.AskFor(Field);
        return Field == Segmented ? new SegmentPlan(Values) : new Plan(Field, Values);
    }

    private static readonly Field Segmented = Field.Referee("segment");

    private sealed class Plan(Field field, ValueList<string> values) : FieldPlan(
        field, ConditionCodes.Attribute, $"{field.Name} = {string.Join(" or ", values)}")
    {
        private readonly FrozenSet<string> _values = values.ToFrozenSet(StringComparer.Ordinal);

        private protected override Truth Test(string value) => Of(_values.Contains(value));
    }

    /// <summary>The segment is asked for most, so it has a path of its own.</summary>
    private sealed class SegmentPlan(ValueList<string> segments) : LeafPlan(ConditionCodes.Segment, string.Join(" or ", segments))
    {
        private readonly string[] _segments = [.. segments];

        internal override Truth Test(in RuleScope scope)
        {
            if (scope.Context.Segment is not { } segment)
            {
                return Truth.Unknown;
            }

            foreach (var allowed in _segments)
            {
                if (string.Equals(allowed, segment, StringComparison.Ordinal))
                {
                    return Truth.True;
                }
            }

            return Truth.False;
        }

        private protected override CheckValue Actual(in RuleScope scope) => scope.Context.Segment;
    }
}
