using System.Diagnostics;
using Referrals.Storage;

namespace Referrals.Telemetry;

/// <summary>Measures any store: an activity and a duration for each load and commit, and a count of conflicts.</summary>
internal class MeasuredReferralStore(IReferralStore store, TimeProvider time) : IReferralStore, ISessionStore, ICustomerSource
{
    /// <summary>What the store is called in messages.</summary>
    internal string StoreName => store.GetType().Name;

    /// <summary>The store, measured, with every ability that it has.</summary>
    internal static MeasuredReferralStore Around(IReferralStore store, TimeProvider time) => store is IOutboxStore outbox
        ? new MeasuredOutboxStore(store, outbox, time)
        : new MeasuredReferralStore(store, time);

    public async ValueTask<Snapshot> LoadAsync(
        Partition partition, IReadOnlyList<RecordKey> keys, CancellationToken cancellationToken)
    {
        using var activity = Start(ReferralsTelemetry.LoadActivity, partition, keys.Count);
        var start = time.GetTimestamp();
        try
        {
            var snapshot = await store.LoadAsync(partition, keys, cancellationToken).ConfigureAwait(false);
            Finish("load", start);
            return snapshot;
        }
        catch (Exception exception)
        {
            Fail(activity, "load", start, exception);
            throw;
        }
    }

    public async ValueTask<CommitOutcome> CommitAsync(CommitBatch batch, CancellationToken cancellationToken)
    {
        using var activity = Start(ReferralsTelemetry.CommitActivity, batch.Partition, batch.Operations.Count);
        var start = time.GetTimestamp();
        try
        {
            var outcome = await store.CommitAsync(batch, cancellationToken).ConfigureAwait(false);
            Finish(activity, start, outcome);
            return outcome;
        }
        catch (Exception exception)
        {
            Fail(activity, "commit", start, exception);
            throw;
        }
    }

    /// <summary>Not measured: a scan lasts as long as its reader takes.</summary>
    public IAsyncEnumerable<StoredRecord> ScanAsync(
        Partition partition, RecordKind kind, ScanRange range, CancellationToken cancellationToken) =>
        store.ScanAsync(partition, kind, range, cancellationToken);

    public ValueTask<IAsyncDisposable> OpenSessionAsync(CancellationToken cancellationToken) => NoSession.OrOfAsync(store, cancellationToken);

    /// <summary>Not measured either.</summary>
    public IAsyncEnumerable<StoredRecord> LinesOfAsync(Partition partition, CustomerId customer, CancellationToken cancellationToken) =>
        CustomerScan.LinesOfAsync(store, partition, customer, cancellationToken);

    /// <summary>Not measured either.</summary>
    public IAsyncEnumerable<StoredRecord> RefusalsOfAsync(Partition partition, CustomerId customer, CancellationToken cancellationToken) =>
        CustomerScan.RefusalsOfAsync(store, partition, customer, cancellationToken);

    /// <summary>Measures how long something took, by what came of it.</summary>
    protected async ValueTask<T> MeasureAsync<T>(string operation, Func<ValueTask<T>> act, Func<T, string?> outcome)
    {
        var start = time.GetTimestamp();
        try
        {
            var result = await act().ConfigureAwait(false);
            Finish(operation, start, outcome(result));
            return result;
        }
        catch (Exception exception)
        {
            Fail(null, operation, start, exception);
            throw;
        }
    }

    private static Activity? Start(string name, Partition partition, int size)
    {
        var activity = StoreInstruments.Source.StartActivity(name, ActivityKind.Client);
        return activity?.SetTag(ReferralsTelemetry.PartitionTag, partition.ToString()).SetTag(ReferralsTelemetry.SizeTag, size);
    }

    private void Finish(string operation, long start, string? outcome = null)
    {
        var seconds = time.GetElapsedTime(start).TotalSeconds;
        var tag = new KeyValuePair<string, object?>(ReferralsTelemetry.OperationTag, operation);
        if (outcome is null)
        {
            StoreInstruments.Duration.Record(seconds, tag);
        }
        else
        {
            StoreInstruments.Duration.Record(seconds, tag, new KeyValuePair<string, object?>(ReferralsTelemetry.OutcomeTag, outcome));
        }
    }

    private void Finish(Activity? activity, long start, CommitOutcome outcome)
    {
        var status = outcome.Status switch
        {
            CommitStatus.Committed => nameof(CommitStatus.Committed),
            CommitStatus.AlreadyProcessed => nameof(CommitStatus.AlreadyProcessed),
            _ => nameof(CommitStatus.Conflict),
        };
        activity?.SetTag(ReferralsTelemetry.OutcomeTag, status);
        Finish("commit", start, status);
        if (outcome.Status == CommitStatus.Conflict)
        {
            StoreInstruments.Conflicts.Add(
                1, new KeyValuePair<string, object?>(ReferralsTelemetry.RecordKindTag, outcome.Conflicts[0].Kind.ToString()));
        }
    }

    private void Fail(Activity? activity, string operation, long start, Exception exception)
    {
        var error = exception.GetType().FullName;
        activity?.SetTag(ReferralsTelemetry.ErrorTag, error).SetStatus(ActivityStatusCode.Error);
        StoreInstruments.Duration.Record(
            time.GetElapsedTime(start).TotalSeconds,
            new KeyValuePair<string, object?>(ReferralsTelemetry.OperationTag, operation),
            new KeyValuePair<string, object?>(ReferralsTelemetry.ErrorTag, error));
    }
}
