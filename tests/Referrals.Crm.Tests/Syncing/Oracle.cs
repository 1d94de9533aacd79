using System.Globalization;
using NodaTime;
using NodaTime.Text;
using Referrals.Crm.Fakes;
using Referrals.Ledger;

namespace Referrals.Crm.Tests.Syncing;

/// <summary>What a CRM is to hold of a person by the default mappings, written out by hand from what the engine says.</summary>
internal static class Oracle
{
    internal static async Task CompareAsync(CrmShop shop, bool isSalesforce, CustomerId customer)
    {
        var overview = (await shop.Engine.FindCustomerAsync(customer))!;
        var rewards = (await shop.Engine.ListRewardsAsync(customer, take: 200)).Items;
        var referral = overview.Referral;
        var contact = isSalesforce ? shop.Contact(customer.Value) : shop.HubSpotContact(customer.Value);
        var rewarded = rewards.Where(static one => one.Side == Side.Referrer && (one.Stage == RewardStage.Vested || one.Stage == RewardStage.Expired))
            .GroupBy(static one => one.Referee?.Value ?? "order " + one.ConversionId).Count();
        Dictionary<string, string?> expected = new()
        {
            ["referral_code"] = overview.Code?.DisplayCode,
            ["referral_link"] = overview.Code?.Link,
            ["referral_status"] = overview.Ban is not null ? "banned" : overview.Code is null ? "not_enrolled" : "active",
            ["referrals_total"] = overview.Friends.ToString(CultureInfo.InvariantCulture),
            ["referrals_rewarded"] = rewarded.ToString(CultureInfo.InvariantCulture),
            ["referred_by_code"] = referral?.Code?.Value,
            ["referred_at"] = Time(referral?.SignedUpAt),
            ["referral_channel"] = referral?.Channel?.Value,
            ["referral_stage"] = Stage(referral),
        };
        foreach (var (name, value) in expected)
        {
            Assert.True(value == Field(contact, name, isSalesforce), $"{customer}: {name} is '{Field(contact, name, isSalesforce)}' and should be '{value}'.");
        }

        if (!isSalesforce)
        {
            Assert.Equal(referral?.Referrer?.Value, contact.Fields.GetValueOrDefault("referred_by_person_id"));
            return;
        }

        Assert.Equal(Id(shop, referral?.Referrer), contact.Fields.GetValueOrDefault("Referred_By__c"));
        if (referral?.Id is { } id)
        {
            var record = Assert.Single(shop.Salesforce.Of("Referral__c"), one => one.Fields["Referral_Id__c"] == id.Value);
            Assert.Equal((Id(shop, referral.Referrer), contact.Id), (record.Fields.GetValueOrDefault("Referrer__c"), record.Fields.GetValueOrDefault("Friend__c")));
            Assert.Equal((Stage(referral), referral.Reason), (record.Fields["Stage__c"], record.Fields.GetValueOrDefault("Reason__c")));
        }

        foreach (var reward in rewards)
        {
            var record = Assert.Single(shop.Salesforce.Of("Referral_Reward__c"), one => one.Fields["Reward_Id__c"] == reward.Id.Value);
            Assert.Equal((contact.Id, Id(shop, reward.Referee)), (record.Fields.GetValueOrDefault("Owner_Person__c"), record.Fields.GetValueOrDefault("Friend__c")));
            Assert.Equal(
                (reward.Granted.Value, reward.Reversed.Value, reward.Stage.ToString()),
                (Number(record, "Amount__c"), Number(record, "Reversed__c"), record.Fields["Status__c"] is "in_review" ? "InReview" : Capital(record.Fields["Status__c"])));
        }
    }

    private static string? Field(FakeRecord contact, string name, bool isSalesforce) => contact.Fields.GetValueOrDefault(isSalesforce ? name + "__c" : name);

    private static string? Id(CrmShop shop, CustomerId? person) => person is { } one ? shop.Contact(one.Value).Id : null;

    private static string? Time(Instant? time) => time is { } at ? InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss.fff'Z'").Format(at) : null;

    private static string? Stage(ReferralDetails? referral) => referral?.Stage switch
    {
        null => null,
        ReferralStage.SignedUp => "signed_up",
        { } stage => stage.ToString().ToLowerInvariant(),
    };

    private static decimal Number(FakeRecord record, string name) => decimal.Parse(record.Fields[name], CultureInfo.InvariantCulture);

    private static string Capital(string word) => char.ToUpperInvariant(word[0]) + word[1..];
}
