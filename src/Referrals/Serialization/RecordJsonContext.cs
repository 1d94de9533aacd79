using System.Text.Json;
using System.Text.Json.Serialization;
using Referrals.Attribution;
using Referrals.Deciding;
using Referrals.Ledger;
using Referrals.Ledger.Lots;
using Referrals.Qualification.Guards.Findings;
using Referrals.State;
using Referrals.State.Accounts;
using Referrals.Touches;

namespace Referrals.Serialization;

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
[JsonSerializable(typeof(ReferralCredit))]
[JsonSerializable(typeof(ActivityState))]
[JsonSerializable(typeof(ActivityEntry))]
[JsonSerializable(typeof(CountedTally))]
[JsonSerializable(typeof(NamedText))]
[JsonSerializable(typeof(NamedInstant))]
[JsonSerializable(typeof(PaidMark))]
[JsonSerializable(typeof(MarkPayment))]
[JsonSerializable(typeof(TextChange))]
[JsonSerializable(typeof(VersionsState))]
[JsonSerializable(typeof(VersionMark))]
[JsonSerializable(typeof(CustomerId))]
[JsonSerializable(typeof(VisitorId))]
[JsonSerializable(typeof(RewardId))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(AccountState))]
[JsonSerializable(typeof(Lot))]
[JsonSerializable(typeof(PayoutState))]
[JsonSerializable(typeof(LedgerPart))]
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
            new ValueListJsonConverter<Refund>(),
            new ValueListJsonConverter<NamedText>(),
            new ValueListJsonConverter<NamedInstant>(),
            new ValueListJsonConverter<PaidMark>(),
            new ValueListJsonConverter<MarkPayment>(),
            new ValueListJsonConverter<TextChange>(),
            new ValueListJsonConverter<VersionMark>(),
            new ValueListJsonConverter<RecordedTouch>(),
            new ValueListJsonConverter<ReferralCredit>(),
            new ValueListJsonConverter<Lot>(),
            new ValueListJsonConverter<LedgerPart>(),
        },
    });
}
