using NodaTime;
using NodaTime.Text;
using Referrals.Explanations;
using Referrals.Qualification.Plans;

namespace Referrals.Qualification.Conditions;

/// <summary>The conversion happened on one of the days from the first to the last, both included, in the program's zone.</summary>
internal sealed record DatesCondition(LocalDate First, LocalDate Last) : Condition
{
    internal override bool FitsSignUp => true;

    internal override ConditionPlan Compile(RulePlanBuilder builder) => new Plan(
        builder.Calendar.At(First).ToUnixTimeTicks(),
        builder.Calendar.At(Last.PlusDays(1)).ToUnixTimeTicks(),
        First == Last ? LocalDatePattern.Iso.Format(First) : $"{LocalDatePattern.Iso.Format(First)} to {LocalDatePattern.Iso.Format(Last)}");

    private sealed class Plan(long from, long until, string days) : LeafPlan(ConditionCodes.Dates, days)
    {
        internal override Truth Test(in RuleScope scope) => Of(scope.Context.OccurredTicks >= from && scope.Context.OccurredTicks < until);

        private protected override CheckValue Actual(in RuleScope scope) => ValueText.Instant.Of(scope.Context.OccurredTicks);
    }
}
