using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Referrals.Crm.EntityFrameworkCore;
using Referrals.Crm.Storage;
using Referrals.Crm.Syncing;
using Referrals.Crm.Tests.Storage;
using Referrals.EntityFrameworkCore;

namespace Referrals.Crm.Tests.Documentation;

/// <summary>The snippets of docs/crm.md and of the package's readme.</summary>
public sealed class CrmDocTests
{
    [Fact]
    public void Salesforce_is_added()
    {
        var (program, services, secrets, clientId) = (CrmShop.Program(), new ServiceCollection(), new Secrets(), "client");
        services.AddReferrals(r => r.AddProgram(program))
            .PublishEventsTo<CrmEventHandler>()
            .AddBackgroundProcessing()
            .AddSalesforce(o => o.Credentials = SalesforceCredentials.ClientCredentials(
                new Uri("https://shop.my.salesforce.com"), clientId, cancellationToken => secrets.GetAsync("salesforce", cancellationToken)));

        Assert.Equal("salesforce", Assert.Single(Channels(services)).Name);
    }

    [Fact]
    public async Task HubSpot_is_added_and_watched()
    {
        var (program, services, secrets) = (CrmShop.Program(), new ServiceCollection(), new Secrets());
        services.AddLogging();
        services.AddReferrals(r => r.AddProgram(program))
            .PublishEventsTo<CrmEventHandler>()
            .AddBackgroundProcessing()
            .AddHubSpot(o => o.Credentials = HubSpotCredentials.AccessToken(cancellationToken => secrets.GetAsync("hubspot", cancellationToken)));
        services.AddHealthChecks().AddCheck<CrmHealthCheck>("crm");

        Assert.Equal("hubspot", Assert.Single(Channels(services)).Name);
        await using var provider = services.BuildServiceProvider();
        Assert.Equal(HealthStatus.Healthy, (await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Status);
    }

    [Fact]
    public async Task What_is_mirrored_is_kept_in_the_applications_database()
    {
        using var file = new SqliteFile();
        var (program, services, secrets) = (CrmShop.Program(), new ServiceCollection(), new Secrets());
        services.AddLogging();
        services.AddDbContext<ShopDbContext>(options => options.UseSqlite(file.ConnectionString));
        services.AddReferrals(r => r.AddProgram(program))
            .UseEntityFrameworkCore<ShopDbContext>()
            .PublishEventsTo<CrmEventHandler>()
            .AddBackgroundProcessing()
            .AddHubSpot(o => o.Credentials = HubSpotCredentials.AccessToken(cancellationToken => secrets.GetAsync("hubspot", cancellationToken)))
            .StoreCrmIn<ShopDbContext>();
        await using var provider = services.BuildServiceProvider();
        await using var scope = provider.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<ShopDbContext>();
        await context.Database.CreateReferralsSchemaAsync();
        await context.Database.CreateReferralCrmSchemaAsync();

        _ = await scope.ServiceProvider.GetRequiredService<ReferralEngine>().EnrollAsync(Enrollment.Of(CustomerId.From("anna")));
        await scope.ServiceProvider.GetRequiredService<ReferralCrm>().NoteAsync(CustomerId.From("anna"));

        Assert.IsType<EntityFrameworkCrmStore<ShopDbContext>>(scope.ServiceProvider.GetRequiredService<ICrmStore>());
    }

    [Fact]
    public void A_mapping_is_changed_and_extended()
    {
        var (program, services, clientId) = (CrmShop.Program(), new ServiceCollection(), "client");
        Func<CancellationToken, ValueTask<string>> readPrivateKey = static _ => ValueTask.FromResult("");
        services.AddReferrals(r => r.AddProgram(program))
            .PublishEventsTo<CrmEventHandler>()
            .AddBackgroundProcessing()
            .AddSalesforce(o =>
            {
                o.Credentials = SalesforceCredentials.JwtBearer(new Uri("https://login.salesforce.com"), clientId, "referrals@shop.example", readPrivateKey);
                o.Mapping = CrmMapping.Salesforce with
                {
                    Person = CrmMapping.Salesforce.Person
                        .Field("Referral_Points__c", CrmValues.PersonAvailable("points"))
                        .FieldIfEmpty("LeadSource", CrmValues.Constant("Referral")),
                    Referral = CrmMapping.SalesforceReferral,                        // Referral__c, one for each friend
                    Reward = CrmMapping.SalesforceReward,                            // Referral_Reward__c, one for each reward
                };
            });

        Assert.Equal(3, Enum.GetValues<CrmRecordKind>().Count(kind => Assert.Single(Channels(services)).Options.Mapping.Of(kind) is not null));
    }

    [Fact]
    public async Task Records_that_were_set_aside_are_read_and_retried()
    {
        await using var shop = await CrmShop.OfSalesforceAsync();
        shop.People.Email = static _ => null;
        shop.Salesforce.Required["Contact"] = ["Email"];
        await shop.ReferAsync("anna");
        _ = await shop.MirrorAsync();
        var (crm, customer) = (shop.Crm, CustomerId.From("anna"));

        foreach (var record in await crm.ReadSetAsideAsync())
        {
            Console.WriteLine($"{record.Target} {record.Kind}: {record.Code} {record.Words}");
        }

        await crm.RetryAsync("REQUIRED_FIELD_MISSING");                              // once the field is filled

        shop.People.Email = static _ => "anna@example.com";
        await crm.NoteAsync(customer);

        Assert.Equal(1, (await shop.Crm.SyncAsync()).Written);
    }

    [Fact]
    public async Task Application_tells_who_is_to_be_mirrored()
    {
        var people = new ShopPeople(new Customers());

        Assert.Equal("Anderson", (await people.FindAsync(default, CustomerId.From("anna"), default))!.Values["last_name"]);
        Assert.Null(await people.FindAsync(default, CustomerId.From("bob"), default));
    }

    private sealed class ShopDbContext(DbContextOptions<ShopDbContext> options) : DbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.UseReferrals().UseReferralCrm();
    }

    private static IReadOnlyList<CrmChannel> Channels(ServiceCollection services) => services.BuildServiceProvider().GetRequiredService<CrmChannels>().All;

    private sealed class ShopPeople(Customers customers) : ICrmPeople
    {
        public async ValueTask<CrmPerson?> FindAsync(TenantId tenant, CustomerId customer, CancellationToken cancellationToken) =>
            await customers.FindAsync(customer.Value, cancellationToken) is { AgreesToCrm: true } found
                ? new CrmPerson { Values = new Dictionary<string, string> { ["last_name"] = found.LastName, ["email"] = found.Email } }
                : null;
    }

    private sealed record Customer(string LastName, string Email, bool AgreesToCrm);

    private sealed class Customers
    {
        private readonly HashSet<string> _agreeing = ["anna"];

        public ValueTask<Customer?> FindAsync(string id, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return ValueTask.FromResult<Customer?>(new Customer("Anderson", "anna@example.com", _agreeing.Contains(id)));
        }
    }

    private sealed class Secrets
    {
        private readonly string _vault = "vault";

        public ValueTask<string> GetAsync(string name, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return ValueTask.FromResult($"{_vault}/{name}");
        }
    }
}
