using Referrals.Crm.Projection;

namespace Referrals.Crm;

/// <summary>
/// Which field of the CRM holds what: the names are the application's, the values those of <see cref="CrmValues"/>. Immutable data; it is
/// checked when the application starts, with all findings at once.
/// </summary>
/// <remarks>What a mapping does not name is never written.</remarks>
/// <example><code>
/// options.Mapping = CrmMapping.Salesforce with
/// {
///     Person = CrmObject.Of("Contact", "Referral_Person_Id__c")
///         .Field("Referral_Code__c", CrmValues.PersonCode)
///         .Field("Referral_Points__c", CrmValues.PersonAvailable("points"))
///         .FieldIfEmpty("LastName", CrmValues.Own("last_name")),
/// };
/// </code></example>
public sealed record CrmMapping
{
    /// <summary>
    /// The default for Salesforce: contacts with code, link, status, counts and who referred them. Referrals and rewards are not mirrored until
    /// <see cref="Referral"/> and <see cref="Reward"/> name an object for them.
    /// </summary>
    public static CrmMapping Salesforce { get; } = new()
    {
        Person = CrmObject.Of("Contact", "Referral_Person_Id__c")
            .Field("Referral_Code__c", CrmValues.PersonCode)
            .Field("Referral_Link__c", CrmValues.PersonLink)
            .Field("Referral_Status__c", CrmValues.PersonStatus)
            .Field("Referrals_Total__c", CrmValues.PersonFriends)
            .Field("Referrals_Rewarded__c", CrmValues.PersonFriendsRewarded)
            .Field("Referred_By__r", CrmValues.ReferralReferrer)
            .Field("Referred_By_Code__c", CrmValues.ReferralCode)
            .Field("Referred_At__c", CrmValues.ReferralAt)
            .Field("Referral_Channel__c", CrmValues.ReferralChannel)
            .Field("Referral_Stage__c", CrmValues.ReferralStage)
            .FieldIfEmpty("LastName", CrmValues.Own("last_name"))
            .FieldIfEmpty("FirstName", CrmValues.Own("first_name"))
            .FieldIfEmpty("Email", CrmValues.Own("email")),
    };

    /// <summary>
    /// The default of a custom object <c>Referral__c</c> in Salesforce, for <see cref="Referral"/>.
    /// </summary>
    public static CrmObject SalesforceReferral { get; } = CrmObject.Of("Referral__c", "Referral_Id__c")
        .Field("Referrer__r", CrmValues.ReferralReferrer)
        .Field("Friend__r", CrmValues.ReferralFriend)
        .Field("Stage__c", CrmValues.ReferralStage)
        .Field("Reason__c", CrmValues.ReferralReason)
        .Field("Code__c", CrmValues.ReferralCode)
        .Field("Channel__c", CrmValues.ReferralChannel)
        .Field("Signed_Up_At__c", CrmValues.ReferralAt);

    /// <summary>The default of a custom object <c>Referral_Reward__c</c> in Salesforce, for <see cref="Reward"/>.</summary>
    public static CrmObject SalesforceReward { get; } = CrmObject.Of("Referral_Reward__c", "Reward_Id__c")
        .Field("Owner_Person__r", CrmValues.RewardOwner)
        .Field("Friend__r", CrmValues.RewardFriend)
        .Field("Rule__c", CrmValues.RewardRule)
        .Field("Side__c", CrmValues.RewardSide)
        .Field("Amount__c", CrmValues.RewardAmount)
        .Field("Unit__c", CrmValues.RewardUnit)
        .Field("Status__c", CrmValues.RewardStatus)
        .Field("Reversed__c", CrmValues.RewardReversed)
        .Field("Granted_At__c", CrmValues.RewardGrantedAt)
        .Field("Conversion__c", CrmValues.RewardConversion);

    /// <summary>The default for HubSpot: contacts with code, link, status, counts and who referred them.</summary>
    public static CrmMapping HubSpot { get; } = new()
    {
        Person = CrmObject.Of("contacts", "referral_person_id")
            .Field("referral_code", CrmValues.PersonCode)
            .Field("referral_link", CrmValues.PersonLink)
            .Field("referral_status", CrmValues.PersonStatus)
            .Field("referrals_total", CrmValues.PersonFriends)
            .Field("referrals_rewarded", CrmValues.PersonFriendsRewarded)
            .Field("referred_by_person_id", CrmValues.ReferralReferrerId)
            .Field("referred_by_code", CrmValues.ReferralCode)
            .Field("referred_at", CrmValues.ReferralAt)
            .Field("referral_channel", CrmValues.ReferralChannel)
            .Field("referral_stage", CrmValues.ReferralStage)
            .FieldIfEmpty("email", CrmValues.Own("email"))
            .FieldIfEmpty("firstname", CrmValues.Own("first_name"))
            .FieldIfEmpty("lastname", CrmValues.Own("last_name")),
    };

