// Salesforce and HubSpot kept in step: what is sent, what a CRM refuses, and how it goes on by hand.
using CrmMirror;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Referrals;
using Referrals.Crm;
using Referrals.Crm.Fakes;
using Referrals.Events;

var clock = new FixedClock();
await using var salesforce = new FakeSalesforce(clock);
await using var hubSpot = new FakeHubSpot(clock);
await salesforce.StartAsync();
await hubSpot.StartAsync();

var program = ReferralProgram.Create("spring", p => p
    .Links("https://shop.example/r/{code}")
    .Qualify(q => q.On("purchase"))
    .RewardReferrer(r => r.Flat(10, "EUR")));
var services = new ServiceCollection();
services.AddSingleton<IClock>(clock);
services.AddSingleton<ICrmPeople, People>();
services.AddReferrals(r => r.AddProgram(program))
    .PublishEventsTo<CrmEventHandler>()
    .AddSalesforce(o =>
    {
        o.Credentials = SalesforceCredentials.ClientCredentials(salesforce.Address, "client", _ => ValueTask.FromResult("secret"));
        o.Mapping = CrmMapping.Salesforce with { Reward = CrmMapping.SalesforceReward };
    })
    .AddHubSpot(o =>
    {
        o.Credentials = HubSpotCredentials.AccessToken(_ => ValueTask.FromResult("pat-eu1-key"));
        o.Address = hubSpot.Address;
    });

await using var provider = services.BuildServiceProvider();
await using var scope = provider.CreateAsyncScope();
var referrals = scope.ServiceProvider.GetRequiredService<ReferralEngine>();
var crm = scope.ServiceProvider.GetRequiredService<ReferralCrm>();

Console.WriteLine("Alice is a contact already, with an owner. She refers Bob, who buys, and Cora, of whom no name is known");
salesforce.Add("Contact", ("Referral_Person_Id__c", "alice"), ("LastName", "Known for years"), ("OwnerId", "005"));
var code = await referrals.EnrollAsync(Enrollment.Of(CustomerId.From("alice")));
await referrals.SignUpAsync(SignUp.Of(CustomerId.From("bob")).WithCode(code.DisplayCode));
await referrals.SignUpAsync(SignUp.Of(CustomerId.From("cora")).WithCode(code.DisplayCode));
for (var order = 1; order <= 20; order++)
{
    await referrals.ConvertAsync(Conversion.Of(CustomerId.From("bob"), $"order-{order}", "purchase", Amount.Of(80, "EUR")));
}

await MirrorAsync();
Show("Contact", "Referral_Person_Id__c", "LastName", "OwnerId", "Referrals_Total__c", "Referral_Stage__c", "Referred_By__c");
Console.WriteLine($"  {salesforce.Of("Referral_Reward__c").Count} rewards in Salesforce, {hubSpot.Of("contacts").Count} contacts in HubSpot");

Console.WriteLine("\nWhat was refused, in the CRM's own words");
foreach (var record in await crm.ReadSetAsideAsync())
{
    Console.WriteLine($"  {record.Target} {record.Kind} {record.Customer}: {record.Code}, {record.Words}");
}

Console.WriteLine("\nCora's name is known now, and the record is sent again");
People.LastNames["cora"] = "Costa";
Console.WriteLine($"  {await crm.RetryAsync("REQUIRED_FIELD_MISSING")} to be sent again");
await MirrorAsync();
Show("Contact", "Referral_Person_Id__c", "LastName", "Referral_Stage__c", "Referred_By__c");

Console.WriteLine("\nNothing has changed: nothing is sent");
await crm.NoteAsync(CustomerId.From("alice"));
await MirrorAsync();

// A host with hosted services calls neither of the two: AddBackgroundProcessing, AddSalesforce and AddHubSpot do.
async Task MirrorAsync()
{
    await referrals.Events.DeliverAsync(scope.ServiceProvider.GetRequiredService<IReferralEventHandler>());
    var round = await crm.SyncAsync();
    foreach (var (name, fake) in new (string, FakeCrm)[] { ("Salesforce", salesforce), ("HubSpot", hubSpot) })
    {
        while (fake.Calls.TryDequeue(out var call))
        {
            Console.WriteLine($"  {name,-10} {call.Method,-5} {call.Path} ({call.Body.Length} characters)");
        }
    }

    Console.WriteLine($"  {round.Written} records written, {round.SetAside} set aside");
}

void Show(string type, params string[] fields)
{
    foreach (var record in salesforce.Of(type))
    {
        Console.WriteLine($"  {record.Id} {string.Join(", ", fields.Where(record.Fields.ContainsKey).Select(field => $"{field} {record.Fields[field]}"))}");
    }
}
