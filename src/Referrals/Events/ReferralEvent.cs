using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;
using NodaTime.Text;
using Referrals.Serialization;
using Referrals.Storage;

namespace Referrals.Events;

/// <summary>Something that was decided, for the world outside: a CloudEvent 1.0.</summary>
public sealed record ReferralEvent
{
    internal ReferralEvent()
    {
    }

    /// <summary>The idempotency key of the input that was decided. Source and id together name the event, for ever.</summary>
    public required string Id { get; init; }

    /// <summary>The tenant and program, as a URI reference, such as <c>/referrals/spring</c>.</summary>
    public required string Source { get; init; }

    /// <summary><c>referrals.</c> and the code of the decision, such as <c>referrals.conversion.rewarded</c>.</summary>
    public required string Type { get; init; }

    /// <summary>What it is about: the id of the share, referral, conversion or reward, or the code; may be <c>null</c>.</summary>
    public string? Subject { get; init; }

    /// <summary>When the input happened.</summary>
    [JsonConverter(typeof(InstantJsonConverter))]
    public required Instant Time { get; init; }

    /// <summary>
    /// The stream within which events come in order, <c>partitionkey</c> in the JSON: the referee where there is one, else the customer
    /// or the visitor; for redemptions, payouts and expiry the account, such as <c>account:EUR:alice</c>. Use it as the key of a partitioned topic.
    /// </summary>
    public required string Stream { get; init; }

    /// <summary>The facts that were decided, in order; the first tells what happened, the others what it led to.</summary>
    public required IReadOnlyList<Fact> Facts { get; init => field = value.ToValueList(); }

    /// <summary>How often delivery was begun, this time included; from 1.</summary>
    public required long Attempt { get; init; }

    /// <summary>
    /// The event as CloudEvents 1.0 JSON in structured mode, UTF-8, the same bytes at every attempt. Its media type is
    /// <c>application/cloudevents+json</c>.
    /// </summary>
    public required ReadOnlyMemory<byte> Json { get; init; }

    /// <summary>Whether two events are the same attempt at delivering the same content.</summary>
    public bool Equals(ReferralEvent? other) => other is not null
        && Id == other.Id
        && Source == other.Source
        && Stream == other.Stream
        && Attempt == other.Attempt
        && Facts.Equals(other.Facts)
        && Json.Span.SequenceEqual(other.Json.Span);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Id, Source, Stream, Attempt);
}

/// <summary>
/// What the application does with an event: put it on a bus, call a web hook, send a mail. Registered with
/// <c>PublishEventsTo</c>, made anew for each round of deliveries.
/// </summary>
/// <remarks>
/// Each event comes at least once: a process that dies between handling and noting it handles it again. Whoever must not act
/// twice remembers <see cref="ReferralEvent.Id"/>. Events of one stream come in order, one after the other, from one instance at
/// a time; streams are independent of each other.
/// </remarks>
public interface IReferralEventHandler
{
    /// <summary>Delivers an event. An exception means that it was not delivered: it is tried again later.</summary>
    /// <param name="referralEvent">The event.</param>
    /// <param name="cancellationToken">
    /// Cancelled when the application stops, or when the lease is over and others may take the event: stop then. It is delivered again.
    /// </param>
    ValueTask HandleAsync(ReferralEvent referralEvent, CancellationToken cancellationToken);
}

/// <summary>Writes and reads the JSON form of CloudEvents 1.0 in structured mode, with the partitioning extension.</summary>
internal static class CloudEvents
{
    private const string TypePrefix = "referrals.";

    internal static ReadOnlyMemory<byte> Write(string source, string stream, Decision decision)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("specversion"u8, "1.0"u8);
            writer.WriteString("id"u8, decision.Key);
            writer.WriteString("source"u8, source);
            writer.WriteString("type"u8, TypePrefix + decision.Code);
            if (decision.Subject is { } subject)
            {
                writer.WriteString("subject"u8, subject);
            }

            writer.WriteString("time"u8, InstantPattern.ExtendedIso.Format(decision.OccurredAt));
            writer.WriteString("partitionkey"u8, stream);
            writer.WriteString("datacontenttype"u8, "application/json"u8);
            writer.WritePropertyName("data"u8);
            WriteData(writer, decision);
            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    internal static ReferralEvent Read(StoredRecord message)
    {
        using var json = JsonDocument.Parse(message.Content.Value);
        var root = json.RootElement;
        return new ReferralEvent
        {
            Id = Text("id"),
            Source = Text("source"),
            Type = Text("type"),
            Subject = root.TryGetProperty("subject", out var subject) ? subject.GetString() : null,
            Time = InstantPattern.ExtendedIso.Parse(Text("time")).Value,
            Stream = Text("partitionkey"),
            Facts = [.. root.GetProperty("data").GetProperty("facts").EnumerateArray().Select(RecordJson.ReadFact)],
            Attempt = message.Version - 1,
            Json = message.Content.Value,
        };

        string Text(string name) => root.GetProperty(name).GetString()!;
    }

    private static void WriteData(Utf8JsonWriter writer, Decision decision)
    {
        writer.WriteStartObject();
        writer.WriteString("decision"u8, decision.Code);
        writer.WriteString("program"u8, decision.Explanation.Program.Value);
        writer.WriteNumber("programVersion"u8, decision.Explanation.ProgramVersion);
        writer.WriteStartArray("facts"u8);
        foreach (var fact in decision.Facts)
        {
            RecordJson.Write(writer, fact);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
