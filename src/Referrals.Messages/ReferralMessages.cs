using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;
using Referrals.Events;
using Referrals.Messages.Choosing;
using Referrals.Messages.Delivery;
using Referrals.Messages.Storage;
using Referrals.Messages.Templates;

namespace Referrals.Messages;

/// <summary>
/// Messages to participants: notes what events may lead to, sends what is due, says why something was sent or not, and takes people off the list. One
/// for each scope, like the store.
/// </summary>
/// <example><code>
/// app.MapPost("/unsubscribe/{token}", async (string token, ReferralMessages messages, CancellationToken cancellationToken) =>
///     await messages.UnsubscribeAsync(token, cancellationToken) ? Results.Ok() : Results.BadRequest());
/// </code></example>
public sealed class ReferralMessages
{
    private readonly IMessageStore _store;
    private readonly ReferralEngine _engine;
    private readonly MessageReading _reading;
    private readonly MessageDispatcher _dispatcher;
    private readonly MessageOptions _options;
    private readonly IOptions<ReferralsOptions> _referrals;
    private readonly MessageClock _clock;

    internal ReferralMessages(
        IMessageStore store,
        ReferralEngine engine,
        MessageReading reading,
        MessageDispatcher dispatcher,
        MessageOptions options,
        IOptions<ReferralsOptions> referrals,
        MessageClock clock)
    {
        _store = store;
        _engine = engine;
        _reading = reading;
        _dispatcher = dispatcher;
        _options = options;
        _referrals = referrals;
        _clock = clock;
    }

    /// <summary>What messages say; preview them with <see cref="MessageTemplates.Preview"/>.</summary>
    public MessageTemplates Templates => _options.Templates;

