using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Referrals.Attribution;
using Referrals.Ledger;
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

    internal static LedgerLine ReadLine(ReadOnlyMemory<byte> value) => (LedgerLine)Read(RecordKind.Ledger, value);

    /// <summary>An input as JSON, member by member, without what depends on the program: the domain of an e-mail address.</summary>
    /// <remarks>The hash of the address identifies the domain too, and how much of the domain is kept depends on what the guards list by then.</remarks>
    internal static JsonElement Element(ReferralInput input) => JsonSerializer.SerializeToElement(WithoutDomain(input), Json.ReferralInput);

    private static ReferralInput WithoutDomain(ReferralInput input) => input switch
    {
        Enrollment { Signals: { } signals } one => one with { Signals = signals with { EmailDomain = null } },
        SignUp { Signals: { } signals } one => one with { Signals = signals with { EmailDomain = null } },
        Conversion { Signals: { } signals } one => one with { Signals = signals with { EmailDomain = null } },
        _ => input,
    };

    private static JsonTypeInfo Info(Type type) => RecordJsonContext.Lean.GetTypeInfo(type);

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
        RecordKind.Redemption => typeof(RedemptionState),
        RecordKind.Activity => typeof(ActivityState),
        RecordKind.ProgramVersions => typeof(VersionsState),
        RecordKind.Program => typeof(StoredProgramState),
        RecordKind.Ledger => typeof(LedgerLine),
        RecordKind.Fact => typeof(Fact),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Records of this kind have no content."),
    };
}

