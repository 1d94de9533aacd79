using Microsoft.Extensions.Logging;
using NodaTime;
using Referrals.Ledger;
using Referrals.Storage;

namespace Referrals.Events;

/// <summary>Takes what is due, hands it to the application one after the other, and notes what became of it.</summary>
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

/// <summary>
/// The message of a decision: one for each decision that led to facts, however many, so that a commit takes one operation more and
/// no more.
/// </summary>
internal static class OutboxMessages
{
    /// <summary>The insert for a decision, or <c>null</c> where there is nothing to tell.</summary>
    internal static StoreOperation? Of(OutboxOptions options, Partition partition, Decision decision)
    {
        if (decision.Facts.Count == 0)
        {
            return null;
        }

        var stream = StreamOf(decision);
        var json = CloudEvents.Write(SourceOf(options, partition), stream, decision);
        return StoreOperation.Insert(
            StateKeys.Message(decision.Key), RecordContent.Of(json) with { DueAt = NodaTime.Instant.FromUnixTimeTicks(0), Stream = stream });
    }

    /// <summary>
    /// What record serialises the decision: the referee's or the account's, whose chain the postings continue; else that of the customer
    /// or visitor that it is about. Costs are about nobody.
    /// </summary>
    private static string StreamOf(Decision decision)
    {
        var fact = decision.Facts[0];
        return decision.LedgerLines.Count > 0 ? LedgerChain.StreamOf(decision.LedgerLines[0].Chain)
            : fact.Customer?.Value ?? fact.Visitor?.Value ?? decision.Explanation.Program.Value;
    }

    private static string SourceOf(OutboxOptions options, Partition partition) => partition.Tenant.IsDefault
        ? $"{options.Source}/{partition.Program}"
        : $"{options.Source}/{Uri.EscapeDataString(partition.Tenant.Value)}/{partition.Program}";
}

/// <summary>What became of the events that were due.</summary>
public sealed record OutboxRound
{
    internal OutboxRound(int delivered, int failed, int setAside)
    {
        Delivered = delivered;
        Failed = failed;
        SetAside = setAside;
    }

    /// <summary>How many were delivered.</summary>
    public int Delivered { get; }

    /// <summary>How many were not and are to be tried again later.</summary>
    public int Failed { get; }

    /// <summary>How many failed for the last time and were set aside.</summary>
    public int SetAside { get; }
}

/// <summary>What delivery logs: partitions, types and counts, never a customer or what an event says.</summary>
internal static partial class Log
{
    [LoggerMessage(20, LogLevel.Warning, "Partition {Partition}: an event {Type} could not be delivered at attempt {Attempt}; trying again later.")]
    internal static partial void Failed(ILogger logger, Exception exception, Partition partition, string type, long attempt);

    [LoggerMessage(21, LogLevel.Error, "Partition {Partition}: an event {Type} could not be delivered at attempt {Attempt} and was set aside.")]
    internal static partial void SetAside(ILogger logger, Exception exception, Partition partition, string type, long attempt);

    [LoggerMessage(22, LogLevel.Warning, "Partition {Partition}: an event {Type} was delivered, but its lease was over; it may be delivered again.")]
    internal static partial void LeaseLost(ILogger logger, Partition partition, string type);
}