    /// <summary>
    /// Notes the messages that an event may lead to. <see cref="MessageEventHandler"/> calls it; an application with a handler of its own calls it
    /// there. The same event, any number of times, is noted once. An erased person's messages are removed.
    /// </summary>
    /// <param name="referralEvent">The event.</param>
    /// <param name="cancellationToken">Token to cancel the operation.</param>
    /// <exception cref="ReferralsException">
    /// The source of the event is not one of this application's <see cref="OutboxOptions.Source"/>.
    /// </exception>
    public async ValueTask EnqueueAsync(ReferralEvent referralEvent, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(referralEvent);
        var partition = PartitionOf(referralEvent);
        foreach (var fact in referralEvent.Facts)
        {
            if (fact is { Kind: FactKind.PersonErased, Customer: { } person })
            {
                _ = await _store.ForgetAsync(partition, person, cancellationToken).ConfigureAwait(false);
            }
        }

        var program = MessageReading.EngineOf(_engine, partition).Program;
        var planned = MessagePlan.Of(referralEvent, partition, program, _options.Rules, _clock.Now());
        if (planned.Count > 0)
        {
            await _store.AddAsync(planned, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Decides and sends everything that is due, then returns: for a host without hosted services, and for tests. Any number of instances may call it
    /// at once.
    /// </summary>
    /// <returns>How many messages were looked at.</returns>
    public async ValueTask<int> DeliverAsync(CancellationToken cancellationToken = default) =>
        await _dispatcher.RunAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>All messages of a person, the latest first: sent, waiting, and not sent, with the reason.</summary>
    /// <param name="partition">The program of a tenant.</param>
    /// <param name="customer">The person, as the application calls them.</param>
    /// <param name="cancellationToken">Token to cancel the operation.</param>
    public async IAsyncEnumerable<ScheduledMessage> ReadMessagesAsync(
        Partition partition, CustomerId customer, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var stored = await StoredAsync(partition, customer, cancellationToken).ConfigureAwait(false);
        await foreach (var message in _store.ReadMessagesAsync(partition, stored, cancellationToken).ConfigureAwait(false))
        {
            yield return message;
        }
    }

    /// <summary>What would be decided about a message now, with every check: for people who support. Nothing is changed.</summary>
    /// <param name="message">A message, as <see cref="ReadMessagesAsync"/> gives it.</param>
    /// <param name="cancellationToken">Token to cancel the operation.</param>
    public async ValueTask<MessageDecision> ExplainAsync(ScheduledMessage message, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        var now = _clock.Now();
        var person = await _store.ReadPersonAsync(message.Partition, message.Customer, cancellationToken).ConfigureAwait(false);
        var others = person with { Messages = [.. person.Messages.Where(one => one.Id != message.Id)] };
        return MessageChooser.Decide(
            message, await _reading.ReadAsync(message, others, now, cancellationToken).ConfigureAwait(false), _options.Rules, now);
    }

    /// <summary>Takes somebody off the list by the link of a message.</summary>
    /// <param name="token">The token of the link; may come from anybody.</param>
    /// <param name="cancellationToken">Token to cancel the operation.</param>
    /// <returns><c>false</c> for a token that is not one of this application's.</returns>
    /// <exception cref="ReferralsException">No links are made.</exception>
    public async ValueTask<bool> UnsubscribeAsync(string? token, CancellationToken cancellationToken = default)
    {
        var links = _options.UnsubscribeLinks ?? throw new ReferralsException(
            "No links to unsubscribe are made. Set MessageOptions.UnsubscribeLinks in AddMessages.");
        if (links.Read(token) is not { } request)
        {
            return false;
        }

        await _store.SubscribeAsync(request.Partition, request.Customer, request.Purpose, isSubscribed: false, cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>Notes that somebody wants messages of a purpose, or wants none: for the application's own page of settings.</summary>
    /// <param name="partition">The program of a tenant.</param>
    /// <param name="customer">The person, as the application calls them.</param>
    /// <param name="purpose">Which messages.</param>
    /// <param name="isSubscribed">Whether they want them.</param>
    /// <param name="cancellationToken">Token to cancel the operation.</param>
    public async ValueTask SubscribeAsync(
        Partition partition, CustomerId customer, MessagePurpose purpose, bool isSubscribed, CancellationToken cancellationToken = default)
    {
        var stored = await StoredAsync(partition, customer, cancellationToken).ConfigureAwait(false);
        await _store.SubscribeAsync(partition, stored, purpose, isSubscribed, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The purposes from which somebody has unsubscribed.</summary>
    public async ValueTask<IReadOnlyList<MessagePurpose>> ListUnsubscribedAsync(
        Partition partition, CustomerId customer, CancellationToken cancellationToken = default)
    {
        var stored = await StoredAsync(partition, customer, cancellationToken).ConfigureAwait(false);
        return (await _store.ReadPersonAsync(partition, stored, cancellationToken).ConfigureAwait(false)).Unsubscribed;
    }

    /// <summary>The name of a person in facts; one whom the program does not know keeps the own one.</summary>
    private async ValueTask<CustomerId> StoredAsync(Partition partition, CustomerId customer, CancellationToken cancellationToken) =>
        await MessageReading.EngineOf(_engine, partition).Privacy.FindPseudonymAsync(customer, cancellationToken).ConfigureAwait(false) ?? customer;

    /// <summary>Whose event it is. It decides who is written to, so what cannot be told for certain leads to nothing.</summary>
    private Partition PartitionOf(ReferralEvent referralEvent)
    {
        var own = (_referrals.Value.Outbox?.Source ?? new OutboxOptions().Source) + "/";
        var source = referralEvent.Source;
        try
        {
            return source.StartsWith(own, StringComparison.Ordinal)
                ? Partition.Parse(Uri.UnescapeDataString(source[own.Length..]))
                : throw new FormatException("It does not begin as the option says.");
        }
        catch (FormatException exception)
        {
            throw new ReferralsException(
                $"The event has the source '{source}', which is not '{own}' and a program, or a tenant and a program. Events that wait keep their source when the option OutboxOptions.Source "
                + "changes: set it back until they are delivered.",
                exception);
        }
    }
}
