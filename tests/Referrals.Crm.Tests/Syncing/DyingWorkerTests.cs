using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Referrals.Crm.EntityFrameworkCore;
using Referrals.Crm.Fakes;
using Referrals.Crm.Tests.Storage;

namespace Referrals.Crm.Tests.Syncing;

/// <summary>Instances on one database that stop at any moment, also between a call and the note of its answer, and leave their leases behind.</summary>
public sealed class DyingWorkerTests
{
    [Fact]
    public async Task Whoever_dies_when_each_person_is_there_once_in_the_end()
    {
        using var file = new SqliteFile();
        await using var shop = await CrmShop.OfSalesforceAsync(
            static o => o.Mapping = o.Mapping with { Referral = CrmMapping.SalesforceReferral },
            builder =>
            {
                builder.Services.AddDbContext<CrmDbContext>(options => options.UseSqlite(file.ConnectionString));
                builder.StoreCrmIn<CrmDbContext>();
            });
        await using (var context = file.Context())
        {
            await context.Database.CreateReferralCrmSchemaAsync();
        }

        var random = new Random(7);
        for (var round = 0; round < 20; round++)
        {
            await shop.ReferAsync($"r{round}", $"f{round}a", $"f{round}b");
            await shop.BuyAsync($"f{round / 2}a", $"order-{round}");
            await shop.HandOverAsync();
            await shop.SyncUntilDeathAsync(TimeSpan.FromMilliseconds(random.Next(1, 40)));
            if (random.Next(4) == 0)
            {
                shop.Salesforce.Faults.Enqueue(Fault.AnswerLost);
            }

            shop.Clock.Advance(Duration.FromMinutes(random.Next(12)));
        }

        shop.Salesforce.Faults.Clear();
        for (var round = 0; round < 20; round++)
        {
            shop.Clock.Advance(Duration.FromMinutes(31));
            _ = await shop.Crm.SyncAsync();
        }

        Assert.Empty(await shop.Crm.ReadSetAsideAsync());
        Assert.Equal(60, shop.Salesforce.Of("Contact").Select(static one => one.Fields["Referral_Person_Id__c"]).Distinct().Count());
        Assert.Equal(60, shop.Salesforce.Records.Count(static one => one.Type == "Contact"));
        Assert.Equal(40, shop.Salesforce.Records.Count(static one => one.Type == "Referral__c"));
        for (var round = 0; round < 20; round++)
        {
            Assert.Equal(shop.Contact($"r{round}").Id, shop.Contact($"f{round}a").Fields["Referred_By__c"]);
            Assert.Equal(round < 10 ? "qualified" : "signed_up", shop.Contact($"f{round}a").Fields["Referral_Stage__c"]);
        }
    }
}
