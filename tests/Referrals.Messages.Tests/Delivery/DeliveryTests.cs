using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Referrals.Messages.Choosing;
using Referrals.Messages.Storage;
using Referrals.Messages.Unsubscribing;

namespace Referrals.Messages.Tests.Delivery;

public sealed class DeliveryTests
{
    [Fact]
    public async Task Message_is_decided_before_it_is_handed_over()
    {
        await using var shop = new MessageShop();
        var ann = await EarnAsync(shop);
        MessageState? state = null;
        shop.Mailbox.Answer = async (message, _) =>
        {
            state = (await shop.MessagesOfAsync(ann)).Single(one => one.Id == message.Id).State;
            return MessengerAnswer.Taken;
        };
        await shop.Messages.DeliverAsync();

        Assert.Equal(MessageState.Sending, state);
    }

    [Fact]
    public async Task Message_whose_process_died_is_handed_over_again_as_it_was_decided()
    {
        await using var shop = new MessageShop(static o => o.MaxConcurrentMessages = 1);
        var ann = await EarnAsync(shop);
        await DieWhileSendingAsync(shop);
        shop.Clock.Advance(Duration.FromMinutes(30));
        await shop.Messages.DeliverAsync();

        var twice = Assert.Single(shop.Mailbox.Inbox.GroupBy(static one => one.Id), static same => same.Count() == 2);
        var (first, again) = (twice.First(), twice.Last());
        Assert.Equal((1, 2), (first.Attempt, again.Attempt));
        Assert.Equal(first.Content, again.Content);
        Assert.All(await Told(shop, ann), static one => Assert.Equal(MessageState.Sent, one.State));
    }

    [Fact]
    public async Task Message_whose_process_died_is_not_handed_over_again_where_that_is_not_wanted()
    {
        await using var shop = new MessageShop(static o => (o.ResendUnconfirmed, o.MaxConcurrentMessages) = (false, 1));
        var ann = await EarnAsync(shop);
        await DieWhileSendingAsync(shop);
        shop.Clock.Advance(Duration.FromMinutes(30));
        await shop.Messages.DeliverAsync();

        Assert.Single(shop.Mailbox.Inbox, static one => one.Kind == MessageKind.RewardPending);
        Assert.Equal(MessageState.Unconfirmed, Assert.Single(await Told(shop, ann)).State);
    }

    [Theory]
    [InlineData(true, 1, MessageState.Sent)]
    [InlineData(false, 1, MessageState.Sent)]
    [InlineData(false, 2, MessageState.Unconfirmed)]
    public async Task Message_that_was_handed_over_is_not_tried_again_because_that_could_not_be_noted(bool resend, int failures, MessageState expected)
    {
        var store = new Forgetful(failures);
        await using var shop = new MessageShop(
            o => (o.ResendUnconfirmed, o.MaxConcurrentMessages) = (resend, 1), add: services => services.AddSingleton<IMessageStore>(store));
        var ann = await EarnAsync(shop);
        for (var rounds = 0; rounds < 4; rounds++)
        {
            try
            {
                await shop.Messages.DeliverAsync();
            }
            catch (IOException)
            {
                // The service looks again in its next round.
            }

            shop.Clock.Advance(Duration.FromMinutes(30));
        }

        Assert.Single(shop.Mailbox.Inbox, static one => one.Kind == MessageKind.RewardPending);
        Assert.Equal(expected, Assert.Single(await Told(shop, ann)).State);
    }

