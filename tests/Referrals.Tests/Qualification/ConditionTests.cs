using NodaTime;
using Referrals.Explanations;
using Referrals.Serialization;

namespace Referrals.Tests.Qualification;

public sealed class ConditionTests
{
    private static readonly Instant Noon = Instant.FromUtc(2026, 3, 7, 12, 0);

    private static readonly QualificationContext Context = new(
        Conversion.Of(CustomerId.From("bob"), "o1", "purchase", Amount.Of(80, "EUR")).At(Noon)
            .With("plan", "pro-yearly").With("seats", "12").With("starts", "2026-04-01").With("word", "a dozen")
            .WithLine(ProductLine.Of("shoe-1", Amount.Of(50, "EUR"), 2).With("category", "shoes"))
            .WithLine(ProductLine.Of("hat-1", Amount.Of(30, "EUR")).With("category", "hats")),
        3,
        CustomerId.From("bob"),
        CustomerId.From("alice"),
        Noon - Duration.FromDays(10),
        DateTimeZoneProviders.Tzdb["Europe/Paris"],
        "gold")
    {
        RefereeAttributes = new Dictionary<string, string> { ["country"] = "FR" },
        ReferrerAttributes = new Dictionary<string, string> { ["level"] = "2" },
        ReferrerSince = Noon - Duration.FromDays(100),
        Channel = Channel.From("email"),
        EventCounts = new Dictionary<string, int> { ["install"] = 1 },
    };

    public static TheoryData<string, Condition, bool?> Conditions => new()
    {
        { "event", Condition.Event("purchase"), true },
        { "event is compared exactly", Condition.Event("Purchase"), false },
        { "nth", Condition.Nth(3), true },
        { "other nth", Condition.Nth(2), false },
        { "every third", Condition.EveryNth(3), true },
        { "every second", Condition.EveryNth(2), false },
        { "happened", Condition.Happened("install"), true },
        { "happens now", Condition.Happened("purchase"), true },
        { "has not happened", Condition.Happened("log-in"), false },
        { "at least the amount itself", Condition.AtLeast(Amount.Of(80, "EUR")), true },
        { "above", Condition.Amount(Comparison.Above, Amount.Of(80, "EUR")), false },
        { "at most", Condition.Amount(Comparison.AtMost, Amount.Of(80, "EUR")), true },
        { "below", Condition.Amount(Comparison.Below, Amount.Of(80, "EUR")), false },
        { "exactly", Condition.Amount(Comparison.Exactly, Amount.Of(80, "EUR")), true },
        { "other currency is not known", Condition.AtLeast(Amount.Of(1, "USD")), null },
        { "in", Condition.In(Field.Referee("country"), "DE", "FR"), true },
        { "not in", Condition.In(Field.Referee("country"), "DE"), false },
        { "in a missing field", Condition.In(Field.Referee("city"), "Paris"), null },
        { "segment", Condition.Segment("gold"), true },
        { "referrer's segment is missing", Condition.In(Field.Referrer("segment"), "gold"), null },
        { "contains", Condition.Contains(Field.Event("plan"), "year"), true },
        { "contains is exact", Condition.Contains(Field.Event("plan"), "YEAR"), false },
        { "starts with", Condition.StartsWith(Field.Event("plan"), "Pro"), true },
        { "starts with, exact", Condition.StartsWith(Field.Event("plan"), "Pro", matchCase: true), false },
        { "starts with what is at the end", Condition.StartsWith(Field.Event("plan"), "yearly"), false },
        { "ends with", Condition.EndsWith(Field.Event("plan"), "YEARLY"), true },
        { "ends with, exact", Condition.EndsWith(Field.Event("plan"), "YEARLY", matchCase: true), false },
        { "starts with, not known", Condition.Not(Condition.StartsWith(Field.Event("nothing"), "a")), null },
        { "number", Condition.Compare(Field.Event("seats"), Comparison.AtLeast, 12), true },
        { "number above", Condition.Compare(Field.Event("seats"), Comparison.Above, 12), false },
        { "number of the referrer", Condition.Compare(Field.Referrer("level"), Comparison.Exactly, 2), true },
        { "mistyped number", Condition.Compare(Field.Event("word"), Comparison.AtLeast, 1), null },
        { "between, ends included", Condition.Between(Field.Event("seats"), 12, 20), true },
        { "not between", Condition.Between(Field.Event("seats"), 13, 20), false },
        { "known", Condition.Known(Field.Event("plan")), true },
        { "not known", Condition.Known(Field.Event("colour")), false },
        { "during", Condition.During(Field.Event("starts"), Instant.FromUtc(2026, 3, 31, 22, 0), null), true },
        { "before its day began in Paris", Condition.During(Field.Event("starts"), null, Instant.FromUtc(2026, 3, 31, 22, 0)), false },
        { "mistyped time", Condition.During(Field.Event("word"), Noon, null), null },
        { "referral's channel", Condition.In(Field.Referral("channel"), "email"), true },
        { "any line", Condition.AnyLine(Condition.In(Field.Line("category"), "hats")), true },
        { "every line", Condition.EveryLine(Condition.In(Field.Line("category"), "hats")), false },
        { "line by number", Condition.AnyLine(Condition.Compare(Field.Line("amount"), Comparison.Above, 40)), true },
        { "line by quantity", Condition.AnyLine(Condition.Compare(Field.Line("quantity"), Comparison.Above, 2)), false },
        { "within", Condition.Within(TimePeriod.Days(11)), true },
        { "within, half-open", Condition.Within(TimePeriod.Days(10)), false },
        { "dates", Condition.OnDates(new LocalDate(2026, 3, 7), new LocalDate(2026, 3, 7)), true },
        { "other dates", Condition.OnDates(new LocalDate(2026, 3, 8), new LocalDate(2026, 3, 9)), false },
        { "weekday", Condition.OnWeekdays(IsoDayOfWeek.Saturday), true },
        { "other weekday", Condition.OnWeekdays(IsoDayOfWeek.Monday), false },
        { "time of day in Paris", Condition.AtTimes(new LocalTime(13, 0), new LocalTime(13, 1)), true },
        { "over midnight", Condition.AtTimes(new LocalTime(22, 0), new LocalTime(13, 0)), false },
        { "tenure of the referrer", Condition.MemberFor(Side.Referrer, TimePeriod.Days(100)), true },
        { "tenure of the referee", Condition.MemberForLessThan(Side.Referee, TimePeriod.Days(10)), false },
        { "nothing asked", Condition.Always, true },
        { "not", Condition.Not(Condition.Event("refund")), true },
        { "not of the unknown", Condition.Not(Condition.In(Field.Referee("city"), "Paris")), null },
        { "unknown and false", Condition.All(Condition.In(Field.Referee("city"), "Paris"), Condition.Event("x")), false },
        { "unknown and true", Condition.All(Condition.In(Field.Referee("city"), "Paris"), Condition.Event("purchase")), null },
        { "unknown or true", Condition.Any(Condition.In(Field.Referee("city"), "Paris"), Condition.Event("purchase")), true },
        { "unknown or false", Condition.Any(Condition.In(Field.Referee("city"), "Paris"), Condition.Event("x")), null },
        { "count before anything", Condition.Count(Measure.RuleConversions(), Comparison.Exactly, 1), true },
        { "count without this one", Condition.Count(Measure.RuleConversions().BeforeCurrent(), Comparison.Exactly, 0), true },
        { "sum", Condition.Sum(Measure.OwnConversions().Sum(Unit.Money("EUR")), Comparison.AtLeast, Amount.Of(80, "EUR")), true },
        { "sum of another name", Condition.Sum(Measure.OwnConversions("x").Sum(Unit.Money("EUR")), Comparison.Above, Amount.Zero(Unit.Money("EUR"))), false },
    };

