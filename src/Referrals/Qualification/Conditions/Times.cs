using NodaTime;
using Referrals.Explanations;

namespace Referrals;

/// <summary>The conversion happened on one of the days from the first to the last, both included, in the program's zone.</summary>
internal sealed record DatesCondition(LocalDate First, LocalDate Last) : Condition
{
    internal override bool FitsSignUp => true;

    internal override bool CanHoldOn(LocalDate day) => day >= First && day <= Last;

    internal override bool HoldsAllOf(LocalDate day) => CanHoldOn(day);

    internal override ConditionPlan Compile(RulePlanBuilder builder) => new Plan(
        builder.Calendar.At(First).ToUnixTimeTicks(),
        builder.Calendar.At(Last.PlusDays(1)).ToUnixTimeTicks(),
        First == Last ? CheckValue.Of(First) : Phrase.Of("value.days", First, Last));

    private sealed class Plan(long from, long until, CheckValue days) : LeafPlan(ConditionCodes.Dates, days)
    {
        internal override Truth Test(in RuleScope scope) => Of(scope.Context.OccurredTicks >= from && scope.Context.OccurredTicks < until);

        private protected override CheckValue Actual(in RuleScope scope) => ValueKind.Instant.With(scope.Context.OccurredTicks);
    }
}

/// <summary>A half-open range of time, either end of which may be open.</summary>
internal static class InstantRange
{
    internal static bool Contains(Instant? from, Instant? until, Instant instant) => !(instant < from) && !(instant >= until);

    internal static Phrase Phrase(Instant? from, Instant? until) => (from, until) switch
    {
        ({ } start, { } end) => Explanations.Phrase.Of("range.both", start, end),
        ({ } start, null) => Explanations.Phrase.Of("range.from", start),
        _ => Explanations.Phrase.Of("range.until", until ?? Instant.MaxValue),
    };
}

/// <summary>The conversion happened on one of these days of the week, in the program's zone.</summary>
internal sealed record WeekdayCondition(ValueList<IsoDayOfWeek> Days) : Condition
{
    internal override bool FitsSignUp => true;

    internal override ConditionPlan Compile(RulePlanBuilder builder) => new Plan([.. Days], builder.Calendar.Zone);

    private sealed class Plan(IsoDayOfWeek[] days, DateTimeZone zone) : LeafPlan(ConditionCodes.Weekday, PhraseList.Or(days.Cast<object>()))
    {
        internal override Truth Test(in RuleScope scope) => Of(Array.IndexOf(days, DayOf(scope)) >= 0);

        private protected override CheckValue Actual(in RuleScope scope) => CheckValue.Of(DayOf(scope));

        private IsoDayOfWeek DayOf(in RuleScope scope) => scope.Context.OccurredAt.InZone(zone).DayOfWeek;
    }
}

/// <summary>The conversion happened between two times of day, half-open, in the program's zone; over midnight where the first is the later.</summary>
internal sealed record TimeOfDayCondition(LocalTime From, LocalTime Until) : Condition
{
    internal override bool FitsSignUp => true;

    internal override ConditionPlan Compile(RulePlanBuilder builder) => new Plan(From, Until, builder.Calendar.Zone);

    private sealed class Plan(LocalTime from, LocalTime until, DateTimeZone zone) : LeafPlan(
        ConditionCodes.TimeOfDay, Phrase.Of("value.hours", from, until))
    {
        internal override Truth Test(in RuleScope scope)
        {
            var time = TimeOf(scope);
            return Of(from < until ? time >= from && time < until : time >= from || time < until);
        }

        private protected override CheckValue Actual(in RuleScope scope) => CheckValue.Of(TimeOf(scope));

        private LocalTime TimeOf(in RuleScope scope) => scope.Context.OccurredAt.InZone(zone).TimeOfDay;
    }
}

/// <summary>Somebody has been a customer, or a referrer, for at least so long when the conversion happens; or for less, where that is asked.</summary>
internal sealed record TenureCondition(Side Side, TimePeriod Length, bool IsLeast) : Condition
{
    internal override bool FitsSignUp => true;

    internal override ConditionPlan Compile(RulePlanBuilder builder)
    {
        builder.AsksForReferrer |= Side == Side.Referrer;
        return new Plan(this, builder.Calendar.Zone);
    }

    private sealed class Plan(TenureCondition condition, DateTimeZone zone) : LeafPlan(
        ConditionCodes.Tenure,
        Phrase.Of($"value.tenure.{condition.Side}", Comparisons.Phrase(condition.IsLeast ? Comparison.AtLeast : Comparison.Below, condition.Length)))
    {
        internal override Truth Test(in RuleScope scope) => Since(scope) is { } since
            ? Of(scope.Context.OccurredAt >= condition.Length.EndFrom(since, zone) == condition.IsLeast)
            : Truth.Unknown;

        private protected override CheckValue Actual(in RuleScope scope) =>
            Since(scope) is { } since ? Phrase.Of("value.since", since) : null;

        private Instant? Since(in RuleScope scope) =>
            condition.Side == Side.Referee ? scope.Context.SignedUpAt : scope.Context.ReferrerSince;
    }
}
