using System.Globalization;

namespace Referrals.Attribution.Journeys;

/// <summary>The path transforms, as <see cref="PathTransform"/> describes them.</summary>
/// <remarks>A touch that is folded into an earlier one leaves its milestones to it, so that no stage of a sale is lost.</remarks>
internal static class PathSimplifier
{
    internal static IReadOnlyList<JourneyTouch> Simplify(List<JourneyTouch> path, PathTransform transform)
    {
        if (transform == PathTransform.None)
        {
            return path;
        }

        var kept = new List<JourneyTouch>(path.Count);
        var counts = new List<int>(path.Count);
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var touch in path)
        {
            var known = places.TryGetValue(touch.Channel, out var place);
            if (known && (transform != PathTransform.Exposure || place == kept.Count - 1))
            {
                kept[place] = kept[place].Also(touch.Milestones);
                counts[place]++;
                continue;
            }

            places[touch.Channel] = kept.Count;
            kept.Add(touch);
            counts.Add(1);
        }

        return transform == PathTransform.Frequency
            ? [.. kept.Zip(counts, (touch, count) => touch.Renamed(string.Create(CultureInfo.InvariantCulture, $"{touch.Channel}({count})")))]
            : kept;
    }
}
