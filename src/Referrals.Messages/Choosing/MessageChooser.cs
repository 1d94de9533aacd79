using NodaTime;
using Referrals.Messages.Templates;

namespace Referrals.Messages.Choosing;

/// <summary>
/// Decides which message a person gets, when, and why not: a pure function of the message, the situation and the rules. It has no clock and reads
/// nothing.
/// </summary>
public static class MessageChooser
{
    /// <summary>Decides.</summary>
    /// <param name="message">The message that is due.</param>
    /// <param name="situation">What is known now.</param>
    /// <param name="rules">The rules.</param>
    /// <param name="now">When.</param>
    /// <returns>Whether to send it, to wait, or to leave it, with every check that was made.</returns>
    public static MessageDecision Decide(ScheduledMessage message, MessageSituation situation, MessageRules rules, Instant now)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(situation);
        ArgumentNullException.ThrowIfNull(rules);
        var content = situation.Content;
        var (kind, rule) = (content.Kind, rules[content.Kind]);
        var checks = new List<MessageCheck>();
        if (content.NothingToTell is { } nothing)
        {
            checks.Add(new MessageCheck(nothing, false));
            return MessageDecision.Skip(content, nothing, checks);
        }

        if (content.NotBefore is { } notBefore && notBefore > now)
        {
            checks.Add(new MessageCheck(MessageCodes.NotYet, false, Text(now), Text(notBefore)));
            return MessageDecision.Wait(content, MessageCodes.NotYet, notBefore, checks);
        }

        var validUntil = (content.NotBefore ?? message.OccurredAt) + rule.ValidFor;
        var address = AddressOf(situation.Recipient, rule);
        Check(MessageCodes.KindOff, rule.IsOn);
        Check(MessageCodes.TooLate, now < validUntil, Text(now), "before " + Text(validUntil));
        Check(MessageCodes.UnknownPerson, situation.Recipient is not null);
        Check(MessageCodes.Banned, kind.Purpose == MessagePurpose.Service || !situation.IsBanned);
        Check(MessageCodes.Segment, IsMeant(rule, situation.Segment), situation.Segment ?? "none", Wanted(rule));
        Check(MessageCodes.NoConsent, kind.Purpose == MessagePurpose.Service || situation.Recipient is { AcceptsPromotions: true });
        Check(MessageCodes.Unsubscribed, !situation.Unsubscribed.Contains(kind.Purpose));
        Check(MessageCodes.NoChannel, address is not null, null, rule.Channels.Count == 0 ? null : string.Join(", ", rule.Channels));
        var told = ToldBefore(situation.Told, content, rule, now);
        Check(MessageCodes.ToldBefore, told is null, told is null ? null : Text(told.At), content.Topic);
        if (checks.Find(static check => !check.Holds) is { } failed)
        {
            return MessageDecision.Skip(content, failed.Code, checks);
        }

        var (from, code) = EarliestTime(situation, rules, rule, kind, now, checks);
        return from <= now ? MessageDecision.Send(content, address!.Channel, situation.Recipient!.Culture, checks)
            : from < validUntil ? MessageDecision.Wait(content, code, from, checks)
            : MessageDecision.Skip(content, code, checks);

