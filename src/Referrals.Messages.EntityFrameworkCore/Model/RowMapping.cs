using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;

namespace Referrals.Messages.EntityFrameworkCore.Model;

/// <summary>Turns rows into values and back.</summary>
internal static class RowMapping
{
    private const long TicksPerMicrosecond = 10;

    internal static long ToMicroseconds(this Instant instant)
    {
        var quotient = Math.DivRem(instant.ToUnixTimeTicks(), TicksPerMicrosecond, out var rest);
        return rest < 0 ? quotient - 1 : quotient;
    }

    internal static Instant ToInstant(this long microseconds) => Instant.FromUnixTimeTicks(microseconds * TicksPerMicrosecond);

    internal static string ToJson(IReadOnlyDictionary<string, string> values) =>
        JsonSerializer.Serialize(values, ValuesJsonContext.Default.IReadOnlyDictionaryStringString);

    internal static ScheduledMessage ToMessage(this MessageRow row) => new()
    {
        Id = row.Id,
        Partition = Partition.Parse(row.Partition),
        Customer = CustomerId.From(row.Customer),
        Kind = MessageKind.Parse(row.Kind),
        DecisionKey = row.DecisionKey,
        Subject = row.Subject,
        Reader = (Side)row.Reader,
        OccurredAt = row.OccurredAt.ToInstant(),
        CreatedAt = row.CreatedAt.ToInstant(),
        DueAt = row.DueAt.ToInstant(),
        State = (MessageState)row.State,
        Reason = row.Reason,
        Topic = row.Topic,
        Refusal = row.Refusal,
        Values = JsonSerializer.Deserialize(row.Values, ValuesJsonContext.Default.IReadOnlyDictionaryStringString)!,
        Culture = row.Culture,
        Channel = row.Channel is { } channel ? Channel.From(channel) : default,
        DecidedAt = row.DecidedAt?.ToInstant(),
        SettledAt = row.SettledAt?.ToInstant(),
        Attempts = row.Attempts,
        Version = row.Version,
    };
}

/// <summary>The source-generated JSON of values.</summary>
[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
internal sealed partial class ValuesJsonContext : JsonSerializerContext;
