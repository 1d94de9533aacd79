using NodaTime;
using Referrals.Attribution;
using static Referrals.Tests.Attribution.AttributionVectors;

namespace Referrals.Tests.Attribution.ClosedForm;

public sealed class CreditModelTests
{
    private static readonly Instant End = Instant.FromUtc(2026, 3, 31, 12, 0);

    [Fact]
    public void Worked_example_of_Adobe_for_time_decay_comes_out()
    {
        // Adobe Analytics, attribution models: half-life 7 days, touches 0, 0, 6 and 9 days before, 50 of value.
        var shares = CreditModel.TimeDecay(Duration.FromDays(7)).Share([Before(9), Before(6), Before(0), Before(0)], End);
        Assert.Equal([6.92, 9.32, 16.88, 16.88], shares.Select(share => Math.Round(share * 50, 2)));
    }

    [Fact]
    public void Worked_example_of_Adobe_for_the_J_shape_comes_out()
    {
        var shares = CreditModel.JShaped.Share([Before(9), Before(6), Before(0), Before(0)], End);
        Assert.Equal([10, 5, 5, 30], shares.Select(share => Math.Round(share * 50, 9)));
    }

    [Theory]
    [InlineData(TwoTouchRule.RenormaliseEnds, 0.25)]
    [InlineData(TwoTouchRule.HalveMiddle, 0.30)]
    public void Two_touches_share_by_the_chosen_rule(TwoTouchRule rule, double first)
    {
        var shares = CreditModel.Position(20, 20, 60, rule).Share([Before(2), Before(1)], End);
        Close(first, shares[0], "first");
        Close(1 - first, shares[1], "last");
    }

    [Fact]
    public void Two_touches_without_weight_at_the_ends_share_evenly() =>
        Assert.Equal([0.5, 0.5], CreditModel.Position(0, 1, 0).Share([Before(2), Before(1)], End));

    [Fact]
    public void Touches_older_than_any_half_life_still_share()
    {
        var ages = new[] { Before(40_001), Before(40_000) };
        var shares = CreditModel.TimeDecay(Duration.FromMinutes(1)).Share(ages, End);
        Assert.Equal(1, shares.Sum(), 12);
        Assert.All(shares, share => Assert.True(double.IsFinite(share)));
        Assert.True(shares[1] > shares[0]);
    }

    [Fact]
    public void Time_decay_does_not_change_when_the_conversion_is_later()
    {
        var model = CreditModel.TimeDecay(Duration.FromDays(7));
        var now = model.Share([Before(9), Before(4), Before(1)], End);
        var later = model.Share([Before(9), Before(4), Before(1)], End + Duration.FromDays(100));
        Assert.All(now.Zip(later), pair => Close(pair.First, pair.Second, "share"));
    }

    [Fact]
    public void Step_decay_falls_at_whole_periods_only()
    {
        var model = CreditModel.StepDecay(Duration.FromDays(7));
        Assert.Equal([0.5, 0.5], model.Share([End - Duration.FromHours(167), End], End));
        var shares = model.Share([End - Duration.FromHours(168), End], End);
        Close(1d / 3, shares[0], "older");
    }

    [Fact]
    public void W_shape_rewards_first_lead_and_opportunity()
    {
        var shares = CreditModel.WShaped.Share(Journey(
            ("a", TouchMilestones.None), ("b", TouchMilestones.Lead), ("c", TouchMilestones.None),
            ("d", TouchMilestones.Opportunity), ("e", TouchMilestones.None)));
        Assert.Equal([0.3, 0.3, 0.05, 0.3, 0.05], shares.Select(share => Math.Round(share, 12)));
    }

    [Fact]
    public void Full_path_adds_the_last_touch()
    {
        var shares = CreditModel.FullPath.Share(Journey(
            ("a", TouchMilestones.None), ("b", TouchMilestones.Lead), ("c", TouchMilestones.None),
            ("d", TouchMilestones.Opportunity), ("e", TouchMilestones.None)));
        Assert.Equal([0.225, 0.225, 0.1, 0.225, 0.225], shares.Select(share => Math.Round(share, 12)));
    }

    [Fact]
    public void Milestones_on_one_touch_add_up_and_missing_others_are_scaled_away()
    {
        var shares = CreditModel.WShaped.Share(Journey(("a", TouchMilestones.Lead), ("b", TouchMilestones.Opportunity)));
        Assert.Equal([0.666667, 0.333333], shares.Select(share => Math.Round(share, 6)));
    }

    [Fact]
    public void Missing_milestones_are_scaled_away()
    {
        var shares = CreditModel.WShaped.Share(Journey(("a", TouchMilestones.None), ("b", TouchMilestones.None)));
        Assert.Equal([0.75, 0.25], shares.Select(share => Math.Round(share, 12)));
    }

