using Referrals.Attribution.Batches;

namespace Referrals.Attribution.DataDriven.Coalitions;

/// <summary>Counts participation and assisted conversions. Kept apart from credits, because they do not sum to the conversions.</summary>
public static class Participation
{
    /// <summary>The counts of each channel, in ordinal order of the names.</summary>
    public static IReadOnlyList<ChannelParticipation> Count(JourneySpans journeys)
    {
        var channels = journeys.Names.Count;
        var (conversions, last, seenIn) = (new double[channels], new double[channels], new int[channels]);
        for (var j = 0; j < journeys.Count; j++)
        {
            var touches = journeys[j].Channels;
            if (touches.IsEmpty || journeys.Conversions[j] == 0)
            {
                continue;
            }

            foreach (var channel in touches)
            {
                conversions[channel] += seenIn[channel] == j + 1 ? 0 : journeys.Conversions[j];
                seenIn[channel] = j + 1;
            }

            last[touches[^1]] += journeys.Conversions[j];
        }

        var names = journeys.Names;
        return [.. names.Sorted().Select(c => new ChannelParticipation(names[c], conversions[c], last[c]))];
    }

    /// <summary>The counts of two sets of journeys together. Channels are matched by name.</summary>
    public static IReadOnlyList<ChannelParticipation> Merge(
        IReadOnlyList<ChannelParticipation> left, IReadOnlyList<ChannelParticipation> right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return [.. left.Concat(right)
            .GroupBy(row => row.Channel, StringComparer.Ordinal)
            .Select(rows => rows.Aggregate((sum, row) => sum.Plus(row)))
            .OrderBy(row => row.Channel, StringComparer.Ordinal)];
    }
}
