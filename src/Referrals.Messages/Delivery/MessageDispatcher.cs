using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;
using Referrals.Messages.Choosing;
using Referrals.Messages.Storage;
using Referrals.Messages.Templates;
using Referrals.Messages.Unsubscribing;

namespace Referrals.Messages.Delivery;

/// <summary>
/// Takes what is due, lets it be decided, writes the decision down, and only then hands the message over. A message that was decided is never decided
/// anew: whoever takes it over after a crash hands over the same.
/// </summary>
internal sealed class MessageDispatcher
{
    private const int PurgeSize = 500;

    private static readonly Duration BetweenPurges = Duration.FromHours(1);

    /// <summary>What a lease lasts beyond the time-outs of a batch: for reading, deciding and writing.</summary>
    private static readonly Duration LeaseMargin = Duration.FromSeconds(45);

    private readonly IServiceScopeFactory _scopes;
    private readonly MessageOptions _options;
    private readonly MessageClock _clock;
    private readonly ILogger _logger;
    private Instant _purgedAt = Instant.MinValue;

    internal MessageDispatcher(IServiceScopeFactory scopes, MessageOptions options, MessageClock clock, ILogger logger)
    {
        _scopes = scopes;
        _options = options;
        _clock = clock;
        _logger = logger;
    }

