using System.Security.Cryptography;
using System.Text;

namespace Referrals.Crm.Projection;

/// <summary>A record as the CRM is to hold it.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Id">The id of the referral or reward; of a person, the name in facts.</param>
/// <param name="Key">What stands in the key field.</param>
/// <param name="Fields">The fields that the mapping names, in its order.</param>
/// <param name="Other">Another person whom the record names, as the application calls them; <c>null</c> for none.</param>
internal sealed record ProjectedRecord(CrmRecordKind Kind, string Id, string Key, IReadOnlyList<ProjectedField> Fields, CustomerId? Other)
{
    /// <summary>What changes when anything that would be written changes.</summary>
    internal string Hash(CrmObject crmObject)
    {
        var text = new StringBuilder();
        Append(crmObject.Name);
        Append(crmObject.Key);
        Append(Key);
        foreach (var field in Fields)
        {
            Append(field.Name);
            Append(field.IsOnlyIfEmpty ? "if empty" : "always");
            Append(field.Value.IsLookup ? "lookup" : "value");
            Append(field.Value.ToString());
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, 16));

        void Append(string part) => text.Append(part.Length).Append(':').Append(part);
    }
}

/// <summary>A field and what it is to hold.</summary>
internal readonly record struct ProjectedField(string Name, FieldValue Value, bool IsOnlyIfEmpty);

/// <summary>What a CRM is to hold of a person. Pure functions of what is known and of the mapping.</summary>
internal static class RecordProjection
{
    /// <summary>The records of a person, in the order in which they can be written: those that others look up come first.</summary>
    /// <param name="mapping">Which field holds what.</param>
    /// <param name="stored">The person's name in facts.</param>
    /// <param name="person">What is known.</param>
    internal static IReadOnlyList<ProjectedRecord> Of(CrmMapping mapping, CustomerId stored, PersonFacts person)
    {
        var referral = person.Overview.Referral;
        var referrer = referral?.Referrer;
        var records = new List<ProjectedRecord>
        {
            new(CrmRecordKind.Person, stored.Value, person.Customer.Value, Fields(mapping.Person, new RecordFacts(person, referral, null)), referrer),
        };
        if (mapping.Referral is { } ofReferrals && referral?.Id is { } id)
        {
            records.Add(new(CrmRecordKind.Referral, id.Value, id.Value, Fields(ofReferrals, new RecordFacts(person, referral, null)), referrer));
        }

        if (mapping.Reward is { } ofRewards)
        {
            records.AddRange(person.Rewards.Select(reward => new ProjectedRecord(
                CrmRecordKind.Reward,
                reward.Id.Value,
                reward.Id.Value,
                Fields(ofRewards, new RecordFacts(person, referral, reward)),
                reward.Referee == person.Customer ? null : reward.Referee)));
        }

        return records;
    }

    /// <summary>
    /// What remains to be written when a person was erased: our fields of the person are emptied; of referrals and rewards, those that tell who it was.
    /// </summary>
    internal static IReadOnlyList<ProjectedField> Erased(CrmObject crmObject, CrmRecordKind kind) =>
    [
        .. crmObject.Fields
            .Where(field => !field.IsOnlyIfEmpty && (kind == CrmRecordKind.Person || ValueCatalogue.Find(field.Value)!.IsPersonal))
            .Select(static field => new ProjectedField(
                field.Name, ValueCatalogue.Find(field.Value)!.IsLookup ? FieldValue.Lookup(null) : FieldValue.Nothing, IsOnlyIfEmpty: false)),
    ];

    private static IReadOnlyList<ProjectedField> Fields(CrmObject crmObject, RecordFacts facts) =>
        [.. crmObject.Fields.Select(field => new ProjectedField(field.Name, ValueCatalogue.Read(field.Value, facts), field.IsOnlyIfEmpty))];
}
