using System.Diagnostics;
using System.Diagnostics.Metrics;
using NodaTime;
using Referrals.Pipeline;
using Referrals.Storage;

namespace Referrals.Tests.Pipeline;

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

    /// <summary>Meters are the whole process's; only what carries this test's own sequence is looked at.</summary>
    [Fact]
    public async Task Messages_are_counted_by_what_became_of_them()
    {
        var outcomes = new System.Collections.Concurrent.ConcurrentQueue<string>();
        var operations = new System.Collections.Concurrent.ConcurrentBag<string>();
        var thisTest = new AsyncLocal<bool> { Value = true };
        using var listener = new MeterListener
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Name is ReferralsTelemetry.Messages or ReferralsTelemetry.OperationDuration)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, count, tags, _) =>
        {
            if (thisTest.Value)
            {
                outcomes.Enqueue($"{count} {Tag(tags, ReferralsTelemetry.OutcomeTag)}");
            }
        });
        listener.SetMeasurementEventCallback<double>((_, _, tags, _) =>
        {
            if (thisTest.Value)
            {
                operations.Add($"{Tag(tags, ReferralsTelemetry.OperationTag)} {Tag(tags, ReferralsTelemetry.OutcomeTag)}".Trim());
            }
        });
        listener.Start();
        var start = Instant.FromUtc(2026, 3, 1, 9, 0);
        var store = (IOutboxStore)MeasuredReferralStore.Around(new InMemoryReferralStore(), TimeProvider.System);
        await ((IReferralStore)store).CommitAsync(CommitBatch.Of(Mine, [Message("a", start), Message("b", start), Message("c", start)]), default);

        var leased = await store.LeaseAsync(Mine, OutboxLease.Of(start, Duration.FromMinutes(1), 10), default);
        await store.SettleAsync(Mine, leased[0], OutboxSettlement.Delivered, default);
        await store.SettleAsync(Mine, leased[0], OutboxSettlement.Delivered, default);
        await store.SettleAsync(Mine, leased[1], OutboxSettlement.Retry(start), default);
        await store.SettleAsync(Mine, leased[2], OutboxSettlement.SetAside, default);

        Assert.Equal(["3 leased", "1 delivered", "1 lost", "1 postponed", "1 set_aside"], outcomes);
        Assert.Subset(operations.ToHashSet(), new HashSet<string> { "lease", "settle delivered", "settle lost", "settle postponed", "settle set_aside" });
    }

    private static StoreOperation Message(string id, Instant due) => StoreOperation.Insert(
        RecordKey.Of(RecordKind.Message, id), RecordContent.Of("{}"u8.ToArray()) with { DueAt = due, Stream = id });

    private static object? Tag(ReadOnlySpan<KeyValuePair<string, object?>> tags, string name)
    {
        foreach (var tag in tags)
        {
            if (tag.Key == name)
            {
                return tag.Value;
            }
        }

        return null;
    }
}