    /// <summary>The object that holds persons, such as contacts.</summary>
    public required CrmObject Person { get; init; }

    /// <summary>The object that holds referrals, one for each friend; <c>null</c> to mirror none.</summary>
    public CrmObject? Referral { get; init; }

    /// <summary>The object that holds rewards; <c>null</c> to mirror none.</summary>
    public CrmObject? Reward { get; init; }

    internal CrmObject? Of(CrmRecordKind kind) => kind switch
    {
        CrmRecordKind.Person => Person,
        CrmRecordKind.Referral => Referral,
        _ => Reward,
    };

    /// <summary>Refuses a mapping that cannot be right.</summary>
    /// <exception cref="ArgumentException">Something is wrong; the message names all of it.</exception>
    internal void Check(FieldRules rules)
    {
        var findings = Enum.GetValues<CrmRecordKind>()
            .Where(kind => Of(kind) is not null)
            .SelectMany(kind => MappingCheck.Of(Of(kind)!, kind, rules))
            .ToList();
        if (findings.Count > 0)
        {
            throw new ArgumentException($"The mapping to {rules.Crm} cannot be used: {string.Join(' ', findings)}");
        }
    }
}

/// <summary>An object of the CRM and its fields that we own. Immutable; equal by value.</summary>
public sealed record CrmObject
{
    private CrmObject(string name, string key, IReadOnlyList<CrmField> fields)
    {
        Name = name;
        Key = key;
        Fields = fields;
    }

    /// <summary>The API name of the object, such as <c>Contact</c> or <c>contacts</c>.</summary>
    public string Name { get; }

    /// <summary>
    /// The field by which our records are found: in Salesforce an External Id that is unique and case-sensitive, in HubSpot a property with unique
    /// values. It holds the person's, the referral's or the reward's id.
    /// </summary>
    public string Key { get; }

    /// <summary>The fields that are written, in the order in which they were named.</summary>
    public IReadOnlyList<CrmField> Fields { get; }

    /// <summary>An object without fields.</summary>
    /// <param name="name">Its API name.</param>
    /// <param name="key">See <see cref="Key"/>.</param>
    public static CrmObject Of(string name, string key)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentException.ThrowIfNullOrEmpty(key);
        return new CrmObject(name, key, []);
    }

    /// <summary>The same with a field that always holds our value, and is cleared where there is none.</summary>
    /// <param name="name">The API name of the field. For a lookup in Salesforce, the name of the relation, such as <c>Referred_By__r</c>.</param>
    /// <param name="value">One of <see cref="CrmValues"/>.</param>
    public CrmObject Field(string name, string value) => With(new CrmField(name, value, isOnlyIfEmpty: false));

    /// <summary>The same with a field that is filled only where the CRM holds nothing, and is never changed or cleared after that.</summary>
    /// <param name="name">The API name of the field.</param>
    /// <param name="value">One of <see cref="CrmValues"/>.</param>
    public CrmObject FieldIfEmpty(string name, string value) => With(new CrmField(name, value, isOnlyIfEmpty: true));

    /// <summary>Whether two objects have the same name, key and fields, in the same order.</summary>
    public bool Equals(CrmObject? other) => other is not null && (Name, Key) == (other.Name, other.Key) && Fields.SequenceEqual(other.Fields);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Key, Fields.Count);

    private CrmObject With(CrmField field) => new(Name, Key, [.. Fields, field]);
}

/// <summary>A field of the CRM and what it holds.</summary>
public sealed record CrmField
{
    internal CrmField(string name, string value, bool isOnlyIfEmpty)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentException.ThrowIfNullOrEmpty(value);
        Name = name;
        Value = value;
        IsOnlyIfEmpty = isOnlyIfEmpty;
    }

    /// <summary>The API name.</summary>
    public string Name { get; }

    /// <summary>One of <see cref="CrmValues"/>.</summary>
    public string Value { get; }

    /// <summary>Whether it is filled only where the CRM holds nothing.</summary>
    public bool IsOnlyIfEmpty { get; }
}
