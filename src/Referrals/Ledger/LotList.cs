using System.Text.Json.Serialization;
using NodaTime;

namespace Referrals.Ledger;

/// <summary>
/// The open lots of an account, oldest first: by when they vested, then by reward. What leaves the account leaves the oldest lots
/// first. At most <see cref="MaxOpen"/> are kept; beyond that the two oldest neighbours of equal expiry are pooled, or else the two
/// oldest, which then expire together at the later of the two times: never to the owner's disadvantage.
/// </summary>
internal static class LotList
{
    internal const int MaxOpen = 64;

    internal static ValueList<Lot> With(this ValueList<Lot> lots, Lot lot)
    {
        var list = new List<Lot>(lots.Count + 1);
        list.AddRange(lots);
        var place = list.Count;
        while (place > 0 && Compare(list[place - 1], lot) > 0)
        {
            place--;
        }

        list.Insert(place, lot);
        while (list.Count > MaxOpen)
        {
            Pool(list);
        }

        return list.ToValueList();
    }

    internal static long Total(this ValueList<Lot> lots)
    {
        var total = 0L;
        foreach (var lot in lots.AsSpan())
        {
            total = checked(total + lot.Left);
        }

        return total;
    }

    internal static long UsableAt(this ValueList<Lot> lots, Instant at, Instant? earnedBefore = null)
    {
        var total = 0L;
        foreach (var lot in lots.AsSpan())
        {
            total = checked(total + (lot.IsUsableAt(at) && lot.IsEarnedBefore(earnedBefore) ? lot.Left : 0));
        }

        return total;
    }

    /// <summary>Takes an amount out of the usable lots, in the order in which the program uses them.</summary>
    /// <returns>What is left, and the parts that were taken, as lots in that order.</returns>
    internal static (ValueList<Lot> Left, ValueList<Lot> Taken) Take(
        this ValueList<Lot> lots, long amount, Instant at, LotOrder order, Instant? earnedBefore = null) =>
        Take(lots, amount, lot => lot.IsUsableAt(at) && lot.IsEarnedBefore(earnedBefore), order);

    /// <summary>Takes up to an amount out of the lots, the oldest first, whether or not they can still be used.</summary>
    internal static (ValueList<Lot> Left, ValueList<Lot> Taken) TakeAny(this ValueList<Lot> lots, long amount) =>
        Take(lots, amount, static _ => true);

    /// <summary>Takes up to an amount out of the lots, the newest first.</summary>
    internal static (ValueList<Lot> Left, ValueList<Lot> Taken) TakeLast(this ValueList<Lot> lots, long amount)
    {
        var (taken, left) = lots.TakeAny(Math.Max(0, lots.Total() - amount));
        return (left, taken);
    }

    /// <summary>Takes up to an amount out of the lots of a reward.</summary>
    internal static (ValueList<Lot> Left, ValueList<Lot> Taken) TakeOf(this ValueList<Lot> lots, RewardId reward, long amount) =>
        Take(lots, amount, lot => lot.Reward == reward);

    /// <summary>Takes up to an amount out of lots that were pooled, for a reward whose lot may be among them.</summary>
    internal static (ValueList<Lot> Left, ValueList<Lot> Taken) TakePooled(this ValueList<Lot> lots, long amount) =>
        Take(lots, amount, static lot => lot.Reward is null);

    internal static ValueList<Lot> Extended(this ValueList<Lot> lots, Instant at, DateTimeZone zone) =>
        lots.Any(static lot => lot.Inactivity != 0) ? lots.Select(lot => lot.Extended(at, zone)).ToValueList() : lots;

    /// <summary>The lots of somebody who can use them no longer: they expire now, and no activity moves that. What has expired before stays so.</summary>
    internal static ValueList<Lot> EndingAt(this ValueList<Lot> lots, Instant at) => lots
        .Select(lot => lot.ExpiresAt <= at ? lot : lot with { ExpiresAt = Instant.Max(lot.VestedAt, at), Inactivity = 0, Measure = default, LatestAt = null })
        .ToValueList();

    internal static Instant? NextExpiry(this ValueList<Lot> lots)
    {
        Instant? next = null;
        foreach (var lot in lots.AsSpan())
        {
            next = lot.LapsesAt is { } at && !(next <= at) ? at : next;
        }

        return next;
    }

    /// <summary>The parts of a posting over several lots. The lots of one reward count as one part.</summary>
    internal static ValueList<LedgerPart> Parts(this ValueList<Lot> taken) => taken
        .GroupBy(static lot => lot.Reward)
        .Select(static lots => new LedgerPart { Reward = lots.Key, MinorUnits = lots.Sum(static lot => lot.Left) })
        .ToValueList();