    [Fact]
    public void Last_non_passes_over_its_channels_and_falls_back_to_the_last()
    {
        var model = CreditModel.LastNon("direct", "mail");
        Assert.Equal([0, 1, 0, 0], model.Share(Journey("a", "b", "mail", "direct")));
        Assert.Equal([0, 1], model.Share(Journey("direct", "mail")));
        Assert.Equal([0, 1], model.Share(Journey("a", "Direct")));
    }

    [Fact]
    public void Linear_over_distinct_channels_splits_a_channel_over_its_touches() =>
        Assert.Equal([0.25, 0.5, 0.25], CreditModel.LinearUnique.Share(Journey("a", "b", "a")));

    [Theory]
    [InlineData(24)]
    [InlineData(25)]
    [InlineData(999)]
    public void Linear_over_distinct_channels_does_not_depend_on_the_length(int touches)
    {
        // Channel of touch i is i² modulo 7: 0, 1, 2 and 4, unevenly often.
        var channels = Enumerable.Range(0, touches).Select(i => $"c{i * i % 7}").ToArray();
        var times = channels.CountBy(channel => channel).ToDictionary();
        var shares = CreditModel.LinearUnique.Share(Journey(channels));
        Assert.All(channels.Zip(shares), pair => Close(1d / (times.Count * times[pair.First]), pair.Second, pair.First));
    }

    [Fact]
    public void Custom_rule_is_scaled_to_one()
    {
        var model = CreditModel.Custom("by_place", (touches, weights) =>
        {
            for (var i = 0; i < weights.Length; i++)
            {
                weights[i] = touches.HoursBeforeOf(i) == 0 ? 3 : 1;
            }
        });
        Assert.Equal([0.2, 0.2, 0.6], model.Share([Before(2), Before(1), End], End));
        Assert.Equal("by_place", model.Name);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Custom_rule_with_useless_weights_is_refused(double weight)
    {
        var model = CreditModel.Custom("bad", (_, weights) => weights.Fill(weight));
        var error = Assert.Throws<InvalidOperationException>(() => model.Share(Journey("a", "b")));
        Assert.Contains("'bad'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parameters_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => CreditModel.TimeDecay(Duration.Zero));
        Assert.Throws<ArgumentOutOfRangeException>(() => CreditModel.StepDecay(Duration.FromDays(-1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => CreditModel.Geometric(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => CreditModel.Geometric(1.01));
        Assert.Throws<ArgumentException>(() => CreditModel.Position(0, 0, 0));
        Assert.Throws<ArgumentException>(() => CreditModel.Position(-1, 1, 1));
        Assert.Throws<ArgumentException>(() => CreditModel.Position(double.PositiveInfinity, 1, 1));
        Assert.Throws<ArgumentException>(() => CreditModel.LastNon());
        Assert.Throws<ArgumentException>(() => CreditModel.LastNon("a", " "));
    }

    [Fact]
    public void Touches_out_of_order_or_after_the_conversion_are_refused()
    {
        Assert.Throws<ArgumentException>(() => CreditModel.Linear.Share([Before(1), Before(2)], End));
        Assert.Throws<ArgumentException>(() => CreditModel.Linear.Share([Before(-1)], End));
    }

    [Fact]
    public void Journey_without_touches_has_no_shares()
    {
        var journey = JourneyRules.Default.Build([], [JourneyConversion.Of(End, 10)]).Single();
        Assert.Empty(CreditModel.Linear.Share(journey));
        Assert.Empty(CreditModel.Linear.Share([], End));
        var total = CreditModel.TimeDecay(Duration.FromDays(7)).Total(JourneyBatch.Of(journey).Spans);
        Assert.Equal((1, 10), (total.Unattributed.Conversions, total.Unattributed.Value));
    }

    [Fact]
    public void Long_journey_shares_too()
    {
        var many = Enumerable.Range(0, 500).Select(i => End - Duration.FromHours(500 - i)).ToArray();
        Assert.Equal(1, CreditModel.TimeDecay(Duration.FromDays(7)).Share(many, End).Sum(), 9);
    }

    private static Instant Before(double days) => End - Duration.FromDays(days);

    private static Journey Journey(params string[] channels) => Journey([.. channels.Select(channel => (channel, TouchMilestones.None))]);

    private static Journey Journey(params (string Channel, TouchMilestones Milestones)[] touches) => JourneyRules.Default.Build(
        touches.Select((touch, i) => JourneyTouch.Of(touch.Channel, End - Duration.FromMinutes(touches.Length - i), touch.Milestones)),
        [JourneyConversion.Of(End)]).Single();
}
