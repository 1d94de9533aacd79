using NodaTime;
using Referrals.Explanations;

namespace Referrals;

/// <summary>The conversion happened within a window after the sign-up.</summary>
internal sealed record WithinCondition(TimePeriod Period) : Condition
{
    internal override ConditionPlan Compile(RulePlanBuilder builder) => new Plan(Period, builder.Calendar.Zone);

    private sealed class Plan(TimePeriod window, DateTimeZone zone) : ConditionPlan
    {
        private readonly ValueKind _required = ValueKind.In("value.window", ValueKind.Instant, window);
        private readonly long _elapsed = window.Kind is PeriodKind.Hours or PeriodKind.Days ? window.Elapsed.BclCompatibleTicks : -1;

        internal override Truth Test(in RuleScope scope)
        {
            var context = scope.Context;
            var since = context.OccurredTicks - context.SignedUpTicks;
            return Of(since >= 0 && (_elapsed >= 0 ? since < _elapsed : context.OccurredAt < window.EndFrom(context.SignedUpAt, zone)));
        }

        internal override Check Explain(in RuleScope scope) => Check.Of(
            ConditionCodes.Window,
            Test(scope) == Truth.True,
            ValueKind.Instant.With(scope.Context.OccurredTicks),
            _required.With(scope.Context.SignedUpTicks));
    }
}
