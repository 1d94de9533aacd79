using System.Globalization;
using NodaTime;
using Referrals.Crm.Fakes;

namespace Referrals.Crm.Tests.Syncing;

/// <summary>
/// Histories of facts and faults at random: whatever goes wrong in whatever order, in the end each CRM holds the projection of our facts, nothing was made
/// twice, nothing outside the mapping was written, and the calls stayed within their budget. <c>REFERRALS_CRM=1000 dotnet test</c> runs more; a failing seed
/// is in the message and fails again.
/// </summary>
public sealed class MirrorPropertyTests
{
    private static readonly int Seeds = int.TryParse(Environment.GetEnvironmentVariable("REFERRALS_CRM"), CultureInfo.InvariantCulture, out var seeds) ? seeds : 25;

    private static readonly Fault[] Faults = [Fault.TokenEnded, Fault.Unavailable, Fault.Limit, Fault.Dropped, Fault.AnswerLost, Fault.RowsLocked, Fault.Locked];

    [Theory]
    [InlineData("salesforce")]
    [InlineData("hubspot")]
    public async Task Whatever_goes_wrong_each_crm_ends_as_our_facts(string crm)
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            try
            {
                await RunAsync(crm == "salesforce", seed);
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"{crm}, seed {seed}: {exception.Message}", exception);
            }
        }
    }

    private static async Task RunAsync(bool isSalesforce, int seed)
    {
        var random = new Random(seed);
        await using var shop = isSalesforce
            ? await CrmShop.OfSalesforceAsync(
                static o =>
                {
                    o.Mapping = o.Mapping with { Referral = CrmMapping.SalesforceReferral, Reward = CrmMapping.SalesforceReward };
                    o.Duplicates = CrmDuplicates.UseExisting;
                    o.MaxAttempts = 1_000;
                },
                erasable: true)
            : await CrmShop.OfHubSpotAsync(
                static o =>
                {
                    o.Duplicates = CrmDuplicates.UseExisting;
                    o.MaxAttempts = 1_000;
                },
                erasable: true);
        FakeCrm fake = isSalesforce ? shop.Salesforce : shop.HubSpot;
        shop.Salesforce.HasDuplicateRule = true;
        shop.HubSpot.RefusesWholeBatches = random.Next(2) == 0;
        fake.IsLocked = id => (id.Sum(static letter => letter) + seed) % 3 == 0;

        // Some contacts are there before us, and users have filled fields of their own.
        var before = Enumerable.Range(0, 4).Select(index => isSalesforce
            ? fake.Add("Contact", ("LastName", "User's own"), ("Email", $"p{index}@example.com"), ("OwnerId", "005"))
            : fake.Add("contacts", ("lastname", "User's own"), ("email", $"p{index}@example.com"), ("company", "Lamps"))).ToList();

        var (people, erased, orders) = (new List<string>(), new HashSet<string>(), new List<string>());
        var rounds = 0;
        for (var step = 0; step < 40; step++)
        {
            await FactAsync(random, shop, people, erased, orders);
            for (var faults = random.Next(3); faults > 0; faults--)
            {
                fake.Faults.Enqueue(random.Next(3) == 0 ? Fault.None : Faults[random.Next(Faults.Length)]);
            }

            if (random.Next(8) == 0)
            {
                shop.Salesforce.EndTokens();
            }

            if (random.Next(2) == 0)
            {
                _ = await shop.MirrorAsync();
                rounds++;
            }

            shop.Clock.Advance(Duration.FromMinutes(random.Next(60)));
        }

        // The end: nothing goes wrong any more, and time goes on.
        fake.Faults.Clear();
        await shop.HandOverAsync();
        var callsBefore = fake.Calls.Count;
        for (var round = 0; round < 40; round++)
        {
            rounds++;
            shop.Clock.Advance(Duration.FromMinutes(31));
            if ((await shop.Crm.SyncAsync()).People == 0)
            {
                break;
            }
        }

        Assert.Empty(await shop.Crm.ReadSetAsideAsync());
        foreach (var person in people.Where(person => !erased.Contains(person)))
        {
            await Oracle.CompareAsync(shop, isSalesforce, CustomerId.From(person));
        }

        var type = isSalesforce ? "Contact" : "contacts";
        var key = isSalesforce ? "Referral_Person_Id__c" : "referral_person_id";
        Assert.Equal(people.Except(erased).Order(), fake.Of(type).Select(one => one.Fields.GetValueOrDefault(key)).OfType<string>().Order());
        Assert.All(
            fake.Of(type).Where(one => !one.Fields.ContainsKey(key)),
            static empty => Assert.DoesNotContain(empty.Fields.Keys, static name => name.StartsWith("refer", StringComparison.OrdinalIgnoreCase)));
        AssertNothingTwice(fake);
        AssertOnlyTheMapping(fake, isSalesforce ? CrmMapping.Salesforce with { Referral = CrmMapping.SalesforceReferral, Reward = CrmMapping.SalesforceReward } : CrmMapping.HubSpot);
        Assert.All(before, one => Assert.Equal(("User's own", isSalesforce ? "005" : "Lamps"), (one.Fields["lastname"], one.Fields[isSalesforce ? "OwnerId" : "company"])));

        // Of the calls that nothing disturbs, a person costs two for each object and some for joining; without work there is none.
        var calls = fake.Calls.Count;
        Assert.InRange(calls - callsBefore, 0, 40 + (people.Count * 8));
        shop.Clock.Advance(Duration.FromHours(2));
        _ = await shop.Crm.SyncAsync();
        Assert.Equal(calls, fake.Calls.Count);
    }

    private static async Task FactAsync(Random random, CrmShop shop, List<string> people, HashSet<string> erased, List<string> orders)
    {
        var living = people.Where(person => !erased.Contains(person)).ToList();
        switch (random.Next(10))
        {
            case 0 or 1 or 2 when living.Count > 0:
                var friend = $"p{people.Count}";
                await shop.ReferAsync(living[random.Next(living.Count)], friend);
                people.Add(friend);
                break;
            case 3 or 4 when living.Count > 0:
                orders.Add($"order-{orders.Count}");
                await shop.BuyAsync(living[random.Next(living.Count)], orders[^1], random.Next(1, 200));
                break;
            case 5 when orders.Count > 0:
                _ = await shop.Engine.RefundAsync(Refund.OfWhole($"refund-{shop.Clock.GetCurrentInstant()}", orders[random.Next(orders.Count)]));
                break;
            case 6:
                shop.Clock.Advance(Duration.FromDays(random.Next(10)));
                _ = await shop.Engine.Operations.ProcessDueAsync(shop.Clock.GetCurrentInstant());
                break;
            case 7 when living.Count > 1:
                var somebody = living[random.Next(living.Count)];
                _ = await shop.Engine.Privacy.EraseAsync(CustomerId.From(somebody));
                _ = erased.Add(somebody);
                break;
            case 8 when living.Count > 0:
                _ = await shop.Engine.Reviews.BanAsync(ReferrerBan.Impose(CustomerId.From(living[random.Next(living.Count)]), "self-made friends"));
                break;
            default:
                var newcomer = $"p{people.Count}";
                _ = await shop.EnrollAsync(newcomer);
                people.Add(newcomer);
                break;
        }
    }

    /// <summary>By key; of a contact that was emptied after an erasure, by the address that it still has.</summary>
    private static void AssertNothingTwice(FakeCrm fake)
    {
        var keys = fake.Records.SelectMany(static record => record.Fields.Where(field => field.Key is "Referral_Person_Id__c" or "Referral_Id__c" or "Reward_Id__c" or "referral_person_id")
            .Select(field => $"{record.Type} {field.Value}")).ToList();
        Assert.Equal(keys.Count, keys.Distinct(StringComparer.Ordinal).Count());
        var addresses = fake.Records.Select(static record => record.Fields.GetValueOrDefault("email")).OfType<string>().ToList();
        Assert.Equal(addresses.Count, addresses.Distinct(StringComparer.Ordinal).Count());
    }

    private static void AssertOnlyTheMapping(FakeCrm fake, CrmMapping mapping)
    {
        var own = new[] { mapping.Person, mapping.Referral, mapping.Reward }.OfType<CrmObject>().SelectMany(static one => one.Fields
            .SelectMany(field => (string[])[$"{one.Name}.{field.Name}", $"{one.Name}.{field.Name.Replace("__r", "__c", StringComparison.Ordinal)}"]).Append($"{one.Name}.{one.Key}"));
        Assert.Empty(fake.WrittenFields.Except(own));
    }
}