    [Theory]
    [MemberData(nameof(Conditions))]
    public void Condition_holds_fails_or_is_not_known(string what, Condition condition, bool? holds)
    {
        Assert.True(Holds(condition) == (holds == true), what);
        Assert.True(Holds(Condition.Not(condition)) == (holds == false), $"not {what}: what is not known is closed both ways");
    }

    [Theory]
    [MemberData(nameof(Conditions))]
    public void Explanation_agrees_with_the_answer_and_has_words(string what, Condition condition, bool? holds)
    {
        var check = Plan(condition).Explain(Context, FreshRuleState.Instance).Single();

        Assert.Equal(holds == true ? Verdict.Passed : Verdict.Failed, check.Verdict);
        Assert.NotEmpty(what);
        Assert.All(Codes(check), code => Assert.NotEqual(code, CheckText.Phrase(code, ReferralTexts.English)));
    }

    [Fact]
    public void Json_gives_every_condition_back() => Assert.All(Conditions, row =>
    {
        var program = Program((Condition)row[1]);
        Assert.Equal(program, ProgramJson.Read(ProgramJson.Write(program)));
    });

    [Fact]
    public void Order_without_lines_or_amount_is_not_known()
    {
        var bare = new QualificationContext(
            Conversion.Of(CustomerId.From("bob"), "o1", "lead").At(Noon), 1, CustomerId.From("bob"), CustomerId.From("alice"), Noon, DateTimeZone.Utc);
        var outcomes = new IncentiveOutcome[1];
        foreach (var condition in new[] { Condition.EveryLine(Condition.Always), Condition.AtLeast(Amount.Of(1, "EUR")) })
        {
            Assert.Equal(0, Plan(condition).Decide(bare, FreshRuleState.Instance, outcomes));
            Assert.Equal(0, Plan(Condition.Not(condition)).Decide(bare, FreshRuleState.Instance, outcomes));
        }
    }

    private static bool Holds(Condition condition)
    {
        var outcomes = new IncentiveOutcome[1];
        return Plan(condition).Decide(Context, FreshRuleState.Instance, outcomes) == 1;
    }

    private static IncentivePlan Plan(Condition condition) => IncentivePlan.For(Program(condition));

    private static ReferralProgram Program(Condition condition) => ReferralProgram.Create("p", p => p
        .InZone("Europe/Paris").RewardReferrer(r => r.When(c => c.And(condition)).Flat(1, "EUR")));

    private static IEnumerable<string> Codes(Check check) =>
        check.Children.SelectMany(Codes).Prepend(check.Code).Where(code => code != "condition.all");
}
