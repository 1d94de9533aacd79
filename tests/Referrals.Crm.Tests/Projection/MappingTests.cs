using System.Reflection;
using Referrals.Crm.Projection;

namespace Referrals.Crm.Tests.Projection;

public sealed class MappingTests
{
    [Fact]
    public void Defaults_can_be_used()
    {
        (CrmMapping.Salesforce with { Referral = CrmMapping.SalesforceReferral, Reward = CrmMapping.SalesforceReward }).Check(new SalesforceOptions().Rules);
        CrmMapping.HubSpot.Check(new HubSpotOptions().Rules);
    }

    [Fact]
    public void Everything_that_is_wrong_is_told_at_once()
    {
        var mapping = CrmMapping.Salesforce with
        {
            Person = CrmObject.Of("Contact", "Email")
                .Field("OwnerId", CrmValues.PersonId)
                .Field("Code c", CrmValues.PersonCode)
                .Field("Link__c", "person.lnik")
                .Field("link__C", CrmValues.PersonLink)
                .Field("Amount__c", CrmValues.RewardAmount)
                .Field("Points__c", CrmValues.PersonAvailable("eur"))
                .Field("Referred_By__c", CrmValues.ReferralReferrer)
                .FieldIfEmpty("Referrer__r", CrmValues.ReferralReferrer)
                .Field("Other__r", CrmValues.PersonCode),
        };

        var error = Assert.Throws<ArgumentException>(() => mapping.Check(new SalesforceOptions().Rules));

        Assert.All(
            [
                "the key 'Email' belongs to the CRM's users", "'OwnerId' belongs to the CRM's users", "'Code c' is no name of a field", "'person.lnik', which is no value",
                "'link__C' is named twice", "'reward.amount', which no Person has", "'person.available:eur', which is no value", "'Referred_By__c' is to hold a lookup",
                "'Referrer__r' is a lookup, which is not filled only if empty", "'Other__r' is the name of a relation",
            ],
            words => Assert.Contains(words, error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void HubSpot_has_no_lookups()
    {
        var mapping = CrmMapping.HubSpot with { Person = CrmObject.Of("contacts", "referral_person_id").Field("referred_by", CrmValues.ReferralReferrer) };

        var error = Assert.Throws<ArgumentException>(() => mapping.Check(new HubSpotOptions().Rules));

        Assert.Contains("Use 'referral.referrer_id', which is text", error.Message, StringComparison.Ordinal);
    }

    /// <summary>A text that no catalogue knows would be refused in every mapping.</summary>
    [Fact]
    public void Every_named_value_is_known_and_every_known_value_is_named()
    {
        var named = typeof(CrmValues).GetFields(BindingFlags.Public | BindingFlags.Static).Select(static field => (string)field.GetRawConstantValue()!)
            .Concat([CrmValues.PersonGranted("EUR"), CrmValues.PersonAvailable("points"), CrmValues.PersonPending("EUR"), CrmValues.Constant("a:b"), CrmValues.Own("email")])
            .ToList();

        Assert.All(named, static name => Assert.NotNull(ValueCatalogue.Find(name)));
        Assert.Equal(ValueCatalogue.Values.Select(static value => value.Name).Order(), named.Select(static name => name.Split(':')[0]).Distinct().Order());
    }

    [Theory]
    [InlineData("person.code:x")]
    [InlineData("constant")]
    [InlineData("constant:")]
    [InlineData("own")]
    [InlineData("person.granted")]
    [InlineData("")]
    public void Values_with_a_wrong_argument_are_unknown(string value) => Assert.Null(ValueCatalogue.Find(value));
}
