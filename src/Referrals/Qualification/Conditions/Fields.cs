using System.Collections.Frozen;
using System.Globalization;
using NodaTime;
using NodaTime.Text;
using Referrals.Explanations;

namespace Referrals;

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
        field, ConditionCodes.Attribute, Phrase.Of("value.field_is", field.Name, PhraseList.Or(values)))
    {
        private readonly FrozenSet<string> _values = values.ToFrozenSet(StringComparer.Ordinal);

        private protected override Truth Test(string value) => Of(_values.Contains(value));
    }

    /// <summary>The segment is asked for most, so it has a path of its own.</summary>
    private sealed class SegmentPlan(ValueList<string> segments) : LeafPlan(ConditionCodes.Segment, PhraseList.Or(segments))
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

        private protected override CheckValue Actual(in RuleScope scope) => CheckValue.Text(scope.Context.Segment);
    }
}

/// <summary>Where in a field a text has to be.</summary>
internal enum TextMatch
{
    Contains = 0,
    StartsWith = 1,
    EndsWith = 2,
}

/// <summary>A field has this text in it, at its start or at its end.</summary>
internal sealed record FieldTextCondition(Field Field, TextMatch Match, string Text, bool MatchesCase = true) : Condition
{
    internal override bool FitsSignUp => Field.Source is FieldSource.Referee or FieldSource.Referrer or FieldSource.Referral;

    internal override ConditionPlan Compile(RulePlanBuilder builder)
    {
        builder.AskFor(Field);
        return Match switch
        {
            TextMatch.StartsWith => new Plan(Field, ConditionCodes.StartsWith, Phrase.Of("value.starts_with", Field.Name, Text), this),
            TextMatch.EndsWith => new Plan(Field, ConditionCodes.EndsWith, Phrase.Of("value.ends_with", Field.Name, Text), this),
            _ => new Plan(Field, ConditionCodes.Contains, Phrase.Of("value.contains", Field.Name, Text), this),
        };
    }

    private sealed class Plan(Field field, string code, CheckValue required, FieldTextCondition condition) : FieldPlan(field, code, required)
    {
        private readonly StringComparison _comparison = condition.MatchesCase ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;

        private protected override Truth Test(string value) => Of(condition.Match switch
        {
            TextMatch.StartsWith => value.StartsWith(condition.Text, _comparison),
            TextMatch.EndsWith => value.EndsWith(condition.Text, _comparison),
            _ => value.Contains(condition.Text, _comparison),
        });
    }
}

/// <summary>A field has a value, whatever it is. This is never unknown itself, so its opposite can be asked for.</summary>
internal sealed record FieldKnownCondition(Field Field) : Condition
{
    internal override bool FitsSignUp => Field.Source is FieldSource.Referee or FieldSource.Referrer or FieldSource.Referral;

    internal override ConditionPlan Compile(RulePlanBuilder builder)
    {
        builder.AskFor(Field);
        return new Plan(Field);
    }

    private sealed class Plan(Field field) : LeafPlan(ConditionCodes.Known, Phrase.Of("value.is_known", field.Name))
    {
        internal override Truth Test(in RuleScope scope) => Of(field.Read(scope.Context, scope.Line) is not null);

        private protected override CheckValue Actual(in RuleScope scope) => CheckValue.Text(field.Read(scope.Context, scope.Line));
    }
}

/// <summary>A field is a number that compares so with a limit; what is no number is not known.</summary>
internal sealed record FieldNumberCondition(Field Field, Comparison Comparison, decimal Limit) : Condition
{
    private const NumberStyles Plain = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;

    internal override bool FitsSignUp => Field.Source is FieldSource.Referee or FieldSource.Referrer or FieldSource.Referral;

    internal override ConditionPlan Compile(RulePlanBuilder builder)
    {
        builder.AskFor(Field);
        return new Plan(Field, Comparison, Limit);
    }

    private sealed class Plan(Field field, Comparison comparison, decimal limit) : FieldPlan(
        field,
        ConditionCodes.Number,
        Phrase.Of("value.field_compares", field.Name, Comparisons.Phrase(comparison, limit)))
    {
        private protected override Truth Test(string value) => decimal.TryParse(value, Plain, CultureInfo.InvariantCulture, out var number)
            ? Of(Comparisons.Holds(comparison, number, limit))
            : Truth.Unknown;
    }
}

/// <summary>A field is an instant or a day of the program's zone that lies in a half-open range; what is neither is not known.</summary>
internal sealed record FieldTimeCondition(Field Field, Instant? From, Instant? Until) : Condition
{
    internal override bool FitsSignUp => Field.Source is FieldSource.Referee or FieldSource.Referrer or FieldSource.Referral;

    internal override ConditionPlan Compile(RulePlanBuilder builder)
    {
        builder.AskFor(Field);
        return new Plan(Field, From, Until, builder.Calendar);
    }

    private sealed class Plan(Field field, Instant? from, Instant? until, ProgramCalendar calendar)
        : FieldPlan(field, ConditionCodes.Time, Phrase.Of("value.field_compares", field.Name, InstantRange.Phrase(from, until)))
    {
        private protected override Truth Test(string value)
        {
            if (InstantPattern.ExtendedIso.Parse(value).TryGetValue(default, out var instant))
            {
                return Of(InstantRange.Contains(from, until, instant));
            }

            return LocalDatePattern.Iso.Parse(value).TryGetValue(default, out var day)
                ? Of(InstantRange.Contains(from, until, calendar.At(day)))
                : Truth.Unknown;
        }
    }
}

/// <summary>Compares, and says in words what is asked for.</summary>
internal static class Comparisons
{
    internal static bool Holds(Comparison comparison, long value, long limit) => comparison switch
    {
        Comparison.AtLeast => value >= limit,
        Comparison.Above => value > limit,
        Comparison.AtMost => value <= limit,
        Comparison.Below => value < limit,
        _ => value == limit,
    };

    internal static bool Holds(Comparison comparison, decimal value, decimal limit) => comparison switch
    {
        Comparison.AtLeast => value >= limit,
        Comparison.Above => value > limit,
        Comparison.AtMost => value <= limit,
        Comparison.Below => value < limit,
        _ => value == limit,
    };

    /// <summary>What is asked for: <c>at least 50.00 EUR</c>.</summary>
    internal static Phrase Phrase(Comparison comparison, object limit) => Explanations.Phrase.Of("compare." + comparison, limit);
}
