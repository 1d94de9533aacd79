using NodaTime;
using Referrals.Ledger;
using Referrals.Testing;

namespace Referrals.Tests.Scenarios;

/// <summary>A story reads as it is told, and says why where it does not come out as expected.</summary>
public sealed class StoryTests
{
    private static readonly ReferralProgram Program = ReferralProgram.Create("spring", p => p
        .InZone("Europe/Berlin")
        .Qualify(q => q.On("purchase").AtLeast(50, "EUR"))
        .RewardReferrer(r => r.Named("thanks").Flat(10, "EUR").AtMost(30, "EUR", per: TimeFrame.CalendarMonth).HeldFor(TimePeriod.Days(14)))
        .RewardReferee(r => r.Named("weekend").Custom("weekend", "points")));

    private static readonly CustomRules Rules = CustomRules.Empty.With("weekend", new Weekend());

    [Fact]
    public void Story_of_the_page_holds()
    {
        var story = Story.Under(Program, Rules)
            .Alice.Refers("bob")
            .OnDay(3).Bob.Buys("80.00 EUR")
            .Alice.HasPending("10.00 EUR").Until(day: 17)
            .OnDay(17).Alice.HasAvailable("10.00 EUR")
            .Alice.Redeems("4.00 EUR").Alice.HasAvailable("6.00 EUR")
            .Refunds("order-1").Alice.HasAvailable("-4.00 EUR");

        Assert.Equal(DecisionCodes.RefundReversed, story.Last.Code);
        Approvals.Verify(story.ToString());
    }

    [Fact]
    public void What_a_test_looks_at_is_one_call()
    {
        var story = Story.Under(Program, Rules).Alice.Refers("bob").OnDay(3).Bob.Buys("80.00 EUR");

        Assert.Equal(Instant.FromUtc(2026, 3, 18, 9, 0), story.Alice.NextDate());
        Assert.Equal((RewardStage.Held, RewardStage.Vested), (story.Alice.Rewards.Single().Stage, story.Alice.Rewards.Single().Next!.Value));
        Assert.Null(story.Bob.NextDate());
        Assert.Empty(story.Bob.Rewards);
        _ = story.OnDay(4).Bob.Buys("20.00 EUR").IsRefused("condition.amount");
        _ = story.Carol.Buys("60.00 EUR").IsRefused("conversion.waiting");
        _ = story.OnDay(7).Bob.Buys("80.00 EUR").Grants("bob", "5 points").Grants("alice", "10.00 EUR");
    }

    [Fact]
    public void Day_is_a_day_of_the_program_zone_also_over_the_change_to_summer_time()
    {
        var story = Story.Under(Program, Rules, Instant.FromUtc(2026, 3, 20, 23, 30));

        Assert.Equal(Instant.FromUtc(2026, 3, 29, 22, 30), story.OnDay(9).Now);
        Assert.Equal(Instant.FromUtc(2026, 3, 30, 21, 59), story.OnDay(9, at: "23:59").Now);
    }

    [Fact]
    public void Failures_tell_the_story_the_decision_and_what_would_have_held()
    {
        (string Name, Action Fails)[] failing =
        [
            ("too little pending", () => Told().Alice.HasPending("12.00 EUR")),
            ("nothing pending, since the order was too small", () => Begun().OnDay(2).Bob.Buys("49.99 EUR").Alice.HasPending("10.00 EUR")),
            ("not yet available", () => Told().OnDay(16).Alice.HasAvailable("10.00 EUR")),
            ("another day", () => Told().Alice.HasPending("10.00 EUR").Until(day: 16)),
            ("no day at all", () => Told().OnDay(17).Alice.HasAvailable("10.00 EUR").Until(day: 18)),
            ("granted, not refused", () => Told().IsRefused("condition.amount")),
            ("refused for another reason", () => Begun().Bob.Does("trial", "80.00 EUR").IsRefused("condition.amount")),
            ("a custom rule declines", () => Told().Grants("bob", "5 points")),
            ("another amount", () => Told().Grants("alice", "9.00 EUR")),
            ("the cap is used up", () => Begun()
                .Bob.Buys("80.00 EUR").Bob.Buys("80.00 EUR").Bob.Buys("80.00 EUR").Bob.Buys("80.00 EUR").Grants("alice", "10.00 EUR")),
        ];

        Approvals.Verify(string.Join(
            "\n\n", failing.Select(static one => $"# {one.Name}\n\n{Assert.Throws<StoryException>(one.Fails).Message}")));
    }

    [Fact]
    public void Misspelt_customer_is_an_error_that_says_who_is_there() => Assert.Contains(
        "'alice', 'bob'", Assert.Throws<ArgumentException>(() => Told()["alcie"].HasPending("10.00 EUR")).Message, StringComparison.Ordinal);

    [Fact]
    public void Calls_that_mean_nothing_say_so()
    {
        Assert.Contains("story.Alice.Refers", Assert.Throws<InvalidOperationException>(() => Story.Under(Program, Rules).Last).Message, StringComparison.Ordinal);
        Assert.Contains("Until belongs", Assert.Throws<InvalidOperationException>(() => Begun().Until(3)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Told().OnDay(2));
    }

    private static Story Begun() => Story.Under(Program, Rules).Alice.Refers("bob");

    private static Story Told() => Begun().OnDay(3).Bob.Buys("80.00 EUR");

    private sealed class Weekend : IIncentiveRule
    {
        public IncentiveGrant Grant(QualificationContext context)
        {
            var day = context.OccurredAt.InZone(context.Zone).DayOfWeek;
            return day >= IsoDayOfWeek.Saturday
                ? IncentiveGrant.Of(Amount.Of(5, "points"))
                : IncentiveGrant.None("no_weekend", $"{day}", "Saturday or Sunday");
        }
    }
}
