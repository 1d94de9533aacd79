using Referrals.Attribution;

namespace Referrals.Tests.Attribution.DataDriven.Coalitions;

public sealed class ParticipationTests
{
    private static readonly JourneyRow[] Rows =
        [new("a > b > a > b", 2, 0, 1), new("b", 1, 0, 0), new("c > b", 0, 0, 4), new("", 5, 0, 0)];

    [Fact]
    public void Each_conversion_counts_once_for_each_channel_on_its_path()
    {
        var counts = Participation.Count(JourneyRow.Batch(Rows).Spans);
        Assert.Equal(["a", "b", "c"], counts.Select(row => row.Channel));
        Assert.Equal([2, 3, 0], counts.Select(row => row.Conversions));
        Assert.Equal([0, 3, 0], counts.Select(row => row.Last));
        Assert.Equal([2, 0, 0], counts.Select(row => row.Assisted));
        Assert.Equal([null, 0, null], counts.Select(row => row.AssistRatio));
    }

    [Fact]
    public void Parts_merge_to_the_whole() => Assert.Equal(
        Participation.Count(JourneyRow.Batch(Rows).Spans),
        Participation.Merge(Participation.Count(JourneyRow.Batch(Rows[..1]).Spans), Participation.Count(JourneyRow.Batch(Rows[1..]).Spans)));
}
