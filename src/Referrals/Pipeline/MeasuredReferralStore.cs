using System.Diagnostics;
using System.Diagnostics.Metrics;
using Referrals.Serialization;
using Referrals.Storage;

namespace Referrals.Pipeline;

/// <summary>Measures any store: an activity and a duration for each load and commit, and a count of conflicts.</summary>
internal class MeasuredReferralStore(IReferralStore store, TimeProvider time) : IReferralStore, ISessionStore, ICustomerSource, ILabelSource
{
    /// <summary>What the store is called in messages.</summary>
    internal string StoreName => store.GetType().Name;

    /// <summary>What durations are taken by.</summary>
    internal TimeProvider Time => time;

    /// <summary>The store itself, for abilities that are not measured.</summary>
    internal IReferralStore Inner => store;

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

    /// <summary>Not measured either.</summary>
    public IAsyncEnumerable<StoredRecord> FindAsync(Partition partition, LabelQuery query, CancellationToken cancellationToken) =>
        LabelScan.FindAsync(store, RecordLabelsMapping.Of, partition, query, cancellationToken);

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
        var activity = Instruments.Source.StartActivity(name, ActivityKind.Client);
        return activity?.SetTag(ReferralsTelemetry.PartitionTag, partition.ToString()).SetTag(ReferralsTelemetry.SizeTag, size);
    }

    private void Finish(string operation, long start, string? outcome = null)
    {
        var seconds = time.GetElapsedTime(start).TotalSeconds;
        var tag = new KeyValuePair<string, object?>(ReferralsTelemetry.OperationTag, operation);
        if (outcome is null)
        {
            Instruments.Duration.Record(seconds, tag);
        }
        else
        {
            Instruments.Duration.Record(seconds, tag, new KeyValuePair<string, object?>(ReferralsTelemetry.OutcomeTag, outcome));
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
            Instruments.Conflicts.Add(
                1, new KeyValuePair<string, object?>(ReferralsTelemetry.RecordKindTag, outcome.Conflicts[0].Kind.ToString()));
        }
    }

    private void Fail(Activity? activity, string operation, long start, Exception exception)
    {
        var error = exception.GetType().FullName;
        activity?.SetTag(ReferralsTelemetry.ErrorTag, error).SetStatus(ActivityStatusCode.Error);
        Instruments.Duration.Record(
            time.GetElapsedTime(start).TotalSeconds,
            new KeyValuePair<string, object?>(ReferralsTelemetry.OperationTag, operation),
            new KeyValuePair<string, object?>(ReferralsTelemetry.ErrorTag, error));
    }
}

/// <summary>Measures a store that keeps messages: how long leases and settlements take, how many messages went out and what became of them.</summary>
internal sealed class MeasuredOutboxStore(IReferralStore store, IOutboxStore outbox, TimeProvider time)
    : MeasuredReferralStore(store, time), IOutboxStore
{
    public async ValueTask<IReadOnlyList<StoredRecord>> LeaseAsync(
        Partition partition, OutboxLease lease, CancellationToken cancellationToken)
    {
        var messages = await MeasureAsync("lease", () => outbox.LeaseAsync(partition, lease, cancellationToken), static _ => null).ConfigureAwait(false);
        Count(messages.Count, "leased");
        return messages;
    }

    public async ValueTask<bool> SettleAsync(
        Partition partition, StoredRecord message, OutboxSettlement settlement, CancellationToken cancellationToken)
    {
        var settled = await MeasureAsync(
            "settle", () => outbox.SettleAsync(partition, message, settlement, cancellationToken), settled => Outcome(settlement, settled)).ConfigureAwait(false);
        Count(1, Outcome(settlement, settled));
        return settled;
    }

    private static string Outcome(OutboxSettlement settlement, bool settled) => (settled, settlement) switch
    {
        (false, _) => "lost",
        (_, { IsDelivered: true }) => "delivered",
        (_, { RetryAt: not null }) => "postponed",
        _ => "set_aside",
    };

    private static void Count(int messages, string outcome)
    {
        if (messages > 0)
        {
            Instruments.Messages.Add(messages, new KeyValuePair<string, object?>(ReferralsTelemetry.OutcomeTag, outcome));
        }
    }
}

/// <summary>The instruments, made once for the process, as their listeners expect.</summary>
internal static class Instruments
{
    private static readonly Meter Meter = new(ReferralsTelemetry.MeterName);

    internal static readonly ActivitySource Source = new(ReferralsTelemetry.SourceName);

    internal static readonly Histogram<double> Duration = Meter.CreateHistogram<double>(
        ReferralsTelemetry.OperationDuration, "s", "How long an operation of the store took.");

    internal static readonly Counter<long> Decisions = Meter.CreateCounter<long>(
        ReferralsTelemetry.Decisions, "{decision}", "Decisions, by how they ended.");

    internal static readonly Histogram<double> DecisionDuration = Meter.CreateHistogram<double>(
        ReferralsTelemetry.DecisionDuration, "s", "How long a decision took, loads and commit included.");

    internal static readonly Histogram<int> DecisionAttempts = Meter.CreateHistogram<int>(
        ReferralsTelemetry.DecisionAttempts, "{attempt}", "How many attempts a decision took.");

    internal static readonly Counter<double> Rewards = Meter.CreateCounter<double>(
        ReferralsTelemetry.Rewards, "1", "Rewards, in units such as euros or points.");

    internal static readonly Counter<long> Conflicts = Meter.CreateCounter<long>(
        ReferralsTelemetry.Conflicts, "{commit}", "Commits that met a change by another worker.");

    internal static readonly Counter<long> Messages = Meter.CreateCounter<long>(
        ReferralsTelemetry.Messages, "{message}", "Messages that were leased, and what became of them.");
}