        void Check(string name, bool holds, string? found = null, string? required = null) =>
            checks.Add(new MessageCheck(name, holds, found, required));
    }

    /// <summary>When the cap and the quiet hours let the message through: now, or the first time at which both do.</summary>
    private static (Instant From, string Code) EarliestTime(
        MessageSituation situation, MessageRules rules, MessageRule rule, MessageKind kind, Instant now, List<MessageCheck> checks)
    {
        var (from, code) = (now, MessageCodes.Send);
        if (kind.Purpose == MessagePurpose.Promotion && rules.PromotionCap is { } cap)
        {
            var lately = situation.Told.Where(told => told.Kind.Purpose == MessagePurpose.Promotion && told.At > now - cap.Per)
                .Select(static told => told.At).Order().ToList();
            var isFull = lately.Count >= cap.Messages;
            checks.Add(new MessageCheck(MessageCodes.Cap, !isFull, $"{lately.Count}", $"fewer than {cap.Messages} in {cap.Per}"));
            if (isFull)
            {
                (from, code) = (lately[^cap.Messages] + cap.Per, MessageCodes.Cap);
            }
        }

        if (rules.QuietHours is { } quiet && !rule.IgnoresQuietHours)
        {
            var zone = situation.Recipient?.Zone ?? situation.ProgramZone;
            var end = quiet.EndAt(from, zone);
            var local = from.InZone(zone);
            var open = $"{quiet.Until:HH:mm} to {quiet.From:HH:mm}";
            checks.Add(new MessageCheck(MessageCodes.QuietHours, end is null, $"{local.TimeOfDay:HH:mm} in {zone.Id}", open));
            if (end is { } later)
            {
                (from, code) = (later, from > now ? code : MessageCodes.QuietHours);
            }
        }

        return (from, code);
    }

    /// <summary>What was told already of the same: within the time of the rule, or ever by a message of the same kind.</summary>
    private static ToldMessage? ToldBefore(IReadOnlyList<ToldMessage> told, MessageContent content, MessageRule rule, Instant now) =>
        told.FirstOrDefault(one => one.Topic == content.Topic
            && (rule.NotAgainWithin is { } time ? one.At > now - time : one.Kind == content.Kind));

    private static bool IsMeant(MessageRule rule, string? segment) =>
        (rule.Segments.Count == 0 || (segment is not null && rule.Segments.Contains(segment)))
        && (segment is null || !rule.ExceptSegments.Contains(segment));

    private static string? Wanted(MessageRule rule) => rule.Segments.Count > 0 ? string.Join(" or ", rule.Segments)
        : rule.ExceptSegments.Count > 0 ? "not " + string.Join(" or ", rule.ExceptSegments)
        : null;

    private static MessageAddress? AddressOf(MessageRecipient? recipient, MessageRule rule) =>
        recipient is null ? null
        : rule.Channels.Count == 0 ? recipient.Addresses.Count > 0 ? recipient.Addresses[0] : null
        : rule.Channels.Select(channel => recipient.Addresses.FirstOrDefault(address => address.Channel == channel))
            .FirstOrDefault(static one => one is not null);

    private static string Text(Instant instant) => NodaTime.Text.InstantPattern.ExtendedIso.Format(instant);
}

/// <summary>What is known when it is decided whether to send a message.</summary>
public sealed record MessageSituation
{
    /// <summary>What there is to tell.</summary>
    public required MessageContent Content { get; init; }

    /// <summary>The person; <c>null</c> for somebody whom the application cannot write to.</summary>
    public MessageRecipient? Recipient { get; init; }

    /// <summary>The zone of people who have none of their own.</summary>
    public DateTimeZone ProgramZone { get; init; } = DateTimeZone.Utc;

    /// <summary>The person's segment; <c>null</c> for none.</summary>
    public string? Segment { get; init; }

    /// <summary>Whether the person may not refer now.</summary>
    public bool IsBanned { get; init; }

    /// <summary>The purposes from which the person has unsubscribed.</summary>
    public IReadOnlyList<MessagePurpose> Unsubscribed { get; init => field = [.. value ?? []]; } = [];

    /// <summary>What the person was told before, in any order.</summary>
    public IReadOnlyList<ToldMessage> Told { get; init => field = [.. value ?? []]; } = [];
}

/// <summary>Something that a person was told.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Topic">What it was about.</param>
/// <param name="At">When.</param>
public sealed record ToldMessage(MessageKind Kind, string Topic, Instant At);

/// <summary>What there is to tell of a fact, as it stands now.</summary>
public sealed record MessageContent
{
    private MessageContent(MessageKind kind) => Kind = kind;

