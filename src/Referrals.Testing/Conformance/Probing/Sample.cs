using System.Globalization;
using System.Text;
using NodaTime;
using Referrals.Storage;

namespace Referrals.Testing.Conformance.Probing;

/// <summary>Records to put into a store, and records as text.</summary>
internal static class Sample
{
    internal static readonly Instant Noon = Instant.FromUtc(2026, 3, 1, 12, 0);

    internal static RecordKey Customer(string id) => RecordKey.Of(RecordKind.Customer, id);

    internal static RecordKey Counter(string id) => RecordKey.Of(RecordKind.Counter, id);

    internal static RecordKey Event(string id) => RecordKey.Of(RecordKind.Event, id);

    internal static RecordKey LedgerLine(string id) => RecordKey.Of(RecordKind.Ledger, id);

    internal static RecordKey Fact(string id) => RecordKey.Of(RecordKind.Fact, id);

    internal static RecordContent Text(string text) => RecordContent.Of(Encoding.UTF8.GetBytes(text));

    internal static RecordContent Due(string text, Instant at) => Text(text) with { DueAt = at };

    internal static RecordContent WithColumns(string text) => Text(text) with
    {
        Columns = new RecordColumns { Type = "RewardGranted", OccurredAt = Noon },
    };

    /// <summary>Inserts a record of any kind but a counter.</summary>
    internal static StoreOperation Insert(RecordKey key, string text) =>
        StoreOperation.Insert(key, key.Kind is RecordKind.Fact or RecordKind.Ledger ? WithColumns(text) : Text(text));

    internal static StoreOperation Replace(RecordKey key, long version, string text) =>
        StoreOperation.Replace(key, version, Text(text));

    internal static string TextOf(StoredRecord record) => Encoding.UTF8.GetString(record.Content.Value.Span);

    internal static string Describe(StoredRecord record) => string.Create(
        CultureInfo.InvariantCulture,
        $"{record.Key} v{record.Version} n{record.Number} due {record.Content.DueAt} {TextOf(record)} {record.Content.Columns}");

    internal static string Numbered(string prefix, int number) => string.Create(CultureInfo.InvariantCulture, $"{prefix}{number:0000}");
}
