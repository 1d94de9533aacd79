using NodaTime;
using NodaTime.Text;
using Referrals.Qualification.Plans;

namespace Referrals.Qualification.Conditions;

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
        : FieldPlan(field, ConditionCodes.Time, $"{field.Name} {InstantRange.Text(from, until)}")
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
