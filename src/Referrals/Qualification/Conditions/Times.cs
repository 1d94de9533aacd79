using NodaTime;
using NodaTime.Text;
using Referrals.Explanations;

namespace Referrals;

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

/// <summary>A half-open range of time, either end of which may be open.</summary>
internal static class InstantRange
{
    internal static bool Contains(Instant? from, Instant? until, Instant instant) => !(instant < from) && !(instant >= until);

    internal static string Text(Instant? from, Instant? until) => (from, until) switch
    {
        ({ } start, { } end) => $"from {Iso(start)}, before {Iso(end)}",
        ({ } start, null) => $"from {Iso(start)}",
        _ => $"before {Iso(until ?? Instant.MaxValue)}",
    };

    private static string Iso(Instant instant) => InstantPattern.ExtendedIso.Format(instant);
}

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
