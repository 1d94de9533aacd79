using NodaTime;
using Referrals.Attribution;

namespace Referrals.Tests.Attribution.Journeys;

public sealed class JourneyRulesTests
{
    private static readonly Instant End = Instant.FromUtc(2026, 3, 31, 12, 0);
    private static readonly JourneyRules Unlimited = JourneyRules.Default.Within(Lookback.Unlimited);

    [Fact]
    public void Lookback_is_half_open_as_every_window_is()
    {
        var rules = JourneyRules.Default.Within(Lookback.Elapsed(Duration.FromDays(30)));
        Assert.Equal("inside end", Path(
            rules,
            [At("exact", Duration.FromDays(30)), At("inside", Duration.FromDays(30) - Duration.Epsilon), At("end", Duration.Zero), At("after", -Duration.Epsilon)]));
    }

    [Theory]
    [InlineData("2026-03-29T21:59:59Z", false)]
    [InlineData("2026-03-29T22:00:00Z", true)]
    [InlineData("2026-03-31T21:59:59Z", true)]
    [InlineData("2026-03-31T22:00:00Z", false)]
    public void Calendar_days_are_those_of_the_zone_and_end_with_the_conversion(string touch, bool covered)
    {
        // The conversion is on 31 March 23:59:59.5 in Paris (summer time, UTC+2); two calendar days begin on 30 March 00:00.
        var conversion = Instant.FromUtc(2026, 3, 31, 21, 59, 59) + Duration.FromMilliseconds(500);
        var lookback = Lookback.CalendarDays(2, DateTimeZoneProviders.Tzdb["Europe/Paris"]);
        Assert.Equal(covered, lookback.Covers(NodaTime.Text.InstantPattern.General.Parse(touch).Value, conversion));
    }

    [Fact]
    public void Touches_go_by_time_then_by_arrival() => Assert.Equal("a c d b", Path(
        Unlimited, [At("b", Duration.FromHours(1)), At("a", Duration.FromHours(9)), At("c", Duration.FromHours(2)), At("d", Duration.FromHours(2))]));

    [Theory]
    [InlineData(PathTransform.None, "D A B B C D C C")]
    [InlineData(PathTransform.Exposure, "D A B C D C")]
    [InlineData(PathTransform.First, "D A B C")]
    [InlineData(PathTransform.Frequency, "D(2) A(1) B(2) C(3)")]
    public void Transforms_are_those_of_fractribution(PathTransform transform, string expected) => Assert.Equal(expected, Path(
        Unlimited.Transformed(transform),
        "D A B B C D C C".Split(' ').Select((name, i) => At(name, Duration.FromHours(10 - i)))));

    [Fact]
    public void Folded_touch_leaves_its_milestone_to_the_one_that_stays()
    {
        var journey = Unlimited.Transformed(PathTransform.Exposure).Build(
            [At("a", Duration.FromHours(2)), JourneyTouch.Of("a", End - Duration.FromHours(1), TouchMilestones.Lead)],
            [JourneyConversion.Of(End)]).Single();
        Assert.Equal(TouchMilestones.Lead, Assert.Single(journey.Touches).Milestones);
    }

    [Fact]
    public void Dropped_channels_leave_before_anything_else() => Assert.Equal("a b", Path(
        Unlimited.Dropping("self").AtMost(2).Transformed(PathTransform.Exposure),
        [At("a", Duration.FromHours(4)), At("self", Duration.FromHours(3)), At("a", Duration.FromHours(2)), At("b", Duration.FromHours(1))]));

    [Fact]
    public void Maximum_keeps_the_newest_touches() => Assert.Equal("b c", Path(
        Unlimited.AtMost(2), [At("a", Duration.FromHours(3)), At("b", Duration.FromHours(2)), At("c", Duration.FromHours(1))]));

    [Fact]
    public void Later_conversion_uses_the_touches_again_unless_told_otherwise()
    {
        JourneyTouch[] touches = [At("a", Duration.FromHours(9)), At("b", Duration.FromHours(3))];
        JourneyConversion[] conversions = [JourneyConversion.Of(End, 2), JourneyConversion.Of(End - Duration.FromHours(5), 1)];

        var again = Unlimited.Build(touches, conversions);
        Assert.Equal(["a", "a b"], again.Select(Text));
        Assert.Equal([1, 2], again.Select(journey => journey.Value));
        Assert.Equal(["a", "b"], Unlimited.WithoutReuse().Build(touches, conversions).Select(Text));
    }

    [Fact]
    public void Second_conversion_at_one_instant_is_unattributed_without_reuse()
    {
        var journeys = Unlimited.WithoutReuse().Build([At("a", Duration.Zero)], [JourneyConversion.Of(End), JourneyConversion.Of(End)]);
        Assert.Equal([false, true], journeys.Select(journey => journey.IsUnattributed));
    }

    [Fact]
    public void Conversion_without_eligible_touch_is_unattributed()
    {
        var journey = JourneyRules.Default.Build([At("a", Duration.FromDays(31))], [JourneyConversion.Of(End, 5)]).Single();
        Assert.True(journey.IsUnattributed);
        Assert.Equal(5, journey.Value);
    }

    [Fact]
    public void Customer_without_conversion_ends_at_the_last_touch()
    {
        var journey = JourneyRules.Default.Build([At("a", Duration.FromDays(40)), At("b", Duration.FromDays(5)), At("c", Duration.Zero)], []).Single();
        Assert.Equal("b c", Text(journey));
        Assert.False(journey.Converted);
        Assert.False(journey.IsUnattributed);
        Assert.Equal(End, journey.EndedAt);
        Assert.Empty(JourneyRules.Default.Build([], []));
    }

    [Fact]
    public void Defaults_are_as_documented()
    {
        var rules = JourneyRules.Default;
        Assert.Equal(Lookback.Elapsed(Duration.FromDays(30)), rules.Lookback);
        Assert.Equal(PathTransform.None, PathTransform.Unique);
        Assert.Equal((PathTransform.None, int.MaxValue, true), (rules.Transform, rules.MaxTouches, rules.ReusesTouches));
    }

    [Fact]
    public void Parameters_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => JourneyRules.Default.AtMost(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => JourneyRules.Default.Transformed((PathTransform)9));
        Assert.Throws<ArgumentOutOfRangeException>(() => Lookback.Elapsed(Duration.Zero));
        Assert.Throws<ArgumentOutOfRangeException>(() => Lookback.CalendarDays(0, DateTimeZone.Utc));
        Assert.Throws<ArgumentException>(() => JourneyTouch.Of(" ", End));
        Assert.Throws<ArgumentException>(() => JourneyRules.Default.Build([default], []));
    }

    private static JourneyTouch At(string channel, Duration before) => JourneyTouch.Of(channel, End - before);

    private static string Path(JourneyRules rules, IEnumerable<JourneyTouch> touches) =>
        Text(rules.Build(touches, [JourneyConversion.Of(End)]).Single());

    private static string Text(Journey journey) => string.Join(' ', journey.Touches.Select(touch => touch.Channel));
}
