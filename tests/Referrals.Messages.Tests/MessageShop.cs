using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Referrals.Events;
using Referrals.Messages.Storage;
using Referrals.Testing;

namespace Referrals.Messages.Tests;

/// <summary>An application with messages whose time stands still until a test moves it.</summary>
internal sealed class MessageShop : IAsyncDisposable
{
    internal static readonly Instant Start = Instant.FromUtc(2026, 3, 2, 9, 30);

    private readonly ServiceProvider _services;
    private readonly AsyncServiceScope _scope;

    internal MessageShop(
        Action<MessageOptions>? configure = null,
        ReferralProgram? program = null,
        Action<ReferralsBuilder>? build = null,
        Action<IServiceCollection>? add = null,
        Action<ReferralsOptions>? options = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IClock>(Clock);
        services.AddSingleton(Mailbox);
        services.AddSingleton(People);
        add?.Invoke(services);
        var builder = services.AddReferrals(r =>
            {
                r.AddProgram(program ?? Spring());
                options?.Invoke(r);
            })
            .PublishEventsTo<MessageEventHandler>()
            .AddMessages<MailboxMessenger, ShopPeople.Recipients>(configure);
        build?.Invoke(builder);
        _services = services.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true });
        _scope = _services.CreateAsyncScope();
    }

    internal FakeClock Clock { get; } = new(Start);

    internal Mailbox Mailbox { get; } = new();

    internal ShopPeople People { get; } = new();

    internal IServiceProvider Services => _scope.ServiceProvider;

    internal ReferralEngine Engine => Services.GetRequiredService<ReferralEngine>();

    internal ReferralMessages Messages => Services.GetRequiredService<ReferralMessages>();

    internal IMessageStore Store => Services.GetRequiredService<IMessageStore>();

    internal Partition Partition => Partition.Of(Engine.Program.Id);

    internal static ReferralProgram Spring() => ReferralProgram.Create("spring", p => p
        .Named("Spring")
        .InZone("Europe/Berlin")
        .Links("https://shop.example/r/{code}")
        .Qualify(q => q.On("purchase").AtLeast(50, "EUR"))
        .RewardReferrer(r => r.Flat(10, "EUR").HeldFor(TimePeriod.Days(14)).ExpiresAfter(TimePeriod.Days(60)))
        .RewardReferee(r => r.Flat(5, "EUR"))
        .PayOutFrom(5, "EUR"));

    /// <summary>Time goes on; what it makes due is decided, and events and messages are delivered on the way.</summary>
    internal async Task PassAsync(Duration time, Duration? step = null)
    {
        for (var passed = Duration.Zero; passed < time;)
        {
            var next = Duration.Min(step ?? Duration.FromHours(3), time - passed);
            passed += next;
            Clock.Advance(next);
            await WorkAsync();
        }
    }

    /// <summary>One round of everything that is due.</summary>
    internal async Task WorkAsync()
    {
        await Engine.Operations.ProcessDueAsync();
        await HandOverAsync();
        await Messages.DeliverAsync();
    }

    internal async Task HandOverAsync()
    {
        var round = await Engine.Events.DeliverAsync(Services.GetRequiredService<IReferralEventHandler>());
        Assert.Equal(0, round.Failed);
    }

    internal async Task<List<ScheduledMessage>> MessagesOfAsync(CustomerId customer) =>
        await Messages.ReadMessagesAsync(Partition, customer).ToListAsync();

    public async ValueTask DisposeAsync()
    {
        await _scope.DisposeAsync();
        await _services.DisposeAsync();
    }
}

/// <summary>Who the customers of the shop are.</summary>
internal sealed class ShopPeople
{
    private readonly ConcurrentDictionary<CustomerId, MessageRecipient> _people = [];

    internal CustomerId Add(string name, string culture, string zone, bool acceptsPromotions = true, string? shownName = null)
    {
        var customer = CustomerId.From(name);
        _people[customer] = new MessageRecipient
        {
            Culture = culture,
            Zone = DateTimeZoneProviders.Tzdb[zone],
            Name = shownName ?? char.ToUpperInvariant(name[0]) + name[1..],
            AcceptsPromotions = acceptsPromotions,
            Addresses = [new MessageAddress(Channel.From("email"), $"{name}@example.com")],
        };
        return customer;
    }

    internal void Remove(CustomerId customer) => _people.TryRemove(customer, out _);

    internal sealed class Recipients(ShopPeople people) : IMessageRecipients
    {
        public ValueTask<MessageRecipient?> FindAsync(TenantId tenant, CustomerId customer, CancellationToken cancellationToken) =>
            ValueTask.FromResult(people._people.GetValueOrDefault(customer));
    }
}

/// <summary>What arrived, in order, and how the next messages are answered.</summary>
internal sealed class Mailbox
{
    private readonly ConcurrentQueue<OutgoingMessage> _inbox = [];

    internal IReadOnlyList<OutgoingMessage> Inbox => [.. _inbox];

    internal Func<OutgoingMessage, CancellationToken, Task<MessengerAnswer>> Answer { get; set; } = static (_, _) => Task.FromResult(MessengerAnswer.Taken);

    internal IEnumerable<string> KindsOf(CustomerId customer) => Inbox.Where(one => one.Customer == customer).Select(static one => one.Kind.Code);

    internal Task<MessengerAnswer> TakeAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        _inbox.Enqueue(message);
        return Answer(message, cancellationToken);
    }
}

internal sealed class MailboxMessenger(Mailbox mailbox) : IReferralMessenger
{
    public async ValueTask<MessengerAnswer> SendAsync(OutgoingMessage message, CancellationToken cancellationToken) =>
        await mailbox.TakeAsync(message, cancellationToken);
}
