using System.Buffers;
using System.Text.Json;
using NodaTime.Text;
using Referrals.Deciding;
using Referrals.Serialization;
using Referrals.Storage;

namespace Referrals.Outbox;

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
