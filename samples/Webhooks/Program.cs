// Webhooks from the decision to the receiver: three endpoints, one of which is busy at first and one of which is gone.
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Referrals;
using Referrals.Events;
using Referrals.Webhooks;
using Webhooks;

var clock = new SteppedClock();
await using var receiver = new Receiver(clock);
await receiver.StartAsync();

var program = ReferralProgram.Create("spring", p => p
    .Links("https://shop.example/r/{code}")
    .Qualify(q => q.On("purchase").AtLeast(50, "EUR"))
    .RewardReferrer(r => r.Flat(10, "EUR")));
var services = new ServiceCollection();
services.AddSingleton<IClock>(clock);
services.AddSingleton<IWebhookObserver, Mail>();
services.AddReferrals(r => r.AddProgram(program))
    .PublishEventsTo<WebhookEventHandler>()
    .AddWebhooks(o =>
    {
        o.AllowHttp = true;                             // the receiver of this sample is on this machine; yours are not
        o.AllowPrivateNetworks = true;
        o.MaxConcurrentAttemptsPerEndpoint = 1;         // one after the other, which reads better
    });

await using var provider = services.BuildServiceProvider();
await using var scope = provider.CreateAsyncScope();
var referrals = scope.ServiceProvider.GetRequiredService<ReferralEngine>();
var webhooks = scope.ServiceProvider.GetRequiredService<ReferralWebhooks>();

Console.WriteLine("Endpoints");
var refused = await webhooks.AddAsync(new WebhookSettings { Url = "https://user:secret@shop.example/hooks" });
Console.WriteLine($"  refused: {refused.Refusal?.Message}");
var well = await AddAsync("/well");
receiver.Secret = well.Keys[0].Secret;
var busy = await AddAsync("/busy", "referrals.conversion.*");
var gone = await AddAsync("/gone", "referrals.conversion.*");

Console.WriteLine("\nAlice refers Bob, who buys");
var (alice, bob) = (CustomerId.From("alice"), CustomerId.From("bob"));
var enrolled = await referrals.EnrollAsync(Enrollment.Of(alice));
await referrals.SignUpAsync(SignUp.Of(bob).WithCode(enrolled.DisplayCode!));
await referrals.ConvertAsync(Conversion.Of(bob, "order-1", "purchase", Amount.Of(80, "EUR")));

// A host with hosted services calls neither of the two: AddBackgroundProcessing and AddWebhooks do.
await referrals.Events.DeliverAsync(scope.ServiceProvider.GetRequiredService<IReferralEventHandler>());
await DeliverAsync(well, busy, gone);

Console.WriteLine("\nTwo minutes later, which the busy one has asked for");
clock.Advance(Duration.FromMinutes(2));
await DeliverAsync(busy);

Console.WriteLine("\nA new secret, and everything once more, signed with both");
well = (await webhooks.RotateSecretAsync(well.Id, overlap: Duration.FromDays(1))).Endpoint!;
await webhooks.ReplayAsync(well.Id, clock.GetCurrentInstant() - Duration.FromHours(1), clock.GetCurrentInstant(), includeDelivered: true);
await DeliverAsync(well);

async Task<WebhookEndpoint> AddAsync(string path, params string[] types)
{
    var change = await webhooks.AddAsync(new WebhookSettings { Url = receiver.Url + path, Types = types });
    Console.WriteLine($"  added: {path}, {(types.Length == 0 ? "all types" : string.Join(", ", types))}, secret {change.Endpoint!.Keys[0].Secret}");
    return change.Endpoint;
}

// The endpoints run side by side, so their lines may come in another order; what became of each is listed below them.
async Task DeliverAsync(params WebhookEndpoint[] endpoints)
{
    await webhooks.DeliverAsync();
    foreach (var endpoint in endpoints)
    {
        await foreach (var delivery in webhooks.ReadDeliveriesAsync(endpoint.Id))
        {
            Console.WriteLine($"  {new Uri(endpoint.Settings.Url).AbsolutePath}: {delivery.State} after {delivery.Attempts}, {delivery.LastResult}");
        }
    }
}

/// <summary>A time that goes on when the sample says so.</summary>
internal sealed class SteppedClock : IClock
{
    private Instant _now = Instant.FromUtc(2026, 3, 1, 12, 0);

    public Instant GetCurrentInstant() => _now;

    public void Advance(Duration time) => _now += time;
}

/// <summary>What an application tells the customer whose endpoint was disabled.</summary>
internal sealed class Mail : IWebhookObserver
{
    public ValueTask EndpointDisabledAsync(WebhookEndpoint endpoint, CancellationToken cancellationToken)
    {
        Console.WriteLine($"  mail: {new Uri(endpoint.Settings.Url).AbsolutePath} was disabled, {endpoint.Status}");
        return ValueTask.CompletedTask;
    }
}