/// <summary>The source-generated JSON of everything that is stored.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(StoredEvent))]
[JsonSerializable(typeof(ReferralInput))]
[JsonSerializable(typeof(Decision))]
[JsonSerializable(typeof(Fact))]
[JsonSerializable(typeof(LedgerLine))]
[JsonSerializable(typeof(CustomerState))]
[JsonSerializable(typeof(CodeState))]
[JsonSerializable(typeof(ShareState))]
[JsonSerializable(typeof(VisitorState))]
[JsonSerializable(typeof(ConversionState))]
[JsonSerializable(typeof(KeyState))]
[JsonSerializable(typeof(RewardState))]
[JsonSerializable(typeof(PersonRecord))]
[JsonSerializable(typeof(ConversionCount))]
[JsonSerializable(typeof(SignalHistory))]
[JsonSerializable(typeof(SignalShowing))]
[JsonSerializable(typeof(RecordedTouch))]
[JsonSerializable(typeof(CodeChange))]
[JsonSerializable(typeof(Refund))]
[JsonSerializable(typeof(Amendment))]
[JsonSerializable(typeof(ReferralCredit))]
[JsonSerializable(typeof(ActivityState))]
[JsonSerializable(typeof(ActivityEntry))]
[JsonSerializable(typeof(CountedTally))]
[JsonSerializable(typeof(JudgedNumber))]
[JsonSerializable(typeof(WithdrawnRewards))]
[JsonSerializable(typeof(NamedText))]
[JsonSerializable(typeof(NamedInstant))]
[JsonSerializable(typeof(PaidMark))]
[JsonSerializable(typeof(MarkPayment))]
[JsonSerializable(typeof(TextChange))]
[JsonSerializable(typeof(VersionsState))]
[JsonSerializable(typeof(VersionMark))]
[JsonSerializable(typeof(PhaseMark))]
[JsonSerializable(typeof(ReleaseFinding))]
[JsonSerializable(typeof(StoredProgramState))]
[JsonSerializable(typeof(CustomerId))]
[JsonSerializable(typeof(VisitorId))]
[JsonSerializable(typeof(RewardId))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(AccountState))]
[JsonSerializable(typeof(Lot))]
[JsonSerializable(typeof(PayoutState))]
[JsonSerializable(typeof(RedemptionState))]
[JsonSerializable(typeof(LedgerPart))]
[JsonSerializable(typeof(FactRest))]
internal sealed partial class RecordJsonContext : JsonSerializerContext
{
    /// <summary>The context with the converters of types that are not our own.</summary>
    internal static RecordJsonContext Stored { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        AllowOutOfOrderMetadataProperties = true,
        Converters =
        {
            new InstantJsonConverter(),
            new ValueListJsonConverter<VisitorId>(),
            new ValueListJsonConverter<RewardId>(),
            new ValueListJsonConverter<string>(),
            new ValueListJsonConverter<ConversionCount>(),
            new ValueListJsonConverter<SignalShowing>(),
            new ValueListJsonConverter<CustomerId>(),
            new ValueListJsonConverter<ActivityEntry>(),
            new ValueListJsonConverter<CountedTally>(),
            new ValueListJsonConverter<JudgedNumber>(),
            new ValueListJsonConverter<WithdrawnRewards>(),
            new ValueListJsonConverter<Refund>(),
            new ValueListJsonConverter<NamedText>(),
            new ValueListJsonConverter<NamedInstant>(),
            new ValueListJsonConverter<PaidMark>(),
            new ValueListJsonConverter<MarkPayment>(),
            new ValueListJsonConverter<TextChange>(),
            new ValueListJsonConverter<VersionMark>(),
            new ValueListJsonConverter<PhaseMark>(),
            new ValueListJsonConverter<RecordedTouch>(),
            new ValueListJsonConverter<ReferralCredit>(),
            new ValueListJsonConverter<Lot>(),
            new ValueListJsonConverter<LedgerPart>(),
        },
    });

    /// <summary>The same without what says nothing: empty lists, zeros and what does not hold. Members that have to be there are there.</summary>
    internal static JsonSerializerOptions Lean { get; } = Shortened();

    private static JsonSerializerOptions Shortened()
    {
        var options = new JsonSerializerOptions(Stored.Options)
        {
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
            TypeInfoResolver = Stored.WithAddedModifier(Shorten),
        };
        options.MakeReadOnly();
        return options;
    }

    /// <summary>Types leave nothing out whose reading would need it: their setters take a missing list for an empty one.</summary>
    private static void Shorten(JsonTypeInfo type)
    {
        foreach (var member in type.Properties)
        {
            if (member.IsRequired)
            {
                member.ShouldSerialize = member.PropertyType.IsValueType ? static (_, _) => true : null;
            }
            else if (member.PropertyType == typeof(string))
            {
                member.ShouldSerialize = static (_, value) => value is string { Length: > 0 };
            }
            else if (member.PropertyType == typeof(IReadOnlyDictionary<string, string>))
            {
                member.ShouldSerialize = static (_, value) => value is IReadOnlyDictionary<string, string> { Count: > 0 };
            }
            else if (member.PropertyType is { IsGenericType: true } list
                && (list.GetGenericTypeDefinition() == typeof(ValueList<>) || list.GetGenericTypeDefinition() == typeof(IReadOnlyList<>)))
            {
                member.ShouldSerialize = static (_, value) => value is System.Collections.IEnumerable items && items.GetEnumerator().MoveNext();
            }
        }
    }
}

/// <summary>The typed columns of facts and ledger lines.</summary>
internal static class RecordColumnsMapping
{
    internal static RecordColumns Columns(this Fact fact) => new()
    {
        Type = fact.Kind.ToString(),
        OccurredAt = fact.OccurredAt,
        Customer = fact.Customer?.Value,
        Referrer = fact.Referrer?.Value,
        Visitor = fact.Visitor?.Value,
        Channel = fact.Channel?.Value,
        Segment = fact.Segment,
        Subject = fact.Subject,
        Code = fact.Code,
        Unit = fact.Amount?.Unit.ToString(),
        Quantity = fact.Amount?.MinorUnits ?? fact.Score,
        Margin = fact.Margin?.MinorUnits,
        ProgramVersion = fact.ProgramVersion == 0 ? null : fact.ProgramVersion,
    };

    internal static RecordColumns Columns(this LedgerLine line) => new()
    {
        Type = line.Account.ToString(),
        OccurredAt = line.OccurredAt,
        Customer = line.Owner?.Value,
        Subject = line.Reward?.Value ?? line.Subject,
        Code = line.Posting,
        Unit = line.Amount.Unit.ToString(),
        Quantity = line.Amount.MinorUnits,
    };
}
