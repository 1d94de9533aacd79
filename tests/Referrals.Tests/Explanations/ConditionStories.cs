using NodaTime;
using static Referrals.Tests.Explanations.RuleStory;

namespace Referrals.Tests.Explanations;

/// <summary>One story for each reason for which a condition does not hold.</summary>
internal static class ConditionStories
{
    private static readonly Amount Fifty = Amount.Of(50, "EUR");
    private static readonly Condition Shoes = Condition.In(Field.Line("category"), "shoes");

    internal static IReadOnlyList<RuleStory> All { get; } =
    [
        Fails(ConditionCodes.All, Condition.All(Condition.Event("purchase"), Condition.AtLeast(Fifty))),
        Fails(ConditionCodes.Any, Condition.Any(Condition.AtLeast(Fifty), Condition.Segment("enterprise"))),
        Fails(ConditionCodes.Not, Condition.Not(Condition.In(Field.Referee("country"), "FR"))),
        Fails(ConditionCodes.Event, Condition.Event("subscription.started")),
        Fails(ConditionCodes.Happened, Condition.Happened("app.installed")),
        Fails(ConditionCodes.Ordinal, Condition.Nth(1), Bought("o1", 40, 2), Bought("o2", 40)),
        Fails(ConditionCodes.EveryNth, Condition.EveryNth(3)),
        Fails(ConditionCodes.Amount, Condition.Amount(Comparison.Above, Amount.Of(40, "EUR"))),
        Fails(ConditionCodes.AmountMissing, Condition.AtLeast(Fifty), Happened("i1")),
        Fails(ConditionCodes.Currency, Condition.AtLeast(Fifty), Bought("o1", 90, unit: "USD")),
        Fails(ConditionCodes.Window, Condition.Within(TimePeriod.Days(30)), Bought("o1", 40, 31)),
        Fails(ConditionCodes.Dates, Condition.OnDates(new LocalDate(2026, 12, 1), new LocalDate(2026, 12, 24))),
        Fails(ConditionCodes.Weekday, Condition.OnWeekdays(IsoDayOfWeek.Saturday, IsoDayOfWeek.Sunday)),
        Fails(ConditionCodes.TimeOfDay, Condition.AtTimes(new LocalTime(17, 0), new LocalTime(19, 0))),
        Fails(ConditionCodes.Tenure, Condition.MemberFor(Side.Referrer, TimePeriod.Days(30))),
        Fails(ConditionCodes.Measure, Condition.Count(Measure.Referrals().In(TimeFrame.CalendarMonth), Comparison.AtLeast, 3)),
        Fails(ConditionCodes.Attribute, Condition.In(Field.Event("plan"), "pro", "team"), Bought("o1", 40).With("plan", "free")),
        Fails(ConditionCodes.Contains, Condition.Contains(Field.Event("coupon"), "FRIEND"), Bought("o1", 40).With("coupon", "SPRING")),
        Fails(ConditionCodes.StartsWith, Condition.StartsWith(Field.Event("coupon"), "FRIEND"), Bought("o1", 40).With("coupon", "SPRING-FRIEND")),
        Fails(ConditionCodes.EndsWith, Condition.EndsWith(Field.Event("coupon"), "FRIEND"), Bought("o1", 40).With("coupon", "FRIEND-7")),
        Fails(ConditionCodes.Number, Condition.Compare(Field.Event("seats"), Comparison.AtLeast, 5), Bought("o1", 40).With("seats", "3")),
        Fails(ConditionCodes.Time, Condition.During(Field.Event("trip"), Instant.FromUtc(2026, 7, 1, 0, 0), null), Bought("o1", 40).With("trip", "2026-05-04")),
        Fails(ConditionCodes.Known, Condition.Known(Field.Referee("company"))),
        Fails(ConditionCodes.AnyLine, Condition.AnyLine(Shoes), Hats),
        Fails(ConditionCodes.EveryLine, Condition.EveryLine(Shoes), Hats),
        Fails(ConditionCodes.Segment, Condition.Segment("enterprise")),
        Of(
            ConditionCodes.Custom,
            ReferralProgram.Create("story", p => p.RewardReferrer(r => r.Flat(10, "EUR").When(w => w.And(Condition.Custom("in-stock"))))),
            CustomRules.Empty.With("in-stock", new OutOfStock())),
    ];

    private static Conversion Hats => Bought("o1", 40).WithLine(ProductLine.Of("hat", Amount.Of(40, "EUR")).With("category", "hats"));

    private static RuleStory Fails(string code, Condition condition, params IReadOnlyList<ReferralInput> told) =>
        Of(code, p => p.RewardReferrer(r => r.Flat(10, "EUR").When(w => w.And(condition))), told);

    private sealed class OutOfStock : IConversionCondition
    {
        public ConditionAnswer IsMet(QualificationContext context) => context.Conversion.Attributes.ContainsKey("stock");
    }
}
