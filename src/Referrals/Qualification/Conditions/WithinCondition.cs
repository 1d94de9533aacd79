using NodaTime;
using NodaTime.Text;
using Referrals.Explanations;
using Referrals.Qualification.Plans;

namespace Referrals.Qualification.Conditions;

/// <summary>The conversion happened within a window after the sign-up.</summary>
internal sealed record WithinCondition(Period Period) : Condition
{
    internal override ConditionPlan Compile(RulePlanBuilder builder) => new Plan(Period, builder.Calendar.Zone);

    private sealed class Plan(Period window, DateTimeZone zone) : ConditionPlan
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

    private sealed class WindowText(Period window) : ValueText
    {
        internal override string Write(long number) =>
            $"{window} from {InstantPattern.ExtendedIso.Format(NodaTime.Instant.FromUnixTimeTicks(number))}";
    }
}
