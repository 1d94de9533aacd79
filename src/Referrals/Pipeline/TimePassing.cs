using Microsoft.Extensions.Logging;
using NodaTime;
using Referrals.Serialization;
using Referrals.Storage;

namespace Referrals.Pipeline;

/// <summary>
/// Carries out what the passing of time makes due, in the order of time, each at the time at which it came due: what one decision makes due is
/// done before what comes due later. So one call late is the same as many calls in time. What cannot be carried out is set aside, told of, and
/// tried again by the next run: it keeps nothing else waiting.
/// </summary>
internal sealed class TimePassing
{
    private const int Page = 500;

    private readonly IReferralStore _store;
    private readonly Partition _partition;
    private readonly Func<ReferralInput, ValueTask<Decision>> _submit;
    private readonly ILogger _logger;
    private readonly Func<object, bool>? _concerns;
    private readonly PriorityQueue<(RecordKey Key, long Version, ReferralInput Input), (Instant DueAt, RecordKey Key)> _queue = new();
    private readonly Dictionary<RecordKey, long> _newest = [];
    private readonly Dictionary<RecordKey, long> _unmoved = [];
    private readonly Dictionary<RecordKey, OverdueItem> _aside = [];

    /// <param name="store">Where due records are found.</param>
    /// <param name="partition">Whose time passes.</param>
    /// <param name="submit">Decides an input and stores the decision.</param>
    /// <param name="logger">Is told what is set aside.</param>
    /// <param name="concerns">Which due records to carry out; all of them if it is left out.</param>
    internal TimePassing(
        IReferralStore store,
        Partition partition,
        Func<ReferralInput, ValueTask<Decision>> submit,
        ILogger logger,
        Func<object, bool>? concerns = null)
    {
        _store = store;
        _partition = partition;
        _submit = submit;
        _logger = logger;
        _concerns = concerns;
    }

    internal async ValueTask<DueReport> RunAsync(Instant until, CancellationToken cancellationToken)
    {
        var happened = 0;
        while (true)
        {
            var horizon = await FillAsync(until, cancellationToken).ConfigureAwait(false);
            var round = await WorkAsync(horizon, cancellationToken).ConfigureAwait(false);
            happened += round.Own;
            var isDone = round.Own + round.Others == 0 || (horizon == until && round.Others == 0);
            if (isDone && round.Refused == 0)
            {
                return new DueReport(happened, [.. _aside.Values.OrderBy(static item => item.DueAt)]);
            }
        }
    }

    /// <summary>Queues what is due, a page of each kind. What is set aside does not take the place of others.</summary>
    /// <returns>How far everything that is due is in the queue.</returns>
    private async ValueTask<Instant> FillAsync(Instant until, CancellationToken cancellationToken)
    {
        _queue.Clear();
        _newest.Clear();
        var horizon = until;
        foreach (var kind in DueItems.Kinds)
        {
            var count = 0;
            var last = until;
            var page = _concerns is null ? Page + _aside.Keys.Count(key => key.Kind == kind) : int.MaxValue;
            await foreach (var record in _store.ScanAsync(_partition, kind, ScanRange.DueUntil(until).Take(page), cancellationToken).ConfigureAwait(false))
            {
                count++;
                last = record.Content.DueAt ?? last;
                if (!_aside.ContainsKey(record.Key))
                {
                    Enqueue(record);
                }
            }

            horizon = count == page ? Instant.Min(horizon, last) : horizon;
        }

        return horizon;
    }

    private void Enqueue(StoredRecord record)
    {
        try
        {
            Enqueue(record.Key, RecordJson.Read(record.Key.Kind, record.Content.Value), record.Version);
        }
        catch (Exception exception)
        {
            SetAside(record.Key, record.Content.DueAt ?? default, exception.Message, exception);
        }
    }

    private async ValueTask<(int Own, int Others, int Refused)> WorkAsync(Instant horizon, CancellationToken cancellationToken)
    {
        var (own, others, refused) = (0, 0, 0);
        while (_queue.TryDequeue(out var due, out var priority) && priority.DueAt <= horizon)
        {
            if (_newest[due.Key] != due.Version)
            {
                continue;
            }

            var decision = await TrySubmitAsync(due.Key, due.Input, cancellationToken).ConfigureAwait(false);
            if (decision is { IsAccepted: true, IsRepeated: true })
            {
                others += IsToBeAskedAgain(due.Key, due.Version, due.Input, decision) ? 1 : 0;
            }
            else if (decision is { IsAccepted: true })
            {
                own++;
                foreach (var change in decision.Changes.Where(static change => change.Value is not null))
                {
                    Enqueue(change.Key, change.Value!, change.Version + 1);
                }
            }
            else if (decision is not null)
            {
                refused += IsToBeAskedAgain(due.Key, due.Version, due.Input, decision) ? 1 : 0;
            }
        }

        return (own, others, refused);
    }

    private async ValueTask<Decision?> TrySubmitAsync(RecordKey key, ReferralInput input, CancellationToken cancellationToken)
    {
        try
        {
            return await _submit(input).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not RetryUnitOfWorkException && !cancellationToken.IsCancellationRequested)
        {
            SetAside(key, input.Time, exception.Message, exception);
            return null;
        }
    }

    /// <summary>
    /// A refusal, or an answer that was given before, is ordinary where somebody else was faster: then the record has changed. If the same record is
    /// answered so once more, nothing will ever move it.
    /// </summary>
    /// <returns>Whether to look again.</returns>
    private bool IsToBeAskedAgain(RecordKey key, long version, ReferralInput input, Decision decision)
    {
        if (_unmoved.GetValueOrDefault(key) != version)
        {
            _unmoved[key] = version;
            return true;
        }

        SetAside(key, input.Time, decision.Code, null);
        return false;
    }

    private void SetAside(RecordKey key, Instant dueAt, string reason, Exception? exception)
    {
        _aside[key] = new OverdueItem(key, dueAt, reason, exception);
        Log.SetAside(_logger, exception, _partition, key.Kind, dueAt);
    }

    private void Enqueue(RecordKey key, object record, long version)
    {
        if (DueItems.Kinds.Contains(key.Kind) && _concerns?.Invoke(record) != false)
        {
            _newest[key] = version;
            if (DueItems.InputOf(key, record, version) is { } input)
            {
                _queue.Enqueue((key, version, input), (input.Time, key));
            }
        }
    }
}
