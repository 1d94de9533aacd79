using System.Collections.Frozen;
using System.Text.Json;
using Referrals.Storage;

namespace Referrals.Serialization;

/// <summary>A fact as a record of the journal: typed columns, and beside them only what no column holds.</summary>
internal static class FactRecord
{
    private static readonly FrozenDictionary<string, FactKind> Kinds =
        Enum.GetValues<FactKind>().ToFrozenDictionary(static kind => kind.ToString(), StringComparer.Ordinal);

    private static readonly ReadOnlyMemory<byte> Nothing = "{}"u8.ToArray();

    internal static RecordContent Of(Fact fact) => new()
    {
        Value = fact.Rule is null ? Nothing : JsonSerializer.SerializeToUtf8Bytes(new FactRest { Rule = fact.Rule }, RecordJsonContext.Stored.FactRest),
        Columns = fact.Columns(),
    };

    /// <exception cref="JsonException">The content is not that of a fact.</exception>
    internal static Fact Read(RecordContent content)
    {
        var columns = content.Columns ?? throw new JsonException("A fact has no typed columns.");
        var rest = content.Value.Span.SequenceEqual(Nothing.Span) ? null
            : JsonSerializer.Deserialize(content.Value.Span, RecordJsonContext.Stored.FactRest) ?? throw new JsonException("The rest of a fact is null.");
        var unit = columns.Unit is { } name ? Unit.Parse(name) : (Unit?)null;
        return new Fact
        {
            Kind = Kinds.TryGetValue(columns.Type, out var kind) ? kind : throw new JsonException($"'{columns.Type}' is not a kind of fact."),
            OccurredAt = columns.OccurredAt,
            Customer = columns.Customer is { } customer ? CustomerId.From(customer) : null,
            Referrer = columns.Referrer is { } referrer ? CustomerId.From(referrer) : null,
            Visitor = columns.Visitor is { } visitor ? VisitorId.From(visitor) : null,
            Channel = columns.Channel is { } channel ? Channel.From(channel) : null,
            Segment = columns.Segment,
            Subject = columns.Subject,
            Rule = rest?.Rule,
            Code = columns.Code,
            Amount = unit is { } of && columns.Quantity is { } quantity ? Amount.FromMinorUnits(quantity, of) : null,
            Margin = unit is { } also && columns.Margin is { } margin ? Amount.FromMinorUnits(margin, also) : null,
            Score = unit is null && columns.Quantity is { } score ? checked((int)score) : null,
            ProgramVersion = columns.ProgramVersion ?? 0,
        };
    }
}

/// <summary>What no column of a fact holds.</summary>
internal sealed record FactRest
{
    public string? Rule { get; init; }
}
