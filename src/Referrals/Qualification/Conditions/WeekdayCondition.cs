using NodaTime;
using Referrals.Explanations;
using Referrals.Qualification.Plans;

namespace Referrals.Qualification.Conditions;

/// <summary>The conversion happened on one of these days of the week, in the program's zone.</summary>
internal sealed record WeekdayCondition(ValueList<IsoDayOfWeek> Days) : Condition
{
    internal override bool FitsSignUp => true;

    internal override ConditionPlan Compile(RulePlanBuilder builder) => new Plan([.. Days], builder.Calendar.Zone);

    private sealed class Plan(IsoDayOfWeek[] days, DateTimeZone zone) : LeafPlan(ConditionCodes.Weekday, string.Join(" or ", days))
    {
        internal override Truth Test(in RuleScope scope) => Of(Array.IndexOf(days, DayOf(scope)) >= 0);

        private protected override CheckValue Actual(in RuleScope scope) => DayOf(scope).ToString();

        private IsoDayOfWeek DayOf(in RuleScope scope) => scope.Context.OccurredAt.InZone(zone).DayOfWeek;
    }
}