    /// <summary>Works until nothing is due any more, then returns.</summary>
    /// <returns>How many messages were looked at.</returns>
    internal async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        await PurgeAsync(cancellationToken).ConfigureAwait(false);
        var handled = 0;
        while (true)
        {
            var leased = await LeaseAsync(cancellationToken).ConfigureAwait(false);
            if (leased.Count == 0)
            {
                return handled;
            }

            var parallel = new ParallelOptions { MaxDegreeOfParallelism = _options.MaxConcurrentMessages, CancellationToken = cancellationToken };
            await Parallel.ForEachAsync(leased, parallel, HandleAsync).ConfigureAwait(false);
            handled += leased.Count;
        }
    }

    private async Task<IReadOnlyList<ScheduledMessage>> LeaseAsync(CancellationToken cancellationToken)
    {
        var scope = _scopes.CreateAsyncScope();
        await using var disposal = scope.ConfigureAwait(false);
        var now = _clock.Now();
        var rounds = ((_options.BatchSize - 1) / _options.MaxConcurrentMessages) + 1;
        var until = now + (Duration.FromTimeSpan(_options.Timeout) * rounds) + LeaseMargin;
        return await scope.ServiceProvider.GetRequiredService<IMessageStore>()
            .LeaseAsync(now, until, _options.BatchSize, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask HandleAsync(ScheduledMessage message, CancellationToken cancellationToken)
    {
        var scope = _scopes.CreateAsyncScope();
        await using var disposal = scope.ConfigureAwait(false);
        var services = scope.ServiceProvider;
        var store = services.GetRequiredService<IMessageStore>();
        ScheduledMessage? ended = null;
        try
        {
            var decided = message.State == MessageState.Sending
                ? await AgainAsync(store, message, cancellationToken).ConfigureAwait(false)
                : await DecideAsync(services, store, message, cancellationToken).ConfigureAwait(false);
            if (decided is not null)
            {
                message = decided;
                ended = await SendAsync(services, decided, cancellationToken).ConfigureAwait(false);
                await SettleAsync(store, ended, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (ended is not null && !cancellationToken.IsCancellationRequested)
        {
            await NoteAgainAsync(ended, exception, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            await FailAsync(store, message, exception, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// What failed is not the sending but the note of it, so the message must not be tried again as one that was not sent. If it cannot be noted now either,
    /// its lease ends, and it is one of which is not known whether it was sent.
    /// </summary>
    private async ValueTask NoteAgainAsync(ScheduledMessage ended, Exception exception, CancellationToken cancellationToken)
    {
        Log.NotNoted(_logger, exception, ended.Id, ended.Kind);
        var scope = _scopes.CreateAsyncScope();
        await using var disposal = scope.ConfigureAwait(false);
        await SettleAsync(scope.ServiceProvider.GetRequiredService<IMessageStore>(), ended, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A message that was being sent when its process died or its lease ended; <c>null</c> if it is not sent again.</summary>
    private async ValueTask<ScheduledMessage?> AgainAsync(IMessageStore store, ScheduledMessage message, CancellationToken cancellationToken)
    {
        if (_options.ResendUnconfirmed || message.Reason == MessageCodes.Failing)
        {
            // Written before it is sent, so that one more death does not look like the failure before it.
            var again = message with { Attempts = message.Attempts + 1, Reason = MessageCodes.Send };
            return await store.SettleAsync(again, cancellationToken).ConfigureAwait(false) ? again : null;
        }

        Log.Unconfirmed(_logger, message.Id, message.Kind);
        await SettleAsync(store, Ended(message, MessageState.Unconfirmed, MessageCodes.Unconfirmed), cancellationToken).ConfigureAwait(false);
        return null;
    }

    /// <summary>Lets the message be decided and writes that down; <c>null</c> if it is not to be sent now.</summary>
    private async ValueTask<ScheduledMessage?> DecideAsync(
        IServiceProvider services, IMessageStore store, ScheduledMessage message, CancellationToken cancellationToken)
    {
        var reading = ReadingOf(services);
        while (true)
        {
            var now = _clock.Now();
            var person = await store.ReadPersonAsync(message.Partition, message.Customer, cancellationToken).ConfigureAwait(false);
            var situation = await reading.ReadAsync(message, person, now, cancellationToken).ConfigureAwait(false);
            var decision = MessageChooser.Decide(message, situation, _options.Rules, now);
            var next = Apply(message, decision, now);
            if (decision.Outcome != MessageOutcome.Send)
            {
                await SettleAsync(store, next, cancellationToken).ConfigureAwait(false);
                return null;
            }

            switch (await store.DecideAsync(next, person.Version, cancellationToken).ConfigureAwait(false))
            {
                case DecidedResult.Written:
                    return next;
                case DecidedResult.LeaseLost:
                    Log.LeaseLost(_logger, message.Id, message.Kind);
                    return null;
                default:
                    break;
            }
        }
    }

    internal MessageReading ReadingOf(IServiceProvider services) => new(
        services.GetRequiredService<ReferralEngine>(), services.GetRequiredService<IMessageRecipients>(), _options);

    /// <summary>The message as a decision leaves it. It stays leased while it is sent.</summary>
    private static ScheduledMessage Apply(ScheduledMessage message, MessageDecision decision, Instant now) => decision.Outcome switch
    {
        MessageOutcome.Send => message with
        {
            State = MessageState.Sending,
            Kind = decision.Content.Kind,
            Topic = decision.Content.Topic,
            Values = decision.Content.Values.ToTexts(),
            Reason = decision.Code,
            Channel = decision.Channel,
            Culture = decision.Culture,
            DecidedAt = now,
            Attempts = message.Attempts + 1,
        },
        MessageOutcome.Wait => message with { DueAt = decision.Until!.Value, Reason = decision.Code },
        _ => message with { State = MessageState.Skipped, Reason = decision.Code, SettledAt = now },
    };

    private async ValueTask<ScheduledMessage> SendAsync(IServiceProvider services, ScheduledMessage message, CancellationToken cancellationToken)
    {
        if (await ReadingOf(services).RecipientAsync(message, cancellationToken).ConfigureAwait(false) is not var (customer, recipient)
            || recipient.Addresses.FirstOrDefault(one => one.Channel == message.Channel) is not { } address)
        {
            return Ended(message, MessageState.Skipped, MessageCodes.NoChannel);
        }

        var outgoing = Outgoing(message, customer, recipient, address);
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(_options.Timeout);
        try
        {
            var answer = await services.GetRequiredService<IReferralMessenger>().SendAsync(outgoing, limited.Token).ConfigureAwait(false);
            return answer.Refusal is { } refusal
                ? Ended(message, MessageState.Failed, MessageCodes.Refused) with { Refusal = refusal }
                : Ended(message, MessageState.Sent, MessageCodes.Send);
        }
        catch (OperationCanceledException) when (!_options.ResendUnconfirmed && limited.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            // It may have been sent when the time was over.
            Log.Unconfirmed(_logger, message.Id, message.Kind);
            return Ended(message, MessageState.Unconfirmed, MessageCodes.Unconfirmed);
        }
    }

    private OutgoingMessage Outgoing(ScheduledMessage message, CustomerId customer, MessageRecipient recipient, MessageAddress address)
    {
        var link = _options.UnsubscribeLinks?.For(new UnsubscribeRequest(message.Partition, message.Customer, message.Kind.Purpose));
        return new OutgoingMessage
        {
            Id = message.Id,
            Tenant = message.Partition.Tenant,
            Program = message.Partition.Program,
            Customer = customer,
            Kind = message.Kind,
            Address = address,
            Content = _options.Templates.Render(
                message.Kind, message.Culture!, MessageValues.Parse(message.Kind, message.Values), recipient.Name, link),
            Headers = link is null
                ? ImmutableDictionary<string, string>.Empty
                : ImmutableDictionary<string, string>.Empty
                    .Add("List-Unsubscribe", $"<{link.AbsoluteUri}>").Add("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
            Attempt = message.Attempts,
        };
    }

    private async ValueTask SettleAsync(IMessageStore store, ScheduledMessage message, CancellationToken cancellationToken)
    {
        var kept = await store.SettleAsync(message, cancellationToken).ConfigureAwait(false);
        MessageInstruments.Settled(message, kept);
        if (!kept)
        {
            Log.LeaseLost(_logger, message.Id, message.Kind);
        }
        else if (message.State == MessageState.Failed)
        {
            Log.Failed(_logger, message.Id, message.Kind, message.Reason);
        }
    }

    /// <summary>What failed is tried again later; a message that was decided stays decided.</summary>
    private async ValueTask FailAsync(IMessageStore store, ScheduledMessage message, Exception exception, CancellationToken cancellationToken)
    {
        var attempts = message.State == MessageState.Sending ? message.Attempts : message.Attempts + 1;
        if (attempts > _options.RetryDelays.Count)
        {
            Log.GivenUp(_logger, exception, message.Id, message.Kind, attempts);
            var ended = Ended(message, MessageState.Failed, MessageCodes.GivenUp) with { Attempts = attempts };
            await SettleAsync(store, ended, cancellationToken).ConfigureAwait(false);
            return;
        }

        Log.Postponed(_logger, exception, message.Id, message.Kind, attempts);
        var later = message with
        {
            Attempts = attempts,
            Reason = MessageCodes.Failing,
            DueAt = _clock.Now() + Duration.FromTimeSpan(_options.RetryDelays[attempts - 1]),
        };
        await SettleAsync(store, later, cancellationToken).ConfigureAwait(false);
    }

    private ScheduledMessage Ended(ScheduledMessage message, MessageState state, string reason) =>
        message with { State = state, Reason = reason, SettledAt = _clock.Now() };

    private async ValueTask PurgeAsync(CancellationToken cancellationToken)
    {
        var now = _clock.Now();
        if (now - BetweenPurges < _purgedAt)
        {
            return;
        }

        var scope = _scopes.CreateAsyncScope();
        await using var disposal = scope.ConfigureAwait(false);
        var purged = await scope.ServiceProvider.GetRequiredService<IMessageStore>()
            .PurgeAsync(now - Duration.FromTimeSpan(_options.Retention), PurgeSize, cancellationToken).ConfigureAwait(false);

        // One batch for each look; what is left over waits for the next one.
        _purgedAt = purged < PurgeSize ? now : _purgedAt;
    }
}

/// <summary>What messages log: ids, kinds, reasons and counts; never a person, an address or a text.</summary>
internal static partial class Log
{
    [LoggerMessage(70, LogLevel.Warning, "Message {Message}, {Kind}: attempt {Attempt} failed; it is tried again later.")]
    internal static partial void Postponed(ILogger logger, Exception exception, string message, MessageKind kind, int attempt);

    [LoggerMessage(71, LogLevel.Error, "Message {Message}, {Kind}: attempt {Attempt} failed, which was the last.")]
    internal static partial void GivenUp(ILogger logger, Exception exception, string message, MessageKind kind, int attempt);

    [LoggerMessage(72, LogLevel.Warning, "Message {Message}, {Kind}: its lease was over before it was settled; another instance has it.")]
    internal static partial void LeaseLost(ILogger logger, string message, MessageKind kind);

    [LoggerMessage(73, LogLevel.Warning, "Message {Message}, {Kind}: a process died or its time was over while it was sent; it is not sent again.")]
    internal static partial void Unconfirmed(ILogger logger, string message, MessageKind kind);

    [LoggerMessage(74, LogLevel.Warning, "Message {Message}, {Kind}: it was not sent, {Reason}.")]
    internal static partial void Failed(ILogger logger, string message, MessageKind kind, string? reason);

    [LoggerMessage(75, LogLevel.Error, "A look for messages that are due failed; it is tried again in the next round.")]
    internal static partial void RoundFailed(ILogger logger, Exception exception);

    [LoggerMessage(79, LogLevel.Warning, "Message {Message}, {Kind}: it was handed over, but that could not be noted; it is noted once more.")]
    internal static partial void NotNoted(ILogger logger, Exception exception, string message, MessageKind kind);

    [LoggerMessage(76, LogLevel.Warning, "Messages are kept in memory and lost at the end, in an environment called Production: name a store, such as with StoreMessagesIn.")]
    internal static partial void NothingIsKept(ILogger logger);

    [LoggerMessage(77, LogLevel.Warning, "Messages are added, but no events are published: call PublishEventsTo<MessageEventHandler>, or EnqueueAsync in a handler of your own.")]
    internal static partial void NothingIsPublished(ILogger logger);

    [LoggerMessage(78, LogLevel.Warning, "Promotions are sent without a link to unsubscribe, in an environment called Production: set MessageOptions.UnsubscribeLinks.")]
    internal static partial void NobodyCanUnsubscribe(ILogger logger);
}
