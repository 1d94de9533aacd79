using NodaTime;
using Referrals.Attribution;

namespace Referrals.Tests.Attribution.Batches;

public sealed class JourneySpansTests
{
    private static readonly ChannelNames Names = ChannelNames.Of("a", "b");

    [Fact]
    public void Compact_data_of_the_caller_is_read_without_a_copy()
    {
        int[] touches = [0, 1, 1];
        var spans = JourneySpans.Of(Names, [0, 2, 2, 3], touches, [1, 1, 0], [10, 5, 0], [0, 0, 1]);
        touches[2] = 0;
        Assert.Equal(3, spans.Count);
        Assert.Equal([0], spans[2].Channels.ToArray());
        Assert.Equal(0, spans[1].Count);
        Assert.Equal(24, spans[0].HoursBeforeOf(0));
        Assert.Equal(0, spans[0].HoursBeforeOf(1));
        Assert.Equal(TouchMilestones.None, spans[0].MilestonesOf(0));

        var linear = CreditModel.Linear.Total(spans);
        Assert.Equal((0.5, 0.5, 1), (linear["a"].Conversions, linear["b"].Conversions, linear.Unattributed.Conversions));
        Assert.Equal(5, linear.Unattributed.Value);
    }

    [Fact]
    public void Slice_is_a_part_of_the_same_journeys()
    {
        var spans = JourneySpans.Of(
            Names, [0, 2, 3], [0, 1, 1], [1, 2], [10, 5], [0, 0], [7, 6, 5], [TouchMilestones.Lead, TouchMilestones.None, TouchMilestones.Opportunity]);
        var part = spans.Slice(1, 1);
        Assert.Equal(1, part.Count);
        Assert.Equal(2, part.Conversions[0]);
        Assert.Equal(5, part[0].HoursBeforeOf(0));
        Assert.Equal(TouchMilestones.Opportunity, part[0].MilestonesOf(0));
    }

    [Fact]
    public void Data_that_break_a_rule_are_refused_by_name()
    {
        Refused("offsets", () => JourneySpans.Of(Names, [], [], [], [], []));
        Refused("offsets", () => JourneySpans.Of(Names, [0, 2], [0], [1], [1], [1]));
        Refused("offsets", () => JourneySpans.Of(Names, [0, 2, 1], [0], [1, 1], [1, 1], [1, 1]));
        Refused("offsets", () => JourneySpans.Of(Names, [1, 1], [0], [1], [1], [1]));
        Refused("touches", () => JourneySpans.Of(Names, [0, 1], [2], [1], [1], [1]));
        Refused("touches", () => JourneySpans.Of(Names, [0, 1], [-1], [1], [1], [1]));
        Refused("values", () => JourneySpans.Of(Names, [0, 1], [0], [1], [], [1]));
        Refused("nulls", () => JourneySpans.Of(Names, [0, 1], [0], [1], [1], [1, 2]));
        Refused("conversions", () => JourneySpans.Of(Names, [0, 1], [0], [-1], [1], [1]));
        Refused("values", () => JourneySpans.Of(Names, [0, 1], [0], [1], [double.NaN], [1]));
        Refused("nulls", () => JourneySpans.Of(Names, [0, 1], [0], [1], [1], [double.PositiveInfinity]));
        Refused("hoursBefore", () => JourneySpans.Of(Names, [0, 1], [0], [1], [1], [1], [1, 2]));
        Refused("hoursBefore", () => JourneySpans.Of(Names, [0, 1], [0], [1], [1], [1], [double.NaN]));
        Refused("milestones", () => JourneySpans.Of(Names, [0, 1], [0], [1], [1], [1], default, [default, default]));
    }

    [Fact]
    public void Journeys_are_packed_with_their_times_and_milestones()
    {
        var end = Instant.FromUtc(2026, 3, 31, 12, 0);
        var journeys = JourneyRules.Default.Build(
            [JourneyTouch.Of("b", end - Duration.FromHours(36), TouchMilestones.Lead), JourneyTouch.Of("a", end)],
            [JourneyConversion.Of(end, 9)]);
        var batch = JourneyBatch.Of(journeys.Concat(JourneyRules.Default.Build([JourneyTouch.Of("a", end)], [])));
        Assert.Equal((2, 3), (batch.Count, batch.TouchCount));
        Assert.Equal(["b", "a"], Enumerable.Range(0, batch.Names.Count).Select(i => batch.Names[i]));
        Assert.Equal(36, batch.Spans[0].HoursBeforeOf(0));
        Assert.Equal(TouchMilestones.Lead, batch.Spans[0].MilestonesOf(0));
        Assert.Equal([1, 0], batch.Spans.Conversions.ToArray());
        Assert.Equal([0, 1], batch.Spans.Nulls.ToArray());
        Assert.Equal([9, 0], batch.Spans.Values.ToArray());
    }

    [Fact]
    public void Names_are_found_by_their_characters()
    {
        Assert.Equal(1, Names.IndexOf("b"));
        Assert.Equal(-1, Names.IndexOf("B"));
        Assert.Throws<ArgumentException>(() => ChannelNames.Of("a", "a"));
        Assert.Throws<ArgumentException>(() => ChannelNames.Of("a", " "));
    }

    [Fact]
    public void Many_journeys_are_totalled_without_allocating_for_each()
    {
        const int Count = 20_000;
        var (offsets, touches, ones) = (new int[Count + 1], new int[Count * 2], new double[Count]);
        for (var j = 0; j < Count; j++)
        {
            (offsets[j + 1], touches[(2 * j) + 1], ones[j]) = (2 * (j + 1), 1, 1);
        }

        CreditModel[] models = [CreditModel.First, CreditModel.Linear, CreditModel.LinearUnique, CreditModel.TimeDecay(Duration.FromDays(7)), CreditModel.LastNon("b")];
        foreach (var model in models)
        {
            _ = model.Total(JourneySpans.Of(Names, offsets, touches, ones, ones, ones));
            var before = GC.GetAllocatedBytesForCurrentThread();
            _ = model.Total(JourneySpans.Of(Names, offsets, touches, ones, ones, ones));
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16_000);
        }
    }

    private static void Refused(string parameter, Action make)
    {
        var error = Assert.ThrowsAny<ArgumentException>(make);
        Assert.Equal(parameter, error.ParamName);
    }
}