    /// <summary>The kind of message that tells it.</summary>
    public MessageKind Kind { get; }

    /// <summary>What it is about; the same is not told again.</summary>
    public string Topic { get; private init; } = "";

    /// <summary>What stands for the variables.</summary>
    public MessageValues Values { get; private init; } = MessageValues.Empty;

    /// <summary>When it is time to tell it; <c>null</c> for at once.</summary>
    public Instant? NotBefore { get; private init; }

    /// <summary>Why there is nothing to tell, a code of <see cref="MessageCodes"/>; <c>null</c> if there is something.</summary>
    public string? NothingToTell { get; private init; }

    /// <summary>Something to tell.</summary>
    /// <param name="kind">The kind of message.</param>
    /// <param name="topic">What it is about.</param>
    /// <param name="values">What stands for its variables.</param>
    /// <param name="notBefore">When it is time; <c>null</c> for at once.</param>
    public static MessageContent Tell(MessageKind kind, string topic, MessageValues values, Instant? notBefore = null)
    {
        ArgumentNullException.ThrowIfNull(kind);
        ArgumentException.ThrowIfNullOrEmpty(topic);
        ArgumentNullException.ThrowIfNull(values);
        return new MessageContent(kind) { Topic = topic, Values = values, NotBefore = notBefore };
    }

    /// <summary>Nothing to tell, and why.</summary>
    public static MessageContent Nothing(MessageKind kind, string why)
    {
        ArgumentNullException.ThrowIfNull(kind);
        ArgumentException.ThrowIfNullOrEmpty(why);
        return new MessageContent(kind) { NothingToTell = why };
    }
}

/// <summary>What was decided about a message: send it, wait, or leave it, and why.</summary>
public sealed record MessageDecision
{
    private MessageDecision(MessageOutcome outcome, MessageContent content, string code, IReadOnlyList<MessageCheck> checks)
    {
        Outcome = outcome;
        Content = content;
        Code = code;
        Checks = [.. checks];
    }

    /// <summary>What is to be done.</summary>
    public MessageOutcome Outcome { get; }

    /// <summary>Why: a code of <see cref="MessageCodes"/>.</summary>
    public string Code { get; }

    /// <summary>What there was to tell.</summary>
    public MessageContent Content { get; }

    /// <summary>By which channel; <c>default</c> unless it is sent.</summary>
    public Channel Channel { get; private init; }

    /// <summary>In which culture; <c>null</c> unless it is sent.</summary>
    public string? Culture { get; private init; }

    /// <summary>When to look again; <c>null</c> unless it waits.</summary>
    public Instant? Until { get; private init; }

    /// <summary>Every check that was made, in order. More than one can have failed; the first that did is the reason.</summary>
    public IReadOnlyList<MessageCheck> Checks { get; }

    /// <summary>Whether two are the same.</summary>
    public bool Equals(MessageDecision? other) => other is not null
        && (Outcome, Code, Content, Channel, Culture, Until) == (other.Outcome, other.Code, other.Content, other.Channel, other.Culture, other.Until)
        && Checks.SequenceEqual(other.Checks);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Outcome, Code, Channel, Culture, Until, Checks.Count);

    /// <summary>The outcome, the reason, and a line for each check.</summary>
    public override string ToString() => $"{Outcome} {Code}" + string.Concat(Checks.Select(static check => "\n  " + check));

    internal static MessageDecision Send(MessageContent content, Channel channel, string culture, IReadOnlyList<MessageCheck> checks) =>
        new(MessageOutcome.Send, content, MessageCodes.Send, checks) { Channel = channel, Culture = culture };

    internal static MessageDecision Wait(MessageContent content, string code, Instant until, IReadOnlyList<MessageCheck> checks) =>
        new(MessageOutcome.Wait, content, code, checks) { Until = until };

    internal static MessageDecision Skip(MessageContent content, string code, IReadOnlyList<MessageCheck> checks) =>
        new(MessageOutcome.Skip, content, code, checks);
}

