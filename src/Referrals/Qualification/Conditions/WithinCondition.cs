using NodaTime;
using NodaTime.Text;
using Referrals.Explanations;

namespace Referrals;

/// <summary>The conversion happened within a window after the sign-up.</summary>
internal sealed record WithinCondition(TimePeriod Period) : Condition
{
    internal override ConditionPlan Compile(RulePlanBuilder builder) => new Plan(Period, builder.Calendar.Zone);

    private sealed class Plan(TimePeriod window, DateTimeZone zone) : ConditionPlan
    {
        private readonly WindowText _required = new(window);
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
            ValueText.Instant.Of(scope.Context.OccurredTicks),
            _required.Of(scope.Context.SignedUpTicks));
    }

    private sealed class WindowText(TimePeriod window) : ValueText
    {
        internal override string Write(long number) =>
            $"{window} from {InstantPattern.ExtendedIso.Format(NodaTime.Instant.FromUnixTimeTicks(number))}";
    }
}
