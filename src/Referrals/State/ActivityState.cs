using NodaTime;

namespace Referrals.State;

/// <summary>What happened lately, entry by entry in the order of time, for numbers over a trailing time.</summary>
internal sealed record ActivityState
{
    /// <summary>How many entries are kept; with more, the two oldest are joined at the later time, which never makes a limit larger.</summary>
    internal const int MaxEntries = 2_000;

    public ValueList<ActivityEntry> Entries { get; init; } = [];

    /// <summary>The marks that were paid on a number; kept in a record of their own beside it.</summary>
    public ValueList<PaidMark> Marks { get; init; } = [];

    /// <summary>The sum within a time that ends at an instant, the instant included, the start not.</summary>
    internal long Within(Duration length, Instant end, string? without = null) => Within(length, end, Instant.MaxValue, without);

    /// <summary>The same as it was at an instant, before what has gone since then was taken back.</summary>
    private long Within(Duration length, Instant end, Instant asOf, string? without)
    {
        var sum = 0L;
        foreach (var entry in Entries)
        {
            if ((entry.Gone is null || entry.Gone > asOf) && entry.At <= end && entry.At > end - length && (without is null || entry.Id != without))
            {
                sum = checked(sum + entry.Value);
            }
        }

        return sum;
    }

    /// <summary>The largest sum within any such time that an instant lies in; entries may come late, so the time may end after it.</summary>
    internal long MostAround(Duration length, Instant instant, string? without = null)
    {
        var most = Within(length, instant, without);
        foreach (var entry in Entries)
        {
            if (entry.At > instant && entry.At - length < instant)
            {
                most = Math.Max(most, Within(length, entry.At, without));
            }
        }

        return most;
    }

    /// <summary>The largest sum within such a time, ending at any instant from one to another, as it was then.</summary>
    internal long MostBetween(Duration length, Instant from, Instant to, string? without)
    {
        var most = Within(length, from, from, without);
        foreach (var entry in Entries)
        {
            if (entry.At > from && entry.At <= to)
            {
                most = Math.Max(most, Within(length, entry.At, entry.At, without));
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
        if (entries.Count > MaxEntries)
        {
            _ = entries.RemoveAll(static each => each.Gone is not null);
        }

        while (entries.Count > MaxEntries)
        {
            entries[1] = new ActivityEntry { Id = string.Empty, At = entries[1].At, Value = checked(entries[0].Value + entries[1].Value) };
            entries.RemoveAt(0);
        }

        return this with { Entries = entries.ToValueList() };
    }

    /// <summary>With so much taken back of an entry; what is gone already stays gone.</summary>
    /// <param name="id">The entry.</param>
    /// <param name="value">How much.</param>
    /// <param name="gone">When, where what was taken back is kept for a while; <c>null</c> where it is forgotten at once.</param>
    internal ActivityState Without(string id, long value, Instant? gone = null) => this with
    {
        Entries = Entries.SelectMany(entry => entry.Id != id || entry.Gone is not null ? [entry] : Parts(entry, value, gone)).ToValueList(),
    };

    /// <summary>Without everything that a customer did; what was joined stays.</summary>
    internal ActivityState Without(CustomerId referee) => this with
    {
        Entries = Entries.Where(entry => entry.Referee != referee).ToValueList(),
    };

    private static IEnumerable<ActivityEntry> Parts(ActivityEntry entry, long value, Instant? gone)
    {
        if (entry.Value != value)
        {
            yield return entry with { Value = entry.Value - value };
        }

        if (gone is not null)
        {
            yield return entry with { Value = value, Gone = gone };
        }
    }
}