/// <summary>What is to be done with a message.</summary>
public enum MessageOutcome
{
    /// <summary>Send it now.</summary>
    Send = 0,

    /// <summary>Look again later.</summary>
    Wait = 1,

    /// <summary>Do not send it.</summary>
    Skip = 2,
}

/// <summary>One thing that was looked at.</summary>
/// <param name="Code">The code of the reason for which a message is not sent if the check fails.</param>
/// <param name="Holds">Whether it speaks for sending.</param>
/// <param name="Found">What was found; <c>null</c> where there is nothing to show.</param>
/// <param name="Required">What is required; <c>null</c> where there is nothing to show.</param>
public sealed record MessageCheck(string Code, bool Holds, string? Found = null, string? Required = null)
{
    /// <summary>The check in one line, for people who support.</summary>
    public override string ToString() => $"{(Holds ? '+' : '-')} {Code}"
        + (Found is null ? "" : $": {Found}")
        + (Required is null ? "" : $"{(Found is null ? ":" : ",")} required {Required}");
}

/// <summary>Why a message is sent or not. The codes are stable.</summary>
public static class MessageCodes
{
    /// <summary>Sent: nothing spoke against it.</summary>
    public const string Send = "message.send";

    /// <summary>Not sent: messages of the kind are off.</summary>
    public const string KindOff = "message.kind_off";

    /// <summary>Not sent: what it would tell is not so any more, such as of a reward that was taken back.</summary>
    public const string NoLongerTrue = "message.no_longer_true";

    /// <summary>Not sent: there is nothing that the person would want to know.</summary>
    public const string NothingToTell = "message.nothing_to_tell";

    /// <summary>Not sent: it would take back what the person was never told.</summary>
    public const string NeverTold = "message.never_told";

    /// <summary>Not sent: the next tier is not within reach.</summary>
    public const string NotNear = "message.not_near";

    /// <summary>Not sent: the person has no link to share. Enrol people to invite them.</summary>
    public const string NoLink = "message.no_link";

    /// <summary>Waits for the time of its own.</summary>
    public const string NotYet = "message.not_yet";

    /// <summary>Not sent: it is of no use any more.</summary>
    public const string TooLate = "message.too_late";

    /// <summary>Not sent: the application does not know the person, or the person was erased.</summary>
    public const string UnknownPerson = "message.unknown_person";

    /// <summary>Not sent: the person may not refer at the moment, and it is a promotion.</summary>
    public const string Banned = "message.banned";

    /// <summary>Not sent: it is meant for other segments.</summary>
    public const string Segment = "message.segment";

    /// <summary>Not sent: the person has not agreed to promotions.</summary>
    public const string NoConsent = "message.no_consent";

    /// <summary>Not sent: the person has unsubscribed.</summary>
    public const string Unsubscribed = "message.unsubscribed";

    /// <summary>Not sent: the person has no address on a channel of the rule.</summary>
    public const string NoChannel = "message.no_channel";

    /// <summary>Not sent: the person was told before.</summary>
    public const string ToldBefore = "message.told_before";

    /// <summary>Waits, or is not sent: the person got as many promotions as may be.</summary>
    public const string Cap = "message.cap";

    /// <summary>Waits for the end of the quiet hours.</summary>
    public const string QuietHours = "message.quiet_hours";

    /// <summary>Not sent: the messenger refused it; <see cref="ScheduledMessage.Refusal"/> says why.</summary>
    public const string Refused = "message.refused";

    /// <summary>It could not be sent, and is tried again.</summary>
    public const string Failing = "message.failing";

    /// <summary>Not sent: it failed for the last time.</summary>
    public const string GivenUp = "message.given_up";

    /// <summary>A process died, or its time was over, while it was sent, and it is not sent again.</summary>
    public const string Unconfirmed = "message.unconfirmed";
}
