using Microsoft.Extensions.Logging;
using NodaTime;
using Referrals.Storage;

namespace Referrals.Outbox;

/// <summary>Takes what is due, hands it to the host one after the other, and notes what became of it.</summary>
internal sealed class OutboxDelivery
{
    private readonly IOutboxStore _store;
    private readonly IReferralEventHandler _handler;
    private readonly OutboxOptions _options;
    private readonly IClock _clock;
    private readonly ILogger _logger;

    internal OutboxDelivery(
        IOutboxStore store, IReferralEventHandler handler, OutboxOptions options, IClock clock, ILogger logger)
    {
        _store = store;
        _handler = handler;
        _options = options;
        _clock = clock;
        _logger = logger;
    }

    /// <summary>Delivers until nothing is due.</summary>
    internal async ValueTask<OutboxRound> RunAsync(Partition partition, CancellationToken cancellationToken)
    {
        var (delivered, failed, setAside) = (0, 0, 0);
        while (true)
        {
            var lease = OutboxLease.Of(_clock.GetCurrentInstant(), Duration.FromTimeSpan(_options.LeaseTime), _options.BatchSize);
            var messages = await _store.LeaseAsync(partition, lease, cancellationToken).ConfigureAwait(false);
            if (messages.Count == 0)
            {
                return new OutboxRound(delivered, failed, setAside);
            }

            foreach (var message in messages)
            {
                var settlement = await HandleAsync(partition, message, lease, cancellationToken).ConfigureAwait(false);
                delivered += settlement.IsDelivered ? 1 : 0;
                failed += settlement.RetryAt is null ? 0 : 1;
                setAside += settlement == OutboxSettlement.SetAside ? 1 : 0;
                var kept = await _store.SettleAsync(partition, message, settlement, cancellationToken).ConfigureAwait(false);
                if (!kept && settlement.IsDelivered)
                {
                    Log.LeaseLost(_logger, partition, CloudEvents.Read(message).Type);
                }
            }
        }
    }

    private async ValueTask<OutboxSettlement> HandleAsync(
        Partition partition, StoredRecord message, OutboxLease lease, CancellationToken cancellationToken)
    {
        var now = _clock.GetCurrentInstant();
        if (now >= lease.Until)
        {
            // Others may have it by now. Should nobody, it is taken at once.
            return OutboxSettlement.Retry(now);
        }

        var referralEvent = CloudEvents.Read(message);
        using var leased = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        leased.CancelAfter((lease.Until - now).ToTimeSpan());
        try
        {
            await _handler.HandleAsync(referralEvent, leased.Token).ConfigureAwait(false);
            return OutboxSettlement.Delivered;
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            return AfterFailure(partition, referralEvent, exception);
        }
    }

    /// <summary>Somebody may bring back what was set aside: it then has as many attempts as the first time.</summary>
    private OutboxSettlement AfterFailure(Partition partition, ReferralEvent referralEvent, Exception exception)
    {
        var attempt = (int)((referralEvent.Attempt - 1) % _options.MaxAttempts) + 1;
        if (attempt == _options.MaxAttempts)
        {
            Log.SetAside(_logger, exception, partition, referralEvent.Type, referralEvent.Attempt);
            return OutboxSettlement.SetAside;
        }

        Log.Failed(_logger, exception, partition, referralEvent.Type, referralEvent.Attempt);
        return OutboxSettlement.Retry(_clock.GetCurrentInstant() + Delay(attempt));
    }

    private Duration Delay(int attempt)
    {
        var delay = _options.FirstDelay * Math.Pow(2, Math.Min(attempt - 1, 30));
        return Duration.FromTimeSpan(delay < _options.LongestDelay ? delay : _options.LongestDelay);
    }
}
