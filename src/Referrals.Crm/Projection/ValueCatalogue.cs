using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace Referrals.Crm.Projection;

/// <summary>What stands in a field: nothing, text, a number, a time, or another record of ours.</summary>
internal readonly record struct FieldValue
{
    private FieldValue(string? text, decimal? number, bool isLookup) => (Text, Number, IsLookup) = (text, number, isLookup);

    /// <summary>Text, a time in ISO 8601, or the key of the person that is looked up; <c>null</c> for a number and for nothing.</summary>
    internal string? Text { get; }

    internal decimal? Number { get; }

    internal bool IsLookup { get; }

    internal bool IsEmpty => Text is null && Number is null;

    internal static FieldValue Nothing => default;

    internal static FieldValue Of(string? text) => new(string.IsNullOrEmpty(text) ? null : text, null, false);

    internal static FieldValue Of(decimal number) => new(null, number, false);

    /// <summary>Milliseconds are what both CRMs keep.</summary>
    internal static FieldValue Of(Instant? time) => new(time is { } at ? TimePattern.Format(at) : null, null, false);

    internal static FieldValue Lookup(CustomerId? person) => new(person?.Value, null, true);

    /// <summary>The value as text; empty for nothing.</summary>
    public override string ToString() => Text ?? Number?.ToString(CultureInfo.InvariantCulture) ?? string.Empty;

    private static readonly InstantPattern TimePattern = InstantPattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm':'ss'.'fff'Z'");
}

/// <summary>A value that a field can hold: its name, where it fits, and how it is read from what we know.</summary>
/// <param name="Name">The text that a mapping names it by, before an argument.</param>
/// <param name="Kinds">The records that have it.</param>
/// <param name="Read">Reads it.</param>
internal sealed record KnownValue(string Name, IReadOnlyList<CrmRecordKind> Kinds, Func<RecordFacts, string?, FieldValue> Read)
{
    internal bool IsLookup { get; init; }

    /// <summary>Whether it tells who somebody is: it is cleared when the person is erased, also where amounts stay.</summary>
    internal bool IsPersonal { get; init; }

    internal Func<string, bool>? IsArgument { get; init; }
}

/// <summary>All values, by name.</summary>
internal static class ValueCatalogue
{
    private static readonly CrmRecordKind[] OfPerson = [CrmRecordKind.Person];
    private static readonly CrmRecordKind[] OfReferral = [CrmRecordKind.Person, CrmRecordKind.Referral];
    private static readonly CrmRecordKind[] OfReward = [CrmRecordKind.Reward];

    private static readonly Dictionary<string, KnownValue> Known = All().ToDictionary(static value => value.Name, StringComparer.Ordinal);

    internal static IEnumerable<KnownValue> Values => Known.Values;

    /// <summary>The value that a mapping names; <c>null</c> where there is none.</summary>
    internal static KnownValue? Find(string text)
    {
        var (name, argument) = Parts(text);
        return Known.TryGetValue(name, out var value) && (value.IsArgument is { } check ? argument is not null && check(argument) : argument is null)
            ? value
            : null;
    }

    internal static FieldValue Read(string text, RecordFacts facts)
    {
        var (name, argument) = Parts(text);
        return Known[name].Read(facts, argument);
    }

    private static (string Name, string? Argument) Parts(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? (text, null) : (text[..colon], text[(colon + 1)..]);
    }

