using NodaTime;
using NodaTime.Text;
using Referrals.Explanations;
using Referrals.Qualification.Plans;

namespace Referrals.Qualification.Conditions;

/// <summary>The conversion happened within a window after the sign-up.</summary>
internal sealed record WindowCondition(Window Window) : Condition
{
    internal override ConditionPlan Compile(RulePlanBuilder builder) => new Plan(Window, builder.Calendar.Zone);

    private sealed class Plan(Window window, DateTimeZone zone) : ConditionPlan
    {
        private readonly WindowText _required = new(window);
        private readonly Duration? _elapsed = window.Measure is WindowMeasure.Hours or WindowMeasure.Days ? window.Elapsed : null;

        internal override Truth Test(in RuleScope scope)
        {
            var (start, instant) = (scope.Context.SignedUpAt, scope.Context.OccurredAt);
            return Of(instant >= start && instant < (_elapsed is { } length ? start + length : window.EndFrom(start, zone)));
        }

        internal override Check Explain(in RuleScope scope) => Check.Of(
            ConditionCodes.Window,
            Test(scope) == Truth.True,
            ValueText.Instant.Of(scope.Context.OccurredAt.ToUnixTimeTicks()),
            _required.Of(scope.Context.SignedUpAt.ToUnixTimeTicks()));
    }

    private sealed class WindowText(Window window) : ValueText
    {
        internal override string Write(long number) =>
            $"{window} from {InstantPattern.ExtendedIso.Format(NodaTime.Instant.FromUnixTimeTicks(number))}";
    }
}
