using System.Collections.Immutable;
using NodaTime;

namespace Referrals.Messages.Choosing;

/// <summary>When to write to whom. Immutable; change it with <c>with</c> and <see cref="With"/>.</summary>
/// <example><code>
/// var rules = (MessageRules.Default with { QuietHours = QuietHours.Between(new LocalTime(20, 0), new LocalTime(9, 0)) })
///     .With(MessageKind.WinBack, rule => rule with { IsOn = false })
///     .With(MessageKind.InvitationAfterPurchase, rule => rule with { Delay = Duration.FromDays(2), Segments = ["regular"] });
/// </code></example>
public sealed record MessageRules
{
    private ImmutableDictionary<MessageKind, MessageRule> _kinds = ImmutableDictionary<MessageKind, MessageRule>.Empty
        .Add(MessageKind.InvitationAfterPurchase, new MessageRule { Delay = Duration.FromDays(1), NotAgainWithin = Duration.FromDays(60) })
        .Add(MessageKind.InvitationAfterSurvey, new MessageRule { NotAgainWithin = Duration.FromDays(60) })
        .Add(MessageKind.InvitationAfterDelivery, new MessageRule { Delay = Duration.FromDays(1), NotAgainWithin = Duration.FromDays(60) })
        .Add(MessageKind.ThankYou, new MessageRule { NotAgainWithin = Duration.FromDays(30) })
        .Add(MessageKind.RewardRefused, new MessageRule { NotAgainWithin = Duration.FromDays(30) })
        .Add(MessageKind.TierNear, new MessageRule { NotAgainWithin = Duration.FromDays(30) })
        .Add(MessageKind.WinBack, new MessageRule { NotAgainWithin = Duration.FromDays(180) });

    private MessageRules()
    {
    }

    /// <summary>The rules that hold unless the application has others; each property says which.</summary>
    public static MessageRules Default { get; } = new();

    /// <summary>When nobody is written to, in the reader's own time zone; <c>null</c> for no such time.</summary>
    /// <value>The default is from 21:00 to 8:00.</value>
    public QuietHours? QuietHours { get; init; } = Choosing.QuietHours.Between(new LocalTime(21, 0), new LocalTime(8, 0));

    /// <summary>How many promotions a person gets; <c>null</c> for any number.</summary>
    /// <value>The default is two in seven days.</value>
    public FrequencyCap? PromotionCap { get; init; } = FrequencyCap.Of(2, Duration.FromDays(7));

    /// <summary>After which conversions to invite, by the name of the event.</summary>
    /// <value>The default is after <c>purchase</c> and <c>delivery</c>.</value>
    public IReadOnlyDictionary<string, MessageKind> InviteAfter { get; init => field = value.ToImmutableDictionary(StringComparer.Ordinal); } =
        ImmutableDictionary.Create<string, MessageKind>(StringComparer.Ordinal)
            .Add("purchase", MessageKind.InvitationAfterPurchase)
            .Add("delivery", MessageKind.InvitationAfterDelivery);

    /// <summary>From which answer on a survey leads to an invitation.</summary>
    /// <value>The default is 9, which is where promoters begin; 0 to 10, and 11 for never.</value>
    public int InviteFromScore { get; init; } = 9;

    /// <summary>How long before the end of a reward its owner is told.</summary>
    /// <value>The default is 14 days.</value>
    public Duration ExpiryNotice { get; init; } = Duration.FromDays(14);

    /// <summary>Which part of a tier may be missing for it to be within reach.</summary>
    /// <value>The default is 0.25, which is one of four or two of eight; above 0, below 1.</value>
    public decimal NearTier { get; init; } = 0.25m;

    /// <summary>After how much time without anything from a referrer to write again.</summary>
    /// <value>The default is 90 days.</value>
    public Duration WinBackAfter { get; init; } = Duration.FromDays(90);

    /// <summary>The rule of a kind.</summary>
    public MessageRule this[MessageKind kind] => _kinds.GetValueOrDefault(kind) ?? MessageRule.Default;

    /// <summary>The same with another rule for a kind.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="change">Gives the rule that holds instead of the one that held.</param>
    public MessageRules With(MessageKind kind, Func<MessageRule, MessageRule> change)
    {
        ArgumentNullException.ThrowIfNull(kind);
        ArgumentNullException.ThrowIfNull(change);
        return this with { _kinds = _kinds.SetItem(kind, change(this[kind])) };
    }

    /// <summary>What is wrong with the rules, a sentence each.</summary>
    internal IEnumerable<string> Faults()
    {
        if (InviteFromScore is < 0 or > 11)
        {
            yield return $"InviteFromScore is {InviteFromScore}; it must be 0 to 11.";
        }

        if (NearTier is <= 0 or >= 1)
        {
            yield return $"NearTier is {NearTier}; it must be above 0 and below 1.";
        }

        foreach (var (name, time) in new[] { (nameof(ExpiryNotice), ExpiryNotice), (nameof(WinBackAfter), WinBackAfter) })
        {
            if (time <= Duration.Zero || time > Duration.FromDays(3_650))
            {
                yield return $"{name} is {time}; it must be above zero, up to 3,650 days.";
            }
        }

        foreach (var (name, kind) in InviteAfter.Where(static one => one.Value.Purpose != MessagePurpose.Promotion))
        {
            yield return $"InviteAfter sends {kind} after '{name}', which is no invitation.";
        }

        foreach (var kind in MessageKind.All)
        {
            var rule = this[kind];
            if (rule.Delay < Duration.Zero || rule.ValidFor <= rule.Delay)
            {
                yield return $"The rule of {kind} sends after {rule.Delay}, and the message is of use for {rule.ValidFor}; it must be longer.";
            }
        }
    }
}