    [Fact]
    public async Task Message_that_cannot_be_sent_is_tried_again_and_given_up()
    {
        await using var shop = new MessageShop(o =>
        {
            o.RetryDelays.Clear();
            o.RetryDelays.Add(TimeSpan.FromMinutes(1));
        });
        var ann = await EarnAsync(shop);
        shop.Mailbox.Answer = static (_, _) => throw new IOException("The mail server is away.");
        await shop.Messages.DeliverAsync();
        Assert.Equal(MessageCodes.Failing, (await Told(shop, ann)).Single().Reason);
        shop.Clock.Advance(Duration.FromMinutes(1));
        await shop.Messages.DeliverAsync();
        shop.Clock.Advance(Duration.FromDays(1));
        await shop.Messages.DeliverAsync();

        Assert.Equal([1, 2], shop.Mailbox.Inbox.Where(static one => one.Kind == MessageKind.RewardPending).Select(static one => one.Attempt));
        var ended = (await shop.MessagesOfAsync(ann)).Single(static one => one.Kind == MessageKind.RewardPending);
        Assert.Equal((MessageState.Failed, MessageCodes.GivenUp, 2), (ended.State, ended.Reason, ended.Attempts));
    }

    [Fact]
    public async Task Message_that_the_messenger_refuses_is_not_tried_again()
    {
        await using var shop = new MessageShop();
        var ann = await EarnAsync(shop);
        shop.Mailbox.Answer = static (_, _) => Task.FromResult(MessengerAnswer.Refused("mailbox_unknown"));
        await shop.Messages.DeliverAsync();
        shop.Clock.Advance(Duration.FromDays(1));
        await shop.Messages.DeliverAsync();

        var ended = (await shop.MessagesOfAsync(ann)).Single(static one => one.Kind == MessageKind.RewardPending);
        Assert.Equal((MessageState.Failed, MessageCodes.Refused, "mailbox_unknown"), (ended.State, ended.Reason, ended.Refusal));
        Assert.Single(shop.Mailbox.Inbox, one => one.Id == ended.Id);
    }

