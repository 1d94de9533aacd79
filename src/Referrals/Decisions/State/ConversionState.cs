using NodaTime;

namespace Referrals;

/// <summary>A conversion with what it earned and what was refunded of it; or the refunds of one that is not known yet.</summary>
internal sealed record ConversionState
{
    /// <summary>How many refunds of a conversion that is not known yet are kept.</summary>
    internal const int MaxWaitingRefunds = 16;

    /// <summary>How many refunds one conversion can have.</summary>
    internal const int MaxRefunds = 100;

    /// <summary>The conversion; <c>null</c> only while nothing but refunds of it is known.</summary>
    public Conversion Conversion { get; init; } = null!;

    public Instant At { get; init; }

    /// <summary>Its number among the customer's conversions of its name, from 1.</summary>
    public int Ordinal { get; init; }

    public ValueList<RewardId> Rewards { get; init => field = value ?? []; } = [];

    /// <summary>What the conversion counts for, so that a refund can take it back.</summary>
    public ValueList<CountedTally> Counted { get; init => field = value ?? []; } = [];

    /// <summary>What was refunded so far, in smallest parts.</summary>
    public long Refunded { get; init; }

    /// <summary>The refunds that came before the conversion, in the order of arrival. They are applied when it comes.</summary>
    public ValueList<Refund> WaitingRefunds { get; init => field = value ?? []; } = [];

    /// <summary>The refunds that were applied, in the order of arrival, with what they say of amounts.</summary>
    public ValueList<Refund> Refunds { get; init => field = value ?? []; } = [];

    /// <summary>While it waits to be judged: when the latest of its refunds happened.</summary>
    public Instant? RefundedAt { get; init; }

    /// <summary>Refunds that did not stand and have not come yet, each with when that was reported.</summary>
    public ValueList<NamedInstant> Cancelled { get; init => field = value ?? []; } = [];

    /// <summary>What the conversion should be that has not come yet; <c>null</c> for nothing.</summary>
    public Amendment? WaitingAmendment { get; init; }

    /// <summary>The latest amendment's time and id; <c>null</c> for a conversion that was never amended.</summary>
    public NamedInstant? Amended { get; init; }

    /// <summary>The part of the amount on which numbers were counted, where an amendment has changed it; in smallest parts.</summary>
    public long? CountedBase { get; init; }

    /// <summary>Whether it was corrected in another way than by refunds, so that all its rules have to be asked again.</summary>
    public bool IsCorrected { get; init; }

    /// <summary>What corrections granted and others took back again, so that the list of rewards does not grow with them.</summary>
    public ValueList<WithdrawnRewards> Withdrawn { get; init => field = value ?? []; } = [];

    /// <summary>
    /// What limits whose room does not return have counted for its rewards in all; empty while corrections have granted nothing, when that is what was
    /// granted. What is granted again in the same room is counted once.
    /// </summary>
    public ValueList<CountedTally> Spent { get; init => field = value ?? []; } = [];

    /// <summary>What it was decided on, where rules were asked about it; <c>null</c> for a conversion that no rule was asked about.</summary>
    public JudgedState? Judged { get; init; }

    /// <summary>The next conversion of the customer that waits for the sign-up, or for the reinstatement of the referral; <c>null</c> for none.</summary>
    public string? NextWaiting { get; init; }

    /// <summary>Whether the conversion itself has come.</summary>
    internal bool IsKnown => Conversion is not null;

    /// <summary>Whether nothing is left to refund; also for conversions without an amount.</summary>
    public bool FullyRefunded { get; init; }
}

/// <summary>What rules were told when a conversion was decided and may not be told later, so that they can be asked again as of then.</summary>
internal sealed record JudgedState
{
    /// <summary>Which version has judged it; <c>null</c> for that under which the referral was created, to which no publication had moved it.</summary>
    public int? Version { get; init; }

    /// <summary>How many conversions of each name the customer had had; <c>null</c> where no rule asks for it.</summary>
    public IReadOnlyDictionary<string, int>? EventCounts { get; init => field = value?.ToValueMap(); }

    /// <summary>The numbers that rules read, except those that were zero.</summary>
    public ValueList<JudgedNumber> Numbers { get; init => field = value ?? []; } = [];
}

/// <summary>Which rules judge a conversion.</summary>
internal static class JudgingPlans
{
    /// <summary>The plan of the version that has judged a conversion, or that judges it if none has.</summary>
    internal static IncentivePlan Of(this IncentivePlans plans, ReferralState referral, JudgedState? judged) =>
        judged is null ? plans.For(referral.ProgramVersion) : plans.Exactly(judged.Version ?? referral.ProgramVersion);
}

