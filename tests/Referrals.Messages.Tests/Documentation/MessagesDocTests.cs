using System.Globalization;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using NodaTime;
using Referrals.EntityFrameworkCore;
using Referrals.Events;
using Referrals.Explanations;
using Referrals.Messages.Choosing;
using Referrals.Messages.EntityFrameworkCore;
using Referrals.Messages.Storage;
using Referrals.Messages.Templates;
using Referrals.Messages.Tests.Storage;
using Referrals.Messages.Unsubscribing;

namespace Referrals.Messages.Tests.Documentation;

/// <summary>The snippets of docs/messages.md and of the readmes of the packages.</summary>
public sealed class MessagesDocTests
{
    [Fact]
    public async Task Application_sends_through_its_own_mailer()
    {
        using var file = new SqliteFile();
        var (program, mailer, key) = (MessageShop.Spring(), new Mailer(), RandomNumberGenerator.GetBytes(32));
        var links = UnsubscribeLinks.Create("https://shop.example/unsubscribe/{token}", "k1", key);
        var services = new ServiceCollection();
        services.AddSingleton(mailer);
        services.AddSingleton(new Accounts());
        services.AddDbContext<ShopDbContext>(options => options.UseSqlite(file.ConnectionString));
        services.AddReferrals(r => r.AddProgram(program))
            .UseEntityFrameworkCore<ShopDbContext>()
            .PublishEventsTo<MessageEventHandler>()
            .AddBackgroundProcessing()
            .AddMessages<SmtpMessenger, ShopRecipients>(o => o.UnsubscribeLinks = links)
            .StoreMessagesIn<ShopDbContext>();
        services.AddHealthChecks().AddCheck<MessagesHealthCheck>("messages");
        services.AddLogging();
        await using var provider = services.BuildServiceProvider();
        await using var scope = provider.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<ShopDbContext>();
        await context.Database.CreateReferralsSchemaAsync();
        await context.Database.CreateReferralMessagesSchemaAsync();
        var engine = scope.ServiceProvider.GetRequiredService<ReferralEngine>();
        var messages = scope.ServiceProvider.GetRequiredService<ReferralMessages>();
        var ann = CustomerId.From("ann");
        await engine.EnrollAsync(Enrollment.Of(ann));
        await engine.ShareAsync(Share.Of("s1", ann, Channel.From("email")));
        await engine.Events.DeliverAsync(scope.ServiceProvider.GetRequiredService<IReferralEventHandler>());
        await messages.DeliverAsync();

        Assert.IsType<EntityFrameworkMessageStore<ShopDbContext>>(scope.ServiceProvider.GetRequiredService<IMessageStore>());
        Assert.Equal(HealthStatus.Healthy, (await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Status);

        await foreach (var message in messages.ReadMessagesAsync(Partition.Of(program.Id), ann))
        {
            Console.WriteLine($"{message.Kind} {message.State} {message.Reason}");       // thank_you Sent message.send
            var decision = await messages.ExplainAsync(message);                         // what would be decided now, check by check
            Console.WriteLine(decision);
        }

        var thanks = await messages.ReadMessagesAsync(Partition.Of(program.Id), ann).FirstAsync(one => one.Kind == MessageKind.ThankYou);
        Assert.True(thanks.State == MessageState.Sent || thanks.Reason == MessageCodes.QuietHours);
        var token = links.For(new UnsubscribeRequest(Partition.Of(program.Id), ann, MessagePurpose.Promotion)).Segments[^1];
        Assert.True(await messages.UnsubscribeAsync(token));
    }

    [Fact]
    public void Templates_are_replaced_checked_and_previewed()
    {
        var templates = MessageTemplates.Create(t => t
            .Constant("shop", "Lamp House")
            .Constant("help", new Uri("https://shop.example/help"))
            .Use(ReferralTexts.German.With("unit.charging-miles", "{0} {0#Lademeile|Lademeilen}"))
            .Replace(
                MessageKind.FriendSignedUp,
                "de",
                subject: "{shop}: schon {friends} {friends#Freund|Freunde}",
                text: "{greeting}\n\njemand hat sich über deine Einladung angemeldet.\n\n{help}"));

        var preview = templates.Preview(MessageKind.FriendSignedUp, "de-AT", name: "Ann");
        Console.WriteLine(preview.Subject);                     // Lamp House: schon 3 Freunde
        Console.WriteLine(preview.Html);

        var typed = MessageValues.Parse(MessageKind.FriendSignedUp, [new("friends", "1")]);       // from the form of a dashboard
        var one = templates.Preview(MessageKind.FriendSignedUp, "de", typed);

        Assert.Equal("Lamp House: schon 3 Freunde", preview.Subject);
        Assert.Equal("Lamp House: schon 1 Freund", one.Subject);
        var refusal = Assert.Throws<MessageTemplatesException>(() => MessageTemplates.Create(t => t
            .Replace(MessageKind.RewardEarned, "de", "{betrag} ist da", "{greeting}")));
        Assert.Contains("reward.earned, de, subject: '{betrag}' is unknown; there are greeting, program, amount.", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Language_is_added()
    {
        var italian = ReferralTexts.Of(CultureInfo.GetCultureInfo("it-IT"), ItalianReasons());
        var templates = MessageTemplates.Create(t => t.AddLanguage(
            italian,
            greeting: "Ciao,",
            namedGreeting: "Ciao {name},",
            footer: "Per annullare l’iscrizione: {unsubscribe}",
            ItalianTemplates()));

        Assert.Equal(["de", "en", "es", "fr", "it"], templates.Languages);
    }

    [Fact]
    public void Rules_say_when_to_write_to_whom()
    {
        var rules = (MessageRules.Default with
        {
            QuietHours = QuietHours.Between(new LocalTime(20, 0), new LocalTime(9, 0)),
            PromotionCap = FrequencyCap.Of(1, Duration.FromDays(14)),
            InviteAfter = new Dictionary<string, MessageKind> { ["order.delivered"] = MessageKind.InvitationAfterDelivery },
        })
            .With(MessageKind.WinBack, rule => rule with { IsOn = false })
            .With(MessageKind.InvitationAfterDelivery, rule => rule with { Delay = Duration.FromDays(2), Segments = ["regular"] })
            .With(MessageKind.PayoutSent, rule => rule with { Channels = [Channel.From("push"), Channel.From("email")] });

        new MessageOptions { Rules = rules }.Check();
        Assert.Equal(Duration.FromDays(60), rules[MessageKind.InvitationAfterDelivery].NotAgainWithin);
    }

    [Fact]
    public void Decision_is_a_function_that_can_be_tested()
    {
        var (message, rules) = (Message(), MessageRules.Default);
        var situation = new MessageSituation
        {
            Content = MessageContent.Tell(MessageKind.RewardEarned, "reward:1", MessageValues.Empty),
            Recipient = new MessageRecipient
            {
                Culture = "de-DE",
                Zone = DateTimeZoneProviders.Tzdb["Europe/Berlin"],
                Addresses = [new MessageAddress(Channel.From("email"), "bob@example.com")],
            },
        };
        var decision = MessageChooser.Decide(message, situation, rules, now: Instant.FromUtc(2026, 3, 2, 22, 0));

        Assert.Equal(MessageOutcome.Wait, decision.Outcome);
        Assert.Equal(MessageCodes.QuietHours, decision.Code);
        Assert.Equal(Instant.FromUtc(2026, 3, 3, 7, 0), decision.Until);         // 8:00 in Berlin
    }

    private static ScheduledMessage Message() => new()
    {
        Id = "msg_1",
        Partition = Partition.Of(ProgramId.From("spring")),
        Customer = CustomerId.From("bob"),
        Kind = MessageKind.RewardEarned,
        DecisionKey = "key",
        Reader = Side.Referee,
        OccurredAt = Instant.FromUtc(2026, 3, 2, 21, 0),
        CreatedAt = Instant.FromUtc(2026, 3, 2, 21, 0),
        DueAt = Instant.FromUtc(2026, 3, 2, 21, 0),
    };

    private static IEnumerable<KeyValuePair<string, string>> ItalianReasons() => ReferralTexts.English.Texts;

    private static IEnumerable<KeyValuePair<MessageKind, MessageTemplate>> ItalianTemplates() =>
        MessageKind.All.Select(static kind => KeyValuePair.Create(kind, new MessageTemplate("Oggetto", "{greeting}")));

    private sealed class SmtpMessenger(Mailer mailer) : IReferralMessenger
    {
        public async ValueTask<MessengerAnswer> SendAsync(OutgoingMessage message, CancellationToken cancellationToken)
        {
            var isKnown = await mailer.SendAsync(
                id: message.Id,                                  // the same at every attempt: the mailer sends it once
                to: message.Address.Value,
                message.Content.Subject,
                message.Content.Text,
                message.Content.Html,
                message.Headers,                                 // List-Unsubscribe and List-Unsubscribe-Post
                cancellationToken);
            return isKnown ? MessengerAnswer.Taken : MessengerAnswer.Refused("mailbox_unknown");
        }
    }

    private sealed class ShopRecipients(Accounts accounts) : IMessageRecipients
    {
        public async ValueTask<MessageRecipient?> FindAsync(TenantId tenant, CustomerId customer, CancellationToken cancellationToken)
        {
            var account = await accounts.FindAsync(customer.Value, cancellationToken);
            return account is null ? null : new MessageRecipient
            {
                Culture = account.Culture,                       // de-AT
                Zone = DateTimeZoneProviders.Tzdb[account.Zone], // Europe/Vienna
                Name = account.FirstName,
                AcceptsPromotions = account.HasAgreedToMail,
                Addresses = [new MessageAddress(Channel.From("email"), account.Email)],
            };
        }
    }

    /// <summary>An application with a handler of its own.</summary>
    private sealed class BusAndMessages(Bus bus, ReferralMessages messages) : IReferralEventHandler
    {
        public async ValueTask HandleAsync(ReferralEvent referralEvent, CancellationToken cancellationToken)
        {
            await bus.SendAsync(referralEvent.Stream, referralEvent.Json, cancellationToken);
            await messages.EnqueueAsync(referralEvent, cancellationToken);
        }
    }

    [Fact]
    public async Task Handler_of_the_application_can_do_both()
    {
        await using var shop = new MessageShop();
        var (bus, ann) = (new Bus(), shop.People.Add("ann", "en", "Europe/London"));
        await shop.Engine.EnrollAsync(Enrollment.Of(ann));
        await shop.Engine.Events.DeliverAsync(new BusAndMessages(bus, shop.Messages));

        Assert.Equal(1, bus.Count);
        Assert.Equal([MessageKind.WinBack], (await shop.MessagesOfAsync(ann)).Select(static one => one.Kind));
    }

    private sealed class Bus
    {
        public int Count { get; private set; }

        public Task SendAsync(string stream, ReadOnlyMemory<byte> json, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Count += stream.Length > 0 && json.Length > 0 ? 1 : 0;
            return Task.CompletedTask;
        }
    }

    private sealed class Mailer
    {
        public List<string> Sent { get; } = [];

        public Task<bool> SendAsync(
            string id, string to, string subject, string text, string html, IReadOnlyDictionary<string, string> headers, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Assert.Equal(2, headers.Count);
            Assert.All([to, subject, text, html], Assert.NotEmpty);
            Sent.Add(id);
            return Task.FromResult(true);
        }
    }

    private sealed class Accounts
    {
        private readonly List<string> _closed = ["mallory"];

        public Task<Account?> FindAsync(string id, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return Task.FromResult(_closed.Contains(id) ? null : new Account("de-AT", "Europe/Vienna", id, true, id + "@example.com"));
        }
    }

    private sealed record Account(string Culture, string Zone, string FirstName, bool HasAgreedToMail, string Email);

    private sealed class ShopDbContext(DbContextOptions<ShopDbContext> options) : DbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.UseReferrals().UseReferralMessages();
    }
}
