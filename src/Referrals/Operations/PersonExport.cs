using System.Text.Json;
using Referrals.Serialization;
using Referrals.Storage;

namespace Referrals.Operations;

/// <summary>Writes all that is known of a person.</summary>
internal sealed class PersonExport
{
    private readonly Func<StoredEvent, bool> _concerns;
    private readonly IReferralStore _store;
    private readonly Partition _partition;
    private readonly CustomerId _person;
    private readonly CustomerId _stored;

    internal PersonExport(
        IReferralStore store, Partition partition, CustomerId person, CustomerId stored, Func<StoredEvent, bool> concerns)
    {
        _concerns = concerns;
        _store = store;
        _partition = partition;
        _person = person;
        _stored = stored;
    }

    internal async ValueTask<long> RunAsync(
        Stream destination, IReadOnlyList<Balance> balances, CancellationToken cancellationToken)
    {
        var snapshot = await _store.LoadAsync(_partition, [StateKeys.Customer(_stored)], cancellationToken).ConfigureAwait(false);
        var state = snapshot.Find(StateKeys.Customer(_stored));
        var visitors = state is null ? [] : ((CustomerState)RecordJson.Read(RecordKind.Customer, state.Content.Value)).Visitors;
        var json = new Utf8JsonWriter(destination, new JsonWriterOptions { Indented = true, NewLine = "\n" });
        await using var disposal = json.ConfigureAwait(false);
        json.WriteStartObject();
        json.WriteString("person"u8, _person.Value);
        json.WriteString("storedAs"u8, _stored.Value);
        json.WriteString("partition"u8, _partition.ToString());
        WriteState(json, state);
        WriteBalances(json, balances);
        var count = await WriteDecisionsAsync(json, [.. visitors], cancellationToken).ConfigureAwait(false);
        await WriteLedgerAsync(json, cancellationToken).ConfigureAwait(false);
        json.WriteEndObject();
        await json.FlushAsync(cancellationToken).ConfigureAwait(false);
        return count;
    }

    private static void WriteState(Utf8JsonWriter json, StoredRecord? state)
    {
        if (state is not null)
        {
            json.WritePropertyName("state"u8);
            json.WriteRawValue(state.Content.Value.Span);
        }
    }

    private static void WriteBalances(Utf8JsonWriter json, IReadOnlyList<Balance> balances)
    {
        json.WriteStartArray("balances"u8);
        foreach (var balance in balances)
        {
            json.WriteStartObject();
            json.WriteString("pending"u8, balance.Pending.ToString());
            json.WriteString("available"u8, balance.Available.ToString());
            json.WriteString("inPayout"u8, balance.InPayout.ToString());
            json.WriteString("owed"u8, balance.Owed.ToString());
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>The person's own inputs and those of others that they are part of; clicks of their devices too.</summary>
    private async ValueTask<long> WriteDecisionsAsync(Utf8JsonWriter json, HashSet<VisitorId> visitors, CancellationToken cancellationToken)
    {
        long count = 0;
        json.WriteStartArray("decisions"u8);
        await foreach (var record in ScanAsync(RecordKind.Event, cancellationToken).ConfigureAwait(false))
        {
            var stored = RecordJson.ReadEvent(record.Content.Value);
            if (_concerns(stored) || (stored.Input is Touch touch && visitors.Contains(touch.Visitor)))
            {
                json.WriteRawValue(record.Content.Value.Span);
                await json.FlushAsync(cancellationToken).ConfigureAwait(false);
                count++;
            }
        }

        json.WriteEndArray();
        return count;
    }

    private async ValueTask WriteLedgerAsync(Utf8JsonWriter json, CancellationToken cancellationToken)
    {
        json.WriteStartArray("ledger"u8);
        await foreach (var record in ScanAsync(RecordKind.Ledger, cancellationToken).ConfigureAwait(false))
        {
            if (record.Content.Columns?.Customer == _stored.Value)
            {
                json.WriteRawValue(record.Content.Value.Span);
            }
        }

        json.WriteEndArray();
    }

    private IAsyncEnumerable<StoredRecord> ScanAsync(RecordKind kind, CancellationToken cancellationToken) =>
        _store.ScanAsync(_partition, kind, ScanRange.All, cancellationToken);
}