/// <summary>When to send messages of one kind. Immutable.</summary>
public sealed record MessageRule
{
    /// <summary>The rule of a kind for which nothing else is said.</summary>
    public static MessageRule Default { get; } = new();

    /// <summary>Whether messages of the kind are sent at all.</summary>
    /// <value>The default is <c>true</c>.</value>
    public bool IsOn { get; init; } = true;

    /// <summary>How long after what happened to send.</summary>
    /// <value>The default is at once.</value>
    public Duration Delay { get; init; }

    /// <summary>How long after what happened the message is of use. What cannot be sent until then is not sent.</summary>
    /// <value>The default is 7 days. What is sent at a time of its own, such as before an end, counts from that time.</value>
    public Duration ValidFor { get; init; } = Duration.FromDays(7);

    /// <summary>Only people of these segments get it; empty for everybody.</summary>
    public IReadOnlyList<string> Segments { get; init => field = [.. value ?? []]; } = [];

    /// <summary>People of these segments do not get it.</summary>
    public IReadOnlyList<string> ExceptSegments { get; init => field = [.. value ?? []]; } = [];

    /// <summary>The channels to send it by, the best first; empty for the first that the person has.</summary>
    public IReadOnlyList<Channel> Channels { get; init => field = [.. value ?? []]; } = [];

    /// <summary>
    /// How long after a message about the same no other one is sent; <c>null</c> where only the same fact is never told twice. All invitations are
    /// about the same; a refusal is about its reason.
    /// </summary>
    public Duration? NotAgainWithin { get; init; }

    /// <summary>Whether it is sent in the quiet hours too.</summary>
    public bool IgnoresQuietHours { get; init; }

    /// <summary>Whether two rules say the same.</summary>
    public bool Equals(MessageRule? other) => other is not null
        && (IsOn, Delay, ValidFor, NotAgainWithin, IgnoresQuietHours)
            == (other.IsOn, other.Delay, other.ValidFor, other.NotAgainWithin, other.IgnoresQuietHours)
        && Segments.SequenceEqual(other.Segments)
        && ExceptSegments.SequenceEqual(other.ExceptSegments)
        && Channels.SequenceEqual(other.Channels);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(IsOn, Delay, ValidFor, NotAgainWithin, IgnoresQuietHours, Segments.Count, Channels.Count);
}

/// <summary>A time of the day in which nobody is written to. It may go over midnight.</summary>
public sealed record QuietHours
{
    private QuietHours(LocalTime from, LocalTime until)
    {
        From = from;
        Until = until;
    }

    /// <summary>When it begins.</summary>
    public LocalTime From { get; }

    /// <summary>The first time at which people are written to again.</summary>
    public LocalTime Until { get; }

    /// <summary>Makes quiet hours.</summary>
    /// <exception cref="ArgumentException">Both times are the same.</exception>
    public static QuietHours Between(LocalTime from, LocalTime until) => from == until
        ? throw new ArgumentException($"Quiet hours from {from} to the same time are all of the day or nothing; give two times.", nameof(until))
        : new QuietHours(from, until);

    /// <summary>When people of a zone can be written to again; <c>null</c> if they can be now.</summary>
    /// <remarks>Where the clock is put forward over the end, it is the first instant after the gap.</remarks>
    public Instant? EndAt(Instant now, DateTimeZone zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        var local = now.InZone(zone).LocalDateTime;
        var time = local.TimeOfDay;
        var isQuiet = From < Until ? time >= From && time < Until : time >= From || time < Until;
        if (!isQuiet)
        {
            return null;
        }

        var day = From > Until && time >= From ? local.Date.PlusDays(1) : local.Date;
        return day.At(Until).InZoneLeniently(zone).ToInstant();
    }
}

/// <summary>So many messages at most in any stretch of time.</summary>
public sealed record FrequencyCap
{
    private FrequencyCap(int messages, Duration per)
    {
        Messages = messages;
        Per = per;
    }

    /// <summary>How many messages.</summary>
    public int Messages { get; }

    /// <summary>The length of the time.</summary>
    public Duration Per { get; }

    /// <summary>Makes a cap.</summary>
    /// <param name="messages">At least 1.</param>
    /// <param name="per">Above zero, up to 366 days.</param>
    /// <exception cref="ArgumentOutOfRangeException">One of the two is out of its range.</exception>
    public static FrequencyCap Of(int messages, Duration per)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(messages, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(per, Duration.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(per, Duration.FromDays(366));
        return new FrequencyCap(messages, per);
    }
}
