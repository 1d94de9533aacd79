using NodaTime;

namespace Referrals.State;

/// <summary>What happened lately, entry by entry in the order of time, for numbers over a trailing time.</summary>
internal sealed record ActivityState
{
    /// <summary>How many entries are kept; with more, the two oldest are joined at the later time, which never makes a limit larger.</summary>
    internal const int MaxEntries = 2_000;

    public ValueList<ActivityEntry> Entries { get; init; } = [];

    /// <summary>The sum within a time that ends at an instant, the instant included, the start not.</summary>
    internal long Within(Duration length, Instant end, string? without = null)
    {
        var sum = 0L;
        foreach (var entry in Entries)
        {
            if (entry.At <= end && entry.At > end - length && (without is null || entry.Id != without))
            {
                sum = checked(sum + entry.Value);
            }
        }

        return sum;
    }

    /// <summary>The largest sum within any such time that an instant lies in; entries may come late, so the time may end after it.</summary>
    internal long MostAround(Duration length, Instant instant)
    {
        var most = Within(length, instant);
        foreach (var entry in Entries)
        {
            if (entry.At > instant && entry.At - length < instant)
            {
                most = Math.Max(most, Within(length, entry.At));
            }
        }

        return most;
    }

    /// <summary>The largest sum within such a time, ending at any instant from one to another.</summary>
    internal long MostBetween(Duration length, Instant from, Instant to, string without)
    {
        var most = Within(length, from, without);
        foreach (var entry in Entries)
        {
            if (entry.At > from && entry.At <= to)
            {
                most = Math.Max(most, Within(length, entry.At, without));
            }
        }

        return most;
    }

    /// <summary>With one more entry, and without those too old for anybody.</summary>
    internal ActivityState With(ActivityEntry entry, Duration keep)
    {
        var entries = Entries.Append(entry).OrderBy(static each => each.At).ToList();
        var oldest = entries[^1].At - keep;
        _ = entries.RemoveAll(each => each.At <= oldest);
        while (entries.Count > MaxEntries)
        {
            entries[1] = new ActivityEntry { Id = string.Empty, At = entries[1].At, Value = checked(entries[0].Value + entries[1].Value) };
            entries.RemoveAt(0);
        }

        return new ActivityState { Entries = entries.ToValueList() };
    }

    /// <summary>With so much taken back of an entry; what is gone already stays gone.</summary>
    internal ActivityState Without(string id, long value) => new()
    {
        Entries = Entries
            .Select(entry => entry.Id == id ? entry with { Value = entry.Value - value } : entry)
            .Where(static entry => entry.Value != 0)
            .ToValueList(),
    };
}
