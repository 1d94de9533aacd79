using NodaTime;
using NodaTime.Text;
using Referrals.Explanations;
using Referrals.Qualification.Plans;

namespace Referrals.Qualification.Conditions;

/// <summary>The conversion happened between two times of day, half-open, in the program's zone; over midnight where the first is the later.</summary>
internal sealed record TimeOfDayCondition(LocalTime From, LocalTime Until) : Condition
{
    internal override bool FitsSignUp => true;

    internal override ConditionPlan Compile(RulePlanBuilder builder) => new Plan(From, Until, builder.Calendar.Zone);

    private sealed class Plan(LocalTime from, LocalTime until, DateTimeZone zone) : LeafPlan(
        ConditionCodes.TimeOfDay, $"{LocalTimePattern.ExtendedIso.Format(from)} to {LocalTimePattern.ExtendedIso.Format(until)}")
    {
        internal override Truth Test(in RuleScope scope)
        {
            var time = TimeOf(scope);
            return Of(from < until ? time >= from && time < until : time >= from || time < until);
        }

        private protected override CheckValue Actual(in RuleScope scope) => LocalTimePattern.ExtendedIso.Format(TimeOf(scope));

        private LocalTime TimeOf(in RuleScope scope) => scope.Context.OccurredAt.InZone(zone).TimeOfDay;
    }
}
