using NodaTime;
using Referrals.Deciding;
using Referrals.Serialization;
using Referrals.State;
using Referrals.Storage;

namespace Referrals.Pipeline;

/// <summary>
/// Carries out what has come due, in the order of time: what one decision makes due is done before what comes due later. Any number of
/// workers may do so at once; each thing happens once.
/// </summary>
internal sealed class TimePassing
{
    private const int Page = 500;

    private readonly IReferralStore _store;
    private readonly Partition _partition;
    private readonly Func<ReferralInput, ValueTask<Decision>> _submit;
    private readonly PriorityQueue<(RecordKey Key, long Version, ReferralInput Input), (Instant DueAt, RecordKey Key)> _queue = new();
    private readonly Dictionary<RecordKey, long> _newest = [];

    internal TimePassing(IReferralStore store, Partition partition, Func<ReferralInput, ValueTask<Decision>> submit)
    {
        _store = store;
        _partition = partition;
        _submit = submit;
    }

    /// <returns>How many things happened by this call.</returns>
    internal async ValueTask<int> RunAsync(Instant until, CancellationToken cancellationToken)
    {
        var happened = 0;
        while (true)
        {
            var horizon = await FillAsync(until, cancellationToken).ConfigureAwait(false);
            var (own, others) = await WorkAsync(horizon).ConfigureAwait(false);
            happened += own;
            if (own + others == 0 || (horizon == until && others == 0))
            {
                return happened;
            }
        }
    }

    /// <summary>Reads a page of what is due.</summary>
    /// <returns>Up to when nothing can be missing: the end of the page where there is more than one.</returns>
    private async ValueTask<Instant> FillAsync(Instant until, CancellationToken cancellationToken)
    {
        _queue.Clear();
        _newest.Clear();
        var horizon = until;
        foreach (var kind in DueWork.Kinds)
        {
            var count = 0;
            var last = until;
            var range = ScanRange.DueUntil(until).Take(Page);
            await foreach (var record in _store.ScanAsync(_partition, kind, range, cancellationToken).ConfigureAwait(false))
            {
                count++;
                last = record.Content.DueAt ?? last;
                Enqueue(record.Key, RecordJson.Read(kind, record.Content.Value), record.Version);
            }

            horizon = count == Page ? Instant.Min(horizon, last) : horizon;
        }

        return horizon;
    }

    private async ValueTask<(int Own, int Others)> WorkAsync(Instant horizon)
    {
        var (own, others) = (0, 0);
        while (_queue.TryDequeue(out var due, out var priority) && priority.DueAt <= horizon)
        {
            if (_newest[due.Key] != due.Version)
            {
                continue;
            }

            var decision = await _submit(due.Input).ConfigureAwait(false);
            own += decision is { IsAccepted: true, IsRepeated: false } ? 1 : 0;
            others += decision is { IsAccepted: true, IsRepeated: true } ? 1 : 0;
            foreach (var change in decision.Changes.Where(static change => change.Value is not null))
            {
                Enqueue(change.Key, change.Value!, change.Version + 1);
            }
        }

        return (own, others);
    }

    private void Enqueue(RecordKey key, object record, long version)
    {
        if (DueWork.Kinds.Contains(key.Kind))
        {
            _newest[key] = version;
            if (DueWork.InputOf(key, record, version) is { } input)
            {
                _queue.Enqueue((key, version, input), (input.Time, key));
            }
        }
    }
}
