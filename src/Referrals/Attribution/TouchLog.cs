using NodaTime;

namespace Referrals.Attribution;

/// <summary>
/// Keeps and joins the touches of visitors. At most <see cref="Kept"/> are kept of one visitor. What makes room is what the program's own
/// attribution cannot credit any more, in this order: what is outside its lookback window; the inner touches of a row that say the same of the same
/// referrer; and last the touch that another one outranks which counts for longer.
/// </summary>
internal static class TouchLog
{
    internal const int Kept = 64;

    /// <summary>Adds a touch, in order of time and then of arrival; a touch that arrives late takes its place in time.</summary>
    /// <param name="touches">Those that are kept.</param>
    /// <param name="touch">The new one.</param>
    /// <param name="policy">What can still be credited.</param>
    /// <returns>What is kept, and what fell out; <c>null</c> where there was room.</returns>
    internal static (ValueList<RecordedTouch> Touches, RecordedTouch? Dropped) Append(
        ValueList<RecordedTouch> touches, RecordedTouch touch, TouchRetention policy)
    {
        var place = touches.Count;
        while (place > 0 && touches[place - 1].At > touch.At)
        {
            place--;
        }

        var longer = new List<RecordedTouch>(touches);
        longer.Insert(place, touch);
        if (longer.Count <= Kept)
        {
            return (longer.ToValueList(), null);
        }

        var least = Outside(longer, policy) ?? Repeated(longer) ?? policy.Keeps switch
        {
            TouchesKept.Earliest => LaterThanEqual(longer, policy),
            TouchesKept.Latest => EarlierThanEqual(longer, policy),
            _ => null,
        } ?? (longer.Count / 2);
        var dropped = longer[least];
        longer.RemoveAt(least);
        return (longer.ToValueList(), dropped);
    }

    internal static IReadOnlyList<RecordedTouch> Join(IEnumerable<ValueList<RecordedTouch>> visitors) =>
        [.. visitors.SelectMany(static touches => touches).OrderBy(static touch => touch.At)];

    /// <summary>The oldest touch, where it counts for nothing that happens from the latest touch on.</summary>
    private static int? Outside(List<RecordedTouch> touches, TouchRetention policy) =>
        policy.CountsUntil(touches[0].At) < touches[^1].At ? 0 : null;

    /// <summary>A touch between two others that say the same: whoever credits it credits one of those.</summary>
    private static int? Repeated(List<RecordedTouch> touches)
    {
        for (var i = 1; i < touches.Count - 1; i++)
        {
            if (SameClaim(touches[i - 1], touches[i]) && SameClaim(touches[i], touches[i + 1]))
            {
                return i;
            }
        }

        return null;
    }

    /// <summary>For the first touch: the latest one that comes after one of no lower rank. The very last one stays, since it counts longest.</summary>
    private static int? LaterThanEqual(List<RecordedTouch> touches, TouchRetention policy)
    {
        for (var i = touches.Count - 2; i > 0; i--)
        {
            if (touches.Take(i).Any(earlier => policy.Rank(earlier) >= policy.Rank(touches[i])))
            {
                return i;
            }
        }

        return null;
    }

    /// <summary>For the last touch: the earliest one that comes before one of no lower rank, which wins now and counts for longer.</summary>
    private static int? EarlierThanEqual(List<RecordedTouch> touches, TouchRetention policy)
    {
        for (var i = 0; i < touches.Count - 1; i++)
        {
            if (touches.Skip(i + 1).Any(later => policy.Rank(later) >= policy.Rank(touches[i])))
            {
                return i;
            }
        }

        return null;
    }

    private static bool SameClaim(RecordedTouch one, RecordedTouch other) => one with { At = other.At } == other;
}

/// <summary>Which touches an attribution policy needs of a longer history.</summary>
internal enum TouchesKept
{
    /// <summary>Those from which the latest of the highest rank is chosen.</summary>
    Latest = 0,

    /// <summary>Those from which the earliest of the highest rank is chosen.</summary>
    Earliest = 1,

    /// <summary>Both ends: credit is shared among all that are kept.</summary>
    Ends = 2,
}

/// <summary>What of a long history of touches can still be credited, as the program's attribution sees it.</summary>
/// <param name="Keeps">Which of them win.</param>
/// <param name="Rank">How strong a touch is; only the strongest win.</param>
/// <param name="CountsUntil">The last instant at which a touch of an instant counts.</param>
internal sealed record TouchRetention(TouchesKept Keeps, Func<RecordedTouch, int> Rank, Func<Instant, Instant> CountsUntil);

/// <summary>A touch as it is kept with its visitor: whose referral it was, when, and how it came.</summary>
internal sealed record RecordedTouch
{
    public required CustomerId Referrer { get; init; }

    public required Instant At { get; init; }

    public required TouchKind Kind { get; init; }

    /// <summary>Whether the link carried the application's own valid signature.</summary>
    public bool Signed { get; init; }

    public string? Code { get; init; }

    public string? ShareId { get; init; }

    public Channel? Channel { get; init; }

    /// <summary>Where it came from, by name.</summary>
    public IReadOnlyDictionary<string, string>? Attributes { get; init; }

    public bool Equals(RecordedTouch? other) => other is not null && Referrer == other.Referrer && At == other.At && Kind == other.Kind
        && Signed == other.Signed && Code == other.Code && ShareId == other.ShareId && Channel == other.Channel
        && (Attributes ?? InputAttributes.None).SequenceEqual(other.Attributes ?? InputAttributes.None);

    public override int GetHashCode() => HashCode.Combine(Referrer, At, Kind, Signed, Code, ShareId, Channel);
}
