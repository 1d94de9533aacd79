using System.Diagnostics;
using System.Diagnostics.Metrics;
using Referrals.Storage;
using Referrals.Storage.InMemory;
using Referrals.Telemetry;

namespace Referrals.Tests.Telemetry;

public sealed class MeasuredReferralStoreTests : IDisposable
{
    private static readonly Partition Mine = Partition.Of(ProgramId.From("telemetry-" + nameof(MeasuredReferralStoreTests)));
    private static readonly RecordKey Ann = RecordKey.Of(RecordKind.Customer, "ann.secret@example.com");
    private static readonly CommitBatch Batch = CommitBatch.Of(Mine, [StoreOperation.Insert(Ann, RecordContent.Of(default))]);

    private readonly List<Activity> _activities = [];
    private readonly ActivityListener _listener;
    private readonly MeasuredReferralStore _store = new(new InMemoryReferralStore(), TimeProvider.System);

    public MeasuredReferralStoreTests()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == ReferralsTelemetry.SourceName,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                if (Equals(activity.GetTagItem(ReferralsTelemetry.PartitionTag), Mine.ToString()))
                {
                    _activities.Add(activity);
                }
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public void Dispose() => _listener.Dispose();

    [Fact]
    public async Task Load_and_commit_are_activities_with_their_outcome()
    {
        await _store.LoadAsync(Mine, [Ann], default);
        await _store.CommitAsync(Batch, default);
        await _store.CommitAsync(Batch, default);

        Assert.Equal(
            ["referrals.store.load ", "referrals.store.commit Committed", "referrals.store.commit Conflict"],
            _activities.Select(activity => $"{activity.OperationName} {activity.GetTagItem(ReferralsTelemetry.OutcomeTag)}"));
    }

    [Fact]
    public async Task No_tag_holds_a_customer()
    {
        await _store.CommitAsync(Batch, default);
        await _store.CommitAsync(Batch, default);

        Assert.DoesNotContain(_activities.SelectMany(activity => activity.TagObjects), tag => $"{tag.Value}".Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Failure_is_an_error_of_its_type()
    {
        await Assert.ThrowsAsync<OperationCanceledException>(async () => await _store.CommitAsync(Batch, new CancellationToken(canceled: true)));

        var activity = Assert.Single(_activities);
        Assert.Equal(ActivityStatusCode.Error, activity.Status);
        Assert.Equal(typeof(OperationCanceledException).FullName, activity.GetTagItem(ReferralsTelemetry.ErrorTag));
    }

    [Fact]
    public async Task Durations_and_conflicts_are_measured()
    {
        var names = new System.Collections.Concurrent.ConcurrentBag<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Meter.Name == ReferralsTelemetry.MeterName)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<double>((instrument, seconds, _, _) => names.Add(seconds >= 0 ? instrument.Name : "negative"));
        listener.SetMeasurementEventCallback<long>((instrument, _, _, _) => names.Add(instrument.Name));
        listener.Start();

        await _store.CommitAsync(Batch, default);
        await _store.CommitAsync(Batch, default);

        Assert.Contains(ReferralsTelemetry.OperationDuration, names);
        Assert.Contains(ReferralsTelemetry.Conflicts, names);
        Assert.DoesNotContain("negative", names);
    }
}
