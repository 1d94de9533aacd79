using System.Globalization;
using System.Text;
using NodaTime;
using NodaTime.Text;
using Referrals.Messages.Unsubscribing;
using Referrals.Tests;

namespace Referrals.Messages.Tests.Story;

/// <summary>The mailboxes of Ann, who reads English in London, and Bob, who reads German in Berlin, over four months.</summary>
public sealed class StoryTests
{
    private static readonly UnsubscribeLinks Links = UnsubscribeLinks.Create("https://shop.example/u/{token}", "k1", new byte[32]);

    [Fact]
    public async Task Mailbox_reads_as_approved()
    {
        var arrivals = new List<Instant>();
        await using var shop = new MessageShop(o => (o.UnsubscribeLinks, o.MaxConcurrentMessages) = (Links, 1));
        shop.Mailbox.Answer = (_, _) =>
        {
            arrivals.Add(shop.Clock.GetCurrentInstant());
            return Task.FromResult(MessengerAnswer.Taken);
        };
        var (ann, bob) = await TellAsync(shop);

        var story = new StringBuilder();
        foreach (var (message, at) in shop.Mailbox.Inbox.Zip(arrivals))
        {
            var zone = message.Customer == bob ? "Europe/Berlin" : "Europe/London";
            var local = ZonedDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm z", DateTimeZoneProviders.Tzdb)
                .Format(at.InZone(DateTimeZoneProviders.Tzdb[zone]));
            story.Append(CultureInfo.InvariantCulture, $"=== {local}  to {message.Address.Value}  {message.Kind}\n")
                .Append(CultureInfo.InvariantCulture, $"Subject: {message.Content.Subject}\n\n{Stable(message.Content.Text, message.Customer)}\n\n");
        }

        foreach (var customer in new[] { ann, bob })
        {
            story.Append(CultureInfo.InvariantCulture, $"--- not sent to {customer}, or not yet\n");
            foreach (var message in (await shop.MessagesOfAsync(customer)).Where(static one => one.State != MessageState.Sent).Reverse())
            {
                story.Append(CultureInfo.InvariantCulture, $"{message.OccurredAt.InUtc().Date:uuuu-MM-dd} {message.Kind}: {message.State} {message.Reason}\n");
            }
        }

        Approvals.Verify(story.ToString());
    }

    [Fact]
    public async Task Page_of_a_mail_reads_as_approved()
    {
        await using var shop = new MessageShop(o => o.UnsubscribeLinks = Links);
        var (_, bob) = await TellAsync(shop);
        var mail = shop.Mailbox.Inbox.First(one => one.Customer == bob && one.Kind == MessageKind.InvitationAfterSurvey);

        Approvals.Verify(Stable(mail.Content.Html, bob));
    }

    [Fact]
    public async Task Each_fact_is_told_once_however_often_its_event_comes()
    {
        await using var shop = new MessageShop();
        await TellAsync(shop, twice: true);
        await using var once = new MessageShop();
        await TellAsync(once);

        Assert.Equal(once.Mailbox.Inbox.Select(static one => one.Id).Order(), shop.Mailbox.Inbox.Select(static one => one.Id).Order());
        Assert.Distinct(shop.Mailbox.Inbox.Select(static one => one.Id));
    }

    [Fact]
    public async Task Nobody_reads_the_name_of_another_person()
    {
        await using var shop = new MessageShop();
        await TellAsync(shop);

        foreach (var mail in shop.Mailbox.Inbox)
        {
            foreach (var other in new[] { "Ann", "Bob", "Carl" }.Where(name => !mail.Customer.Value.Equals(name, StringComparison.OrdinalIgnoreCase)))
            {
                Assert.DoesNotContain(other, mail.Content.Text, StringComparison.OrdinalIgnoreCase);
                Assert.DoesNotContain(other, mail.Content.Html, StringComparison.OrdinalIgnoreCase);
            }
        }
    }

    /// <summary>A hold, a refund, a refusal, an expiry, a payout, and a long silence.</summary>
    private static async Task<(CustomerId Ann, CustomerId Bob)> TellAsync(MessageShop shop, bool twice = false)
    {
        var engine = shop.Engine;
        var ann = shop.People.Add("ann", "en-GB", "Europe/London");
        var bob = shop.People.Add("bob", "de-DE", "Europe/Berlin");
        var carl = shop.People.Add("carl", "en-US", "America/New_York", acceptsPromotions: false);

        await engine.ConvertAsync(Conversion.Of(ann, "A-1", "purchase", Amount.Of(90, "EUR")));
        var code = await engine.EnrollAsync(Enrollment.Of(ann));
        await PassAsync(Duration.FromDays(2));
        await engine.ShareAsync(Share.Of("share-1", ann, Channel.From("email")));
        await PassAsync(Duration.FromHours(5));

        // Bob comes late in the evening: Ann reads of it in the morning.
        await PassAsync(Duration.FromHours(7));
        await engine.SignUpAsync(SignUp.Of(bob).WithCode(code.DisplayCode));
        await PassAsync(Duration.FromDays(1));
        await engine.ConvertAsync(Conversion.Of(bob, "B-1", "purchase", Amount.Of(80, "EUR")));
        await PassAsync(Duration.FromDays(1));
        await engine.SignUpAsync(SignUp.Of(carl).WithCode(code.DisplayCode));
        await engine.ConvertAsync(Conversion.Of(carl, "C-1", "purchase", Amount.Of(60, "EUR")));
        await PassAsync(Duration.FromDays(2));
        await engine.RefundAsync(Refund.OfWhole("R-1", "C-1"));
        await PassAsync(Duration.FromDays(1));
        await engine.ConvertAsync(Conversion.Of(bob, "B-2", "purchase", Amount.Of(20, "EUR")));
        await PassAsync(Duration.FromDays(1));
        await engine.EnrollAsync(Enrollment.Of(bob));
        await engine.Reports.RecordSurveyAsync(SurveyAnswer.Of(bob, 10));
        await PassAsync(Duration.FromDays(1));
        await engine.Payouts.StartAsync(PayoutStart.Of("2026-03", bob, Unit.Parse("EUR")));
        await foreach (var payout in engine.Payouts.ListOpenAsync())
        {
            await engine.Payouts.ConfirmAsync(payout.Id);
        }

        await PassAsync(Duration.FromDays(10));
        await shop.PassAsync(Duration.FromDays(100), Duration.FromHours(12));
        return (ann, bob);

        async Task PassAsync(Duration time)
        {
            if (twice)
            {
                // The same events once more, as after a crash of whoever delivers them.
                await engine.Events.DeliverAsync(new Twice(shop.Messages));
            }

            await shop.WorkAsync();
            await shop.PassAsync(time, Duration.FromHours(6));
        }
    }

    /// <summary>Codes and tokens are drawn by chance.</summary>
    private static string Stable(string text, CustomerId customer)
    {
        text = System.Text.RegularExpressions.Regex.Replace(text, "/r/[A-Z0-9-]+", "/r/CODE-OF-" + customer.Value.ToUpperInvariant());
        return System.Text.RegularExpressions.Regex.Replace(text, "/u/[A-Za-z0-9._-]+", "/u/TOKEN");
    }

    private sealed class Twice(ReferralMessages messages) : Events.IReferralEventHandler
    {
        public async ValueTask HandleAsync(Events.ReferralEvent referralEvent, CancellationToken cancellationToken)
        {
            await messages.EnqueueAsync(referralEvent, cancellationToken);
            await messages.EnqueueAsync(referralEvent, cancellationToken);
        }
    }
}
