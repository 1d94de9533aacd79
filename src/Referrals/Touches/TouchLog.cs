namespace Referrals.Touches;

/// <summary>Keeps and joins the touches of visitors.</summary>
internal static class TouchLog
{
    /// <summary>
    /// How many touches are kept of one visitor. First-touch attribution needs the earliest ones and last-touch the latest, so
    /// both ends are kept and the middle of a longer history is dropped.
    /// </summary>
    internal const int Kept = 64;

    /// <summary>Adds a touch, in order of time and then of arrival; a touch that arrives late takes its place in time.</summary>
    internal static ValueList<RecordedTouch> Append(ValueList<RecordedTouch> touches, RecordedTouch touch)
    {
        var place = touches.Count;
        while (place > 0 && touches[place - 1].At > touch.At)
        {
            place--;
        }

        var longer = new List<RecordedTouch>(touches);
        longer.Insert(place, touch);
        if (longer.Count > Kept)
        {
            longer.RemoveAt(Kept / 2);
        }

        return longer.ToValueList();
    }

    /// <summary>The touches of several visitors as one journey, in order of time; of equal times, those of the earlier list first.</summary>
    internal static IReadOnlyList<RecordedTouch> Join(IEnumerable<ValueList<RecordedTouch>> visitors) =>
        [.. visitors.SelectMany(static touches => touches).OrderBy(static touch => touch.At)];
}
