using NodaTime;
using NodaTime.Text;
using Referrals.Explanations;
using Referrals.Qualification.Plans;

namespace Referrals.Qualification.Conditions;

/// <summary>Somebody has been a customer, or a referrer, for at least so long when the conversion happens; or for less, where that is asked.</summary>
internal sealed record TenureCondition(Side Side, Period Length, bool IsLeast) : Condition
{
    internal override bool FitsSignUp => true;

    internal override ConditionPlan Compile(RulePlanBuilder builder)
    {
        builder.AsksForReferrer |= Side == Side.Referrer;
        return new Plan(this, builder.Calendar.Zone);
    }

    private sealed class Plan(TenureCondition condition, DateTimeZone zone) : LeafPlan(
        ConditionCodes.Tenure, $"{condition.Side.ToString().ToLowerInvariant()} for {(condition.IsLeast ? "at least" : "less than")} {condition.Length}")
    {
        internal override Truth Test(in RuleScope scope) => Since(scope) is { } since
            ? Of(scope.Context.OccurredAt >= condition.Length.EndFrom(since, zone) == condition.IsLeast)
            : Truth.Unknown;

        private protected override CheckValue Actual(in RuleScope scope) =>
            Since(scope) is { } since ? $"since {InstantPattern.ExtendedIso.Format(since)}" : null;

        private Instant? Since(in RuleScope scope) =>
            condition.Side == Side.Referee ? scope.Context.SignedUpAt : scope.Context.ReferrerSince;
    }
}
