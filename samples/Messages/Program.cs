// The mailbox of a referral: Ann, who reads English in London, recommends to Bob, who reads German in Berlin. Every mail goes by SMTP to a server of this sample.
using System.Security.Cryptography;
using Messages;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Referrals;
using Referrals.Events;
using Referrals.Messages;
using Referrals.Messages.Unsubscribing;

var clock = new SteppedClock();
await using var server = new MailServer();
server.Start();

var program = ReferralProgram.Create("spring", p => p
    .Named("Spring")
    .InZone("Europe/Berlin")
    .Links("https://shop.example/r/{code}")
    .Qualify(q => q.On("purchase").AtLeast(50, "EUR"))
    .RewardReferrer(r => r.Flat(10, "EUR").HeldFor(TimePeriod.Days(14)).ExpiresAfter(TimePeriod.Days(60)))
    .RewardReferee(r => r.Flat(5, "EUR"))
    .PayOutFrom(5, "EUR"));
var services = new ServiceCollection();
services.AddSingleton<IClock>(clock);
services.AddSingleton(server);
services.AddReferrals(r => r.AddProgram(program))
    .PublishEventsTo<MessageEventHandler>()
    .AddMessages<SmtpMessenger, Accounts>(o =>
    {
        o.UnsubscribeLinks = UnsubscribeLinks.Create("https://shop.example/unsubscribe/{token}", "k1", RandomNumberGenerator.GetBytes(32));
        o.MaxConcurrentMessages = 1;                    // one after the other, which reads better
    });

await using var provider = services.BuildServiceProvider();
await using var scope = provider.CreateAsyncScope();
var referrals = scope.ServiceProvider.GetRequiredService<ReferralEngine>();
var messages = scope.ServiceProvider.GetRequiredService<ReferralMessages>();
var (ann, bob) = (CustomerId.From("ann"), CustomerId.From("bob"));

Console.WriteLine("Ann has bought, and is invited on the next morning");
var code = await referrals.EnrollAsync(Enrollment.Of(ann));
await referrals.ConvertAsync(Conversion.Of(ann, "A-1", "purchase", Amount.Of(90, "EUR")));
await PassAsync(days: 1);

Console.WriteLine("\nBob signs up with her code and buys: she earns a reward that is held, he one at once");
await referrals.SignUpAsync(SignUp.Of(bob).WithCode(code.DisplayCode));
await referrals.ConvertAsync(Conversion.Of(bob, "B-1", "purchase", Amount.Of(80, "EUR")));
await PassAsync(hours: 1);

Console.WriteLine("\nHis next order is too small");
await referrals.ConvertAsync(Conversion.Of(bob, "B-2", "purchase", Amount.Of(20, "EUR")));
await PassAsync(hours: 1);

Console.WriteLine("\nBob gets his payout, and wants no more messages");
await referrals.EnrollAsync(Enrollment.Of(bob));
await referrals.Payouts.StartAsync(PayoutStart.Of("2026-03", bob, Unit.Parse("EUR")));
await foreach (var payout in referrals.Payouts.ListOpenAsync())
{
    await referrals.Payouts.ConfirmAsync(payout.Id);
}

await PassAsync(hours: 1);
await messages.SubscribeAsync(Partition.Of(program.Id), bob, MessagePurpose.Promotion, isSubscribed: false);      // on a page of settings
await messages.UnsubscribeAsync(server.LastToken);                                                                // by the link in his last mail
Console.WriteLine($"  unsubscribed from: {string.Join(", ", await messages.ListUnsubscribedAsync(Partition.Of(program.Id), bob))}");
await PassAsync(days: 1);

Console.WriteLine("\nAnn's reward is available two weeks later, and is about to expire seven weeks after that");
await PassAsync(days: 60);

Console.WriteLine("\nWhy Bob did not get more");
await foreach (var message in messages.ReadMessagesAsync(Partition.Of(program.Id), bob))
{
    Console.WriteLine($"  bob: {message.Kind} {message.State} {message.Reason}");
}

var waiting = await messages.ReadMessagesAsync(Partition.Of(program.Id), bob).FirstAsync(static one => one.Kind == MessageKind.InvitationAfterPurchase);
Console.WriteLine($"\nEvery check of one of them\n  {(await messages.ExplainAsync(waiting)).ToString().ReplaceLineEndings("\n  ")}");

Console.WriteLine("\nA preview for a dashboard");
var preview = messages.Templates.Preview(MessageKind.TierNear, "fr-FR", name: "Chloé");
Console.WriteLine($"  {preview.Subject}\n  {preview.Text.ReplaceLineEndings("\n  ")}");

// A host with hosted services calls none of these: AddBackgroundProcessing and AddMessages do.
async Task PassAsync(int days = 0, int hours = 0)
{
    for (var end = clock.GetCurrentInstant() + Duration.FromDays(days) + Duration.FromHours(hours); clock.GetCurrentInstant() < end;)
    {
        clock.Advance(Duration.FromHours(hours > 0 ? 1 : 12));
        await referrals.Operations.ProcessDueAsync();
        await referrals.Events.DeliverAsync(scope.ServiceProvider.GetRequiredService<IReferralEventHandler>());
        await messages.DeliverAsync();
    }
}

/// <summary>A time that goes on when the sample says so.</summary>
internal sealed class SteppedClock : IClock
{
    private Instant _now = Instant.FromUtc(2026, 3, 1, 9, 0);

    public Instant GetCurrentInstant() => _now;

    public void Advance(Duration time) => _now += time;
}

/// <summary>Who the customers are; a shop asks its own accounts.</summary>
internal sealed class Accounts : IMessageRecipients
{
    public ValueTask<MessageRecipient?> FindAsync(TenantId tenant, CustomerId customer, CancellationToken cancellationToken) => ValueTask.FromResult(customer.Value switch
    {
        "ann" => Person("Ann", "en-GB", "Europe/London", "ann@example.com"),
        "bob" => Person("Bob", "de-DE", "Europe/Berlin", "bob@example.com"),
        _ => null,
    });

    private static MessageRecipient? Person(string name, string culture, string zone, string email) => new()
    {
        Culture = culture,
        Zone = DateTimeZoneProviders.Tzdb[zone],
        Name = name,
        AcceptsPromotions = true,
        Addresses = [new MessageAddress(Channel.From("email"), email)],
    };
}