    private static (ValueList<Lot> Left, ValueList<Lot> Taken) Take(
        ValueList<Lot> lots, long amount, Func<Lot, bool> from, LotOrder order = LotOrder.Oldest)
    {
        var parts = new long[lots.Count];
        var taken = new List<Lot>();
        foreach (var place in Places(lots, order))
        {
            parts[place] = from(lots[place]) ? Math.Min(lots[place].Left, amount) : 0;
            amount -= parts[place];
            if (parts[place] > 0)
            {
                taken.Add(lots[place] with { Left = parts[place] });
            }
        }

        var left = new List<Lot>(lots.Count);
        for (var place = 0; place < lots.Count; place++)
        {
            if (parts[place] < lots[place].Left)
            {
                left.Add(parts[place] == 0 ? lots[place] : lots[place] with { Left = lots[place].Left - parts[place] });
            }
        }

        return (left.ToValueList(), taken.ToValueList());
    }

    /// <summary>In which order lots are used. They are kept oldest first, and sorting is stable.</summary>
    private static IEnumerable<int> Places(ValueList<Lot> lots, LotOrder order)
    {
        var places = Enumerable.Range(0, lots.Count);
        return order == LotOrder.SoonestExpiry ? places.OrderBy(place => lots[place].ExpiresAt ?? Instant.MaxValue) : places;
    }

    private static void Pool(List<Lot> lots)
    {
        var place = 0;
        while (place + 1 < lots.Count && !Alike(lots[place], lots[place + 1]))
        {
            place++;
        }

        place = place + 1 < lots.Count ? place : 0;
        var (older, newer) = (lots[place], lots[place + 1]);
        var longer = older.ExpiresAt is null || (newer.ExpiresAt is not null && older.ExpiresAt >= newer.ExpiresAt) ? older : newer;
        lots[place] = longer with
        {
            Reward = null,
            VestedAt = older.VestedAt,
            EarnedAt = Instant.Max(older.EarnedAt ?? older.VestedAt, newer.EarnedAt ?? newer.VestedAt),
            HereAt = Instant.Max(older.HereAt ?? older.VestedAt, newer.HereAt ?? newer.VestedAt),
            Left = checked(older.Left + newer.Left),
        };
        lots.RemoveAt(place + 1);
    }

    private static bool Alike(Lot left, Lot right) =>
        left.ExpiresAt == right.ExpiresAt && left.Inactivity == right.Inactivity && left.Measure == right.Measure
        && left.LatestAt == right.LatestAt;

    private static int Compare(Lot left, Lot right)
    {
        var byTime = left.VestedAt.CompareTo(right.VestedAt);
        return byTime != 0 ? byTime : string.CompareOrdinal(left.Reward?.Value, right.Reward?.Value);
    }
}

/// <summary>What is left of a vested reward: what its owner can use, since when and until when.</summary>
internal sealed record Lot
{
    /// <summary>The reward; <c>null</c> for several that were pooled because there were too many.</summary>
    [JsonPropertyName("r")]
    public RewardId? Reward { get; init; }

    [JsonPropertyName("v")]
    public required Instant VestedAt { get; init; }

    /// <summary>When the reward was earned, the latest of several that were pooled; <c>null</c> for when it vested.</summary>
    public Instant? EarnedAt { get; init; }

    /// <summary>The first instant at which it can no longer be used; <c>null</c> for never.</summary>
    [JsonPropertyName("x")]
    public Instant? ExpiresAt { get; init; }

    /// <summary>For a sliding expiry, how long without activity; it is counted as <see cref="Measure"/> says. 0 for a fixed one.</summary>
    [JsonPropertyName("i")]
    public int Inactivity { get; init; }

    [JsonPropertyName("m")]
    public PeriodKind Measure { get; init; }

    /// <summary>The end beyond which no activity moves a sliding expiry; <c>null</c> for none.</summary>
    [JsonPropertyName("z")]
    public Instant? LatestAt { get; init; }

    /// <summary>Since when it is in the account, where it came back after its end; <c>null</c> for since it vested.</summary>
    public Instant? HereAt { get; init; }

    /// <summary>How much is left, in the unit's smallest parts; above zero.</summary>
    [JsonPropertyName("l")]
    public required long Left { get; init; }

    /// <summary>When its expiry is booked: at its end, but not before it was in the account. A balance of the past is never below zero for it.</summary>
    internal Instant? LapsesAt => ExpiresAt is { } end ? Instant.Max(end, HereAt ?? VestedAt) : null;

    internal bool IsUsableAt(Instant at) => VestedAt <= at && !(ExpiresAt <= at);

    internal bool IsEarnedBefore(Instant? end) => end is null || (EarnedAt ?? VestedAt) < end;

    /// <summary>The same lot after an activity of its owner: a sliding expiry moves on, a fixed one stays, a lapsed one is not revived.</summary>
    internal Lot Extended(Instant at, DateTimeZone zone)
    {
        if (Inactivity == 0 || ExpiresAt <= at)
        {
            return this;
        }

        var idle = TimePeriod.Of(Inactivity, Measure).EndFrom(at, zone);
        var end = LatestAt is { } latest ? Instant.Min(idle, latest) : idle;
        return ExpiresAt >= end ? this : this with { ExpiresAt = end };
    }
}
