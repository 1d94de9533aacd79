using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Referrals.Ledger;
using Referrals.Qualification.Guards.Findings;
using Referrals.State;
using Referrals.State.Accounts;
using Referrals.Storage;

namespace Referrals.Serialization;

/// <summary>Turns records into the bytes that a store keeps, and back.</summary>
internal static class RecordJson
{
    private static readonly RecordJsonContext Json = RecordJsonContext.Stored;

    internal static ReadOnlyMemory<byte> Write(object record) =>
        JsonSerializer.SerializeToUtf8Bytes(record, Info(record.GetType()));

    internal static void Write(Utf8JsonWriter writer, Fact fact) => JsonSerializer.Serialize(writer, fact, Json.Fact);

    internal static object Read(RecordKind kind, ReadOnlyMemory<byte> value) =>
        JsonSerializer.Deserialize(value.Span, Info(TypeOf(kind)))
        ?? throw new JsonException($"A record of kind {kind} holds null.");

    internal static StoredEvent ReadEvent(ReadOnlyMemory<byte> value) => (StoredEvent)Read(RecordKind.Event, value);

    internal static Fact ReadFact(JsonElement element) =>
        element.Deserialize(Json.Fact) ?? throw new JsonException("A fact is null.");

    internal static Fact ReadFact(ReadOnlyMemory<byte> value) => (Fact)Read(RecordKind.Fact, value);

    internal static LedgerLine ReadLine(ReadOnlyMemory<byte> value) => (LedgerLine)Read(RecordKind.Ledger, value);

    internal static JsonElement Element(ReferralInput input) => JsonSerializer.SerializeToElement(input, Json.ReferralInput);

    private static JsonTypeInfo Info(Type type) => Json.GetTypeInfo(type)
        ?? throw new InvalidOperationException($"{type.Name} is no record that can be stored.");

    private static Type TypeOf(RecordKind kind) => kind switch
    {
        RecordKind.Event => typeof(StoredEvent),
        RecordKind.Key => typeof(KeyState),
        RecordKind.Customer => typeof(CustomerState),
        RecordKind.Code => typeof(CodeState),
        RecordKind.Share => typeof(ShareState),
        RecordKind.Visitor => typeof(VisitorState),
        RecordKind.Conversion => typeof(ConversionState),
        RecordKind.Reward => typeof(RewardState),
        RecordKind.Person => typeof(PersonRecord),
        RecordKind.Signal => typeof(SignalHistory),
        RecordKind.Account => typeof(AccountState),
        RecordKind.Payout => typeof(PayoutState),
        RecordKind.Activity => typeof(ActivityState),
        RecordKind.ProgramVersions => typeof(VersionsState),
        RecordKind.Ledger => typeof(LedgerLine),
        RecordKind.Fact => typeof(Fact),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Records of this kind have no content."),
    };
}
