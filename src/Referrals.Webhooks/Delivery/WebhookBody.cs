using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Referrals.Webhooks.Delivery;

/// <summary>The bodies of webhooks, made of the CloudEvent of an event. Pure functions: the same event gives the same bytes.</summary>
internal static class WebhookBody
{
    /// <summary>
    /// What a thin body says of a fact: who, about what, by which rule, how much. What is not named here is left out, so that what
    /// is added to facts some day does not leave the application by itself.
    /// </summary>
    private static readonly string[] ThinFact =
        ["kind", "occurredAt", "customer", "referrer", "channel", "subject", "rule", "code", "amount", "programVersion"];

    /// <summary>
    /// The header <c>webhook-id</c> of an event. The id of an event is the application's and may hold anything; this holds letters,
    /// digits, <c>-</c> and <c>_</c>.
    /// </summary>
    internal static string IdOf(string source, string id) => "msg_" + Digest(source + "\n" + id);

    /// <summary>The thin form of a CloudEvent; of one that is thin already, the same.</summary>
    internal static ReadOnlyMemory<byte> Thin(ReadOnlyMemory<byte> cloudEvent)
    {
        using var json = JsonDocument.Parse(cloudEvent);
        return json.RootElement.TryGetProperty("thin", out _) ? cloudEvent : Write(writer =>
        {
            writer.WriteStartObject();
            foreach (var property in json.RootElement.EnumerateObject())
            {
                switch (property.Name)
                {
                    case "id":
                        // An id that the application did not choose is made of what the input was about, such as a visitor.
                        writer.WriteString("id"u8, IdOf(json.RootElement.GetProperty("source").GetString()!, property.Value.GetString()!));
                        break;
                    case "partitionkey":
                        // The stream is the id of a person or a visitor; to sort by, any other name serves as well.
                        writer.WriteString("partitionkey"u8, Digest(property.Value.GetString()!));
                        break;
                    case "data":
                        writer.WriteBoolean("thin"u8, true);
                        writer.WritePropertyName("data"u8);
                        WriteThinData(writer, property.Value);
                        break;
                    default:
                        property.WriteTo(writer);
                        break;
                }
            }

            writer.WriteEndObject();
        });
    }

    /// <summary>The bytes that are sent.</summary>
    internal static ReadOnlyMemory<byte> Of(WebhookMessage message, WebhookDetail detail, WebhookFormat format)
    {
        var json = message.IsFull && detail == WebhookDetail.Thin ? Thin(message.Json) : message.Json;
        return format == WebhookFormat.CloudEvents ? json : StandardPayload(json);
    }

    internal static string MediaType(WebhookFormat format) =>
        format == WebhookFormat.CloudEvents ? "application/cloudevents+json" : "application/json";

    /// <summary>Whether the facts of an event name somebody.</summary>
    internal static bool Names(ReadOnlyMemory<byte> cloudEvent, CustomerId customer)
    {
        using var json = JsonDocument.Parse(cloudEvent);
        return json.RootElement.GetProperty("data").GetProperty("facts").EnumerateArray().Any(fact => Is(fact, "customer") || Is(fact, "referrer"));

        bool Is(JsonElement fact, string name) => fact.TryGetProperty(name, out var value) && value.ValueEquals(customer.Value);
    }

    /// <summary>The message of a test: no fact, so that nobody takes it for one.</summary>
    internal static ReadOnlyMemory<byte> Test(string id, string source, string time) => Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("specversion"u8, "1.0"u8);
        writer.WriteString("id"u8, id);
        writer.WriteString("source"u8, source);
        writer.WriteString("type"u8, ReferralWebhooks.TestType);
        writer.WriteString("time"u8, time);
        writer.WriteString("datacontenttype"u8, "application/json"u8);
        writer.WriteBoolean("thin"u8, true);
        writer.WriteStartObject("data"u8);
        writer.WriteStartArray("facts"u8);
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndObject();
    });

    /// <summary>type, timestamp and data; what a CloudEvent says beside them stands in data.</summary>
    private static ReadOnlyMemory<byte> StandardPayload(ReadOnlyMemory<byte> cloudEvent)
    {
        using var json = JsonDocument.Parse(cloudEvent);
        var root = json.RootElement;
        return Write(writer =>
        {
            writer.WriteStartObject();
            Copy("type", "type");
            Copy("time", "timestamp");
            writer.WriteStartObject("data"u8);
            Copy("id", "id");
            Copy("source", "source");
            Copy("subject", "subject");
            Copy("partitionkey", "partitionkey");
            foreach (var property in root.GetProperty("data").EnumerateObject())
            {
                property.WriteTo(writer);
            }

            writer.WriteEndObject();
            writer.WriteEndObject();

            void Copy(string name, string newName)
            {
                if (root.TryGetProperty(name, out var value))
                {
                    writer.WritePropertyName(newName);
                    value.WriteTo(writer);
                }
            }
        });
    }

    private static void WriteThinData(Utf8JsonWriter writer, JsonElement data)
    {
        writer.WriteStartObject();
        foreach (var property in data.EnumerateObject())
        {
            if (property.Name is "decision" or "program" or "programVersion")
            {
                property.WriteTo(writer);
            }
            else if (property.Name == "facts")
            {
                writer.WriteStartArray("facts"u8);
                foreach (var fact in property.Value.EnumerateArray())
                {
                    writer.WriteStartObject();
                    foreach (var member in fact.EnumerateObject().Where(static member => ThinFact.Contains(member.Name)))
                    {
                        member.WriteTo(writer);
                    }

                    writer.WriteEndObject();
                }

                writer.WriteEndArray();
            }
        }

        writer.WriteEndObject();
    }

    private static string Digest(string text) =>
        Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16)).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    private static ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            write(writer);
        }

        return buffer.WrittenMemory;
    }
}