    [Fact]
    public async Task Two_instances_at_once_keep_the_cap_and_send_nothing_twice()
    {
        await using var shop = new MessageShop(o => o.Rules = MessageRules.Default with { PromotionCap = FrequencyCap.Of(1, Duration.FromDays(7)) });
        var ann = shop.People.Add("ann", "en", "Europe/London");
        await shop.Engine.EnrollAsync(Enrollment.Of(ann));
        await shop.Engine.ShareAsync(Share.Of("s1", ann, Channel.From("email")));
        await shop.Engine.Reports.RecordSurveyAsync(SurveyAnswer.Of(ann, 10));
        await shop.HandOverAsync();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () => await shop.Messages.DeliverAsync())));

        Assert.Single(shop.Mailbox.Inbox);
        Assert.Contains(await shop.MessagesOfAsync(ann), static one => one is { State: MessageState.Skipped, Reason: MessageCodes.Cap });
    }

    [Fact]
    public async Task Person_who_follows_the_link_gets_no_more_promotions()
    {
        var links = UnsubscribeLinks.Create("https://shop.example/u/{token}", "k1", new byte[32]);
        await using var shop = new MessageShop(o => o.UnsubscribeLinks = links);
        var ann = shop.People.Add("ann", "en", "Europe/London");
        await shop.Engine.EnrollAsync(Enrollment.Of(ann));
        await shop.Engine.ShareAsync(Share.Of("s1", ann, Channel.From("email")));
        await shop.WorkAsync();
        var header = Assert.Single(shop.Mailbox.Inbox).Headers["List-Unsubscribe"];
        var token = header[(header.LastIndexOf('/') + 1)..^1];

        Assert.False(await shop.Messages.UnsubscribeAsync("k1.nonsense"));
        Assert.True(await shop.Messages.UnsubscribeAsync(token));
        Assert.True(await shop.Messages.UnsubscribeAsync(token));
        Assert.Equal([MessagePurpose.Promotion], await shop.Messages.ListUnsubscribedAsync(shop.Partition, ann));
        await shop.Engine.Reports.RecordSurveyAsync(SurveyAnswer.Of(ann, 10));
        await shop.WorkAsync();
        Assert.Single(shop.Mailbox.Inbox);
        Assert.Contains(await shop.MessagesOfAsync(ann), static one => one is { State: MessageState.Skipped, Reason: MessageCodes.Unsubscribed });

        await shop.Messages.SubscribeAsync(shop.Partition, ann, MessagePurpose.Promotion, isSubscribed: true);
        Assert.Empty(await shop.Messages.ListUnsubscribedAsync(shop.Partition, ann));
    }

    [Fact]
    public async Task Message_that_waits_can_be_explained()
    {
        await using var shop = new MessageShop();
        var ann = shop.People.Add("ann", "en", "Europe/London", acceptsPromotions: false);
        await shop.Engine.EnrollAsync(Enrollment.Of(ann));
        await shop.Engine.ShareAsync(Share.Of("s1", ann, Channel.From("email")));
        await shop.WorkAsync();
        var thanks = (await shop.MessagesOfAsync(ann)).Single(static one => one.Kind == MessageKind.ThankYou);
        var decision = await shop.Messages.ExplainAsync(thanks);

        Assert.Equal((MessageOutcome.Skip, MessageCodes.NoConsent), (decision.Outcome, decision.Code));
        Assert.Equal(thanks.Reason, decision.Code);
    }

    [Fact]
    public async Task Erased_person_is_forgotten_and_pseudonyms_are_resolved()
    {
        await using var shop = new MessageShop(options: r => r.UsePseudonyms(new byte[32]));
        var ann = shop.People.Add("ann", "en", "Europe/London");
        await shop.Engine.EnrollAsync(Enrollment.Of(ann));
        await shop.Engine.ShareAsync(Share.Of("s1", ann, Channel.From("email")));
        await shop.WorkAsync();
        var mail = Assert.Single(shop.Mailbox.Inbox);
        Assert.Equal(ann, mail.Customer);
        var kept = await shop.MessagesOfAsync(ann);
        Assert.All(kept, one => Assert.NotEqual(ann, one.Customer));

        await shop.Engine.Privacy.EraseAsync(ann);
        await shop.HandOverAsync();
        Assert.Empty(await shop.Store.ReadMessagesAsync(shop.Partition, kept[0].Customer, default).ToListAsync());
    }

    [Fact]
    public async Task Reward_that_was_taken_back_before_it_was_told_is_never_told()
    {
        await using var shop = new MessageShop();
        var ann = await EarnAsync(shop, at: Duration.FromHours(13));
        await shop.WorkAsync();
        await shop.Engine.RefundAsync(Refund.OfWhole("r1", "o1"));
        await shop.PassAsync(Duration.FromDays(2));

        Assert.Equal(["friend.signed_up"], shop.Mailbox.KindsOf(ann));
        Assert.Equal(
            [(MessageKind.RewardTakenBack, MessageCodes.NeverTold), (MessageKind.RewardPending, MessageCodes.NoLongerTrue)],
            (await shop.MessagesOfAsync(ann)).Where(static one => one.Subject is not null && one.Kind != MessageKind.RewardExpiring && one.Kind != MessageKind.WinBack)
                .Select(static one => (one.Kind, one.Reason!)));
    }

    [Fact]
    public async Task Event_of_another_source_is_refused()
    {
        await using var shop = new MessageShop();
        var other = new Collector();
        await shop.Engine.EnrollAsync(Enrollment.Of(CustomerId.From("ann")));
        await shop.Engine.Events.DeliverAsync(other);

        var refusal = await Assert.ThrowsAsync<ReferralsException>(async () => await shop.Messages.EnqueueAsync(other.Events[0] with { Source = "/elsewhere/spring" }));
        Assert.Contains("'/elsewhere/spring'", refusal.Message, StringComparison.Ordinal);
    }

    /// <summary>Ann has a reward that is held; nothing is sent yet.</summary>
    private static async Task<CustomerId> EarnAsync(MessageShop shop, Duration at = default)
    {
        shop.Clock.Advance(at);
        var ann = shop.People.Add("ann", "en", "Europe/London");
        var bob = CustomerId.From("bob");
        var code = await shop.Engine.EnrollAsync(Enrollment.Of(ann));
        await shop.Engine.SignUpAsync(SignUp.Of(bob).WithCode(code.DisplayCode));
        await shop.Engine.ConvertAsync(Conversion.Of(bob, "o1", "purchase", Amount.Of(80, "EUR")));
        await shop.HandOverAsync();
        return ann;
    }

    /// <summary>A process that dies neither answers nor notes anything; its lease ends by itself.</summary>
    private static async Task DieWhileSendingAsync(MessageShop shop)
    {
        using var death = new CancellationTokenSource();
        shop.Mailbox.Answer = async (message, token) =>
        {
            await (message.Kind == MessageKind.RewardPending ? death.CancelAsync() : Task.CompletedTask);
            token.ThrowIfCancellationRequested();
            return MessengerAnswer.Taken;
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await shop.Messages.DeliverAsync(death.Token));
        shop.Mailbox.Answer = static (_, _) => Task.FromResult(MessengerAnswer.Taken);
    }

    private static async Task<List<ScheduledMessage>> Told(MessageShop shop, CustomerId customer) =>
        [.. (await shop.MessagesOfAsync(customer)).Where(static one => one.IsTold && one.Kind == MessageKind.RewardPending)];

    /// <summary>A store whose first notes that the pending reward was told fail.</summary>
    private sealed class Forgetful(int failures) : IMessageStore
    {
        private readonly InMemoryMessageStore _store = new();
        private int _failures = failures;

        public ValueTask AddAsync(IReadOnlyList<ScheduledMessage> messages, CancellationToken cancellationToken) => _store.AddAsync(messages, cancellationToken);

        public ValueTask<IReadOnlyList<ScheduledMessage>> LeaseAsync(Instant now, Instant until, int limit, CancellationToken cancellationToken) =>
            _store.LeaseAsync(now, until, limit, cancellationToken);

        public ValueTask<MessagePerson> ReadPersonAsync(Partition partition, CustomerId customer, CancellationToken cancellationToken) =>
            _store.ReadPersonAsync(partition, customer, cancellationToken);

        public ValueTask<DecidedResult> DecideAsync(ScheduledMessage message, long personVersion, CancellationToken cancellationToken) =>
            _store.DecideAsync(message, personVersion, cancellationToken);

        public ValueTask<bool> SettleAsync(ScheduledMessage message, CancellationToken cancellationToken) =>
            message is { State: MessageState.Sent } && message.Kind == MessageKind.RewardPending && _failures-- > 0
                ? throw new IOException("The database is away.")
                : _store.SettleAsync(message, cancellationToken);

        public ValueTask SubscribeAsync(
            Partition partition, CustomerId customer, MessagePurpose purpose, bool isSubscribed, CancellationToken cancellationToken) =>
            _store.SubscribeAsync(partition, customer, purpose, isSubscribed, cancellationToken);

        public IAsyncEnumerable<ScheduledMessage> ReadMessagesAsync(Partition partition, CustomerId customer, CancellationToken cancellationToken) =>
            _store.ReadMessagesAsync(partition, customer, cancellationToken);

        public ValueTask<int> ForgetAsync(Partition partition, CustomerId customer, CancellationToken cancellationToken) =>
            _store.ForgetAsync(partition, customer, cancellationToken);

        public ValueTask<Instant?> FindOldestDueAsync(Instant now, CancellationToken cancellationToken) => _store.FindOldestDueAsync(now, cancellationToken);

        public ValueTask<int> PurgeAsync(Instant before, int limit, CancellationToken cancellationToken) => _store.PurgeAsync(before, limit, cancellationToken);
    }

    private sealed class Collector : Referrals.Events.IReferralEventHandler
    {
        public List<Referrals.Events.ReferralEvent> Events { get; } = [];

        public ValueTask HandleAsync(Referrals.Events.ReferralEvent referralEvent, CancellationToken cancellationToken)
        {
            Events.Add(referralEvent);
            return ValueTask.CompletedTask;
        }
    }
}