    private static IEnumerable<KnownValue> All()
    {
        yield return Personal(CrmValues.PersonId, OfPerson, static facts => facts.Person.Customer.Value);
        yield return Personal(CrmValues.PersonCode, OfPerson, static facts => facts.Person.Overview.Code?.DisplayCode);
        yield return Personal(CrmValues.PersonLink, OfPerson, static facts => facts.Person.Overview.Code?.Link);
        yield return new(CrmValues.PersonStatus, OfPerson, static (facts, _) => FieldValue.Of(Words.StatusOf(facts.Person.Overview)));
        yield return new(CrmValues.PersonEnrolledAt, OfPerson, static (facts, _) => FieldValue.Of(facts.Person.Overview.EnrolledAt));
        yield return new(CrmValues.PersonSignedUpAt, OfPerson, static (facts, _) => FieldValue.Of(facts.Person.Overview.SignedUpAt));
        yield return new(CrmValues.PersonSegment, OfPerson, static (facts, _) => FieldValue.Of(facts.Person.Overview.Segment));
        yield return new(CrmValues.PersonFriends, OfPerson, static (facts, _) => FieldValue.Of(facts.Person.Overview.Friends));
        yield return new(CrmValues.PersonFriendsRewarded, OfPerson, static (facts, _) => FieldValue.Of(facts.Person.FriendsRewarded));
        yield return OfUnit("person.granted", static (person, unit) => person.Granted(unit));
        yield return OfUnit("person.available", static (person, unit) => person.BalanceIn(unit)?.Available.Value ?? 0);
        yield return OfUnit("person.pending", static (person, unit) => person.BalanceIn(unit)?.Pending.Value ?? 0);

        yield return new(CrmValues.ReferralId, OfReferral, static (facts, _) => FieldValue.Of(facts.Referral?.Id?.Value));
        yield return new(CrmValues.ReferralStage, OfReferral, static (facts, _) => FieldValue.Of(Words.Snake(facts.Referral?.Stage.ToString())));
        yield return Lookup(CrmValues.ReferralReferrer, OfReferral, static facts => facts.Referral?.Referrer);
        yield return Personal(CrmValues.ReferralReferrerId, OfReferral, static facts => facts.Referral?.Referrer?.Value);
        yield return Lookup(CrmValues.ReferralFriend, [CrmRecordKind.Referral], static facts => facts.Referral?.Referee);
        yield return Personal(CrmValues.ReferralFriendId, [CrmRecordKind.Referral], static facts => facts.Referral?.Referee?.Value);
        yield return Personal(CrmValues.ReferralCode, OfReferral, static facts => facts.Referral?.Code?.Value);
        yield return new(CrmValues.ReferralChannel, OfReferral, static (facts, _) => FieldValue.Of(facts.Referral?.Channel?.Value));
        yield return new(CrmValues.ReferralAt, OfReferral, static (facts, _) => FieldValue.Of(facts.Referral?.SignedUpAt));
        yield return new(CrmValues.ReferralReason, OfReferral, static (facts, _) => FieldValue.Of(facts.Referral?.Reason));

        yield return new(CrmValues.RewardId, OfReward, static (facts, _) => FieldValue.Of(facts.Reward?.Id.Value));
        yield return new(CrmValues.RewardRule, OfReward, static (facts, _) => FieldValue.Of(facts.Reward?.Rule));
        yield return new(CrmValues.RewardSide, OfReward, static (facts, _) => FieldValue.Of(Words.Snake(facts.Reward?.Side.ToString())));
        yield return new(CrmValues.RewardAmount, OfReward, static (facts, _) => FieldValue.Of(facts.Reward?.Granted.Value ?? 0));
        yield return new(CrmValues.RewardUnit, OfReward, static (facts, _) => FieldValue.Of(facts.Reward?.Granted.Unit.Code));
        yield return new(CrmValues.RewardStatus, OfReward, static (facts, _) => FieldValue.Of(Words.Snake(facts.Reward?.Stage.ToString())));
        yield return new(CrmValues.RewardReversed, OfReward, static (facts, _) => FieldValue.Of(facts.Reward?.Reversed.Value ?? 0));
        yield return new(CrmValues.RewardGrantedAt, OfReward, static (facts, _) => FieldValue.Of(facts.Reward?.GrantedAt));
        yield return new(CrmValues.RewardConversion, OfReward, static (facts, _) => FieldValue.Of(facts.Reward?.ConversionId));
        yield return Lookup(CrmValues.RewardOwner, OfReward, static facts => facts.Reward?.Owner);
        yield return Personal(CrmValues.RewardOwnerId, OfReward, static facts => facts.Reward?.Owner?.Value);
        yield return Lookup(CrmValues.RewardFriend, OfReward, static facts => facts.Reward?.Referee);
        yield return Personal(CrmValues.RewardFriendId, OfReward, static facts => facts.Reward?.Referee?.Value);

        yield return new("constant", [CrmRecordKind.Person, CrmRecordKind.Referral, CrmRecordKind.Reward], static (_, text) => FieldValue.Of(text))
        {
            IsArgument = IsText,
        };
        yield return new("own", OfPerson, static (facts, name) => FieldValue.Of(facts.Person.Own.Values.GetValueOrDefault(name!)))
        {
            IsArgument = IsText,
            IsPersonal = true,
        };
    }

    private static KnownValue Lookup(string name, CrmRecordKind[] kinds, Func<RecordFacts, CustomerId?> read) =>
        new(name, kinds, (facts, _) => FieldValue.Lookup(read(facts))) { IsLookup = true, IsPersonal = true };

    private static KnownValue Personal(string name, CrmRecordKind[] kinds, Func<RecordFacts, string?> read) =>
        new(name, kinds, (facts, _) => FieldValue.Of(read(facts))) { IsPersonal = true };

    private static KnownValue OfUnit(string name, Func<PersonFacts, Unit, decimal> read) =>
        new(name, OfPerson, (facts, unit) => FieldValue.Of(read(facts.Person, Unit.Parse(unit!)))) { IsArgument = static text => Unit.TryParse(text, out _) };

    private static bool IsText(string text) => text.Length is >= 1 and <= 255;
}