/// <summary>What corrections granted to somebody by a rule and others took back whole.</summary>
internal sealed record WithdrawnRewards
{
    public required string Rule { get; init; }

    public required CustomerId Earner { get; init; }

    public required Amount Granted { get; init; }
}

/// <summary>A number as a rule has read it.</summary>
internal sealed record JudgedNumber
{
    /// <summary>Which number, and over which time.</summary>
    public required string Name { get; init; }

    public required CustomerId Owner { get; init; }

    public required long Value { get; init; }
}

/// <summary>What a conversion, or a reward, counts for: the key of a number, how much of it, and how much was taken back.</summary>
internal sealed record CountedTally
{
    /// <summary>The counter's or the activity's id.</summary>
    public required string Key { get; init; }

    /// <summary>Whether the number is kept entry by entry.</summary>
    public bool IsTrailing { get; init; }

    public required long Value { get; init; }

    /// <summary>Whether it is a count, which goes back only as a whole.</summary>
    public bool IsCount { get; init; }

    public long Returned { get; init; }

    /// <summary>Whether it is the customer's own number, which counts whatever becomes of the referral.</summary>
    public bool IsOwn { get; init; }

    /// <summary>The rule whose conditions the conversion fulfilled, where it counts for that; <c>null</c> where it counts whatever rules say.</summary>
    public string? Rule { get; init; }

    /// <summary>The name of the number where marks or steps that are kept for a while rest on it; <c>null</c> where none does.</summary>
    public string? Marked { get; init; }

    /// <summary>Of what a referral counts for and marks rest on: the conversion that counted last, which pays the mark again after a reinstatement.</summary>
    public string? Last { get; init; }
}

/// <summary>What happened lately, entry by entry in the order of time, for numbers over a trailing time.</summary>
internal sealed record ActivityState
{
    /// <summary>How many entries are kept; with more, the two oldest are joined at the later time, which never makes a limit larger.</summary>
    internal const int MaxEntries = 2_000;

    public ValueList<ActivityEntry> Entries { get; init => field = value ?? []; } = [];

    /// <summary>The marks that were paid on a number; kept in a record of their own beside it.</summary>
    public ValueList<PaidMark> Marks { get; init => field = value ?? []; } = [];

    /// <summary>The sum within a time that ends at an instant, the instant included, the start not.</summary>
    internal long Within(Duration length, Instant end, string? without = null) => Within(length, end, Instant.MaxValue, without);

    /// <summary>The same as it was at an instant, before what has gone since then was taken back.</summary>
    private long Within(Duration length, Instant end, Instant asOf, string? without)
    {
        var sum = 0L;
        foreach (var entry in Entries)
        {
            var stands = !entry.IsAside && (entry.Gone is null || entry.Gone > asOf);
            if (stands && entry.At <= end && entry.At > end - length && (without is null || entry.Id != without))
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
            _ = entries.RemoveAll(static each => each.Gone is not null || each.IsAside);
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

    /// <summary>With so much of an entry again that was taken back before, or never counted.</summary>
    internal ActivityState Regained(ActivityEntry entry) => this with
    {
        Entries = Entries.Any(each => each.Id == entry.Id && each.Gone is null)
            ? Entries.Select(each => each.Id == entry.Id && each.Gone is null ? each with { Value = each.Value + entry.Value } : each).ToValueList()
            : Entries.Append(entry).OrderBy(static each => each.At).ToValueList(),
    };

    /// <summary>With everything that a customer did set aside, or counted again; what was joined stays.</summary>
    internal ActivityState SetAside(CustomerId referee, bool isAside) => this with
    {
        Entries = Entries.Select(entry => entry.Referee == referee ? entry with { IsAside = isAside } : entry).ToValueList(),
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

/// <summary>One thing that happened, in a number over a trailing time.</summary>
internal sealed record ActivityEntry
{
    /// <summary>The conversion or reward; empty where entries were joined.</summary>
    public required string Id { get; init; }

    public required Instant At { get; init; }

    public required long Value { get; init; }

    /// <summary>Since when it counts no more, where a step that rested on it is kept for a while; <c>null</c> while it counts.</summary>
    public Instant? Gone { get; init; }

    /// <summary>Whose conversion it is, where it no longer counts once the customer's referral is rejected.</summary>
    public CustomerId? Referee { get; init; }

    /// <summary>Whether it does not count for now, since the customer's referral is rejected.</summary>
    public bool IsAside { get; init; }
}
