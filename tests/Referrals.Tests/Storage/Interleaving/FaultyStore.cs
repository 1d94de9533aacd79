using Referrals.Storage;

namespace Referrals.Tests.Storage.Interleaving;

/// <summary>
/// One worker's way to a shared store, over a network that delays, loses requests, loses answers, and kills the worker at any
/// point; all of it as the seed says.
/// </summary>
internal sealed class FaultyStore(IReferralStore store, StepScheduler scheduler, Random random) : IReferralStore
{
    private const double LostRequest = 0.04;
    private const double LostAnswer = 0.06;
    private const double KilledBefore = 0.03;
    private const double KilledAfter = 0.05;

    private int _conflicts;

    /// <summary>
    /// After two conflicts in a row the worker is left alone until its commit is through: the pipeline would begin to pause, and a
    /// pause is time that no seed can repeat.
    /// </summary>
    private bool IsLeftAlone => _conflicts >= 2;

    public async ValueTask<Snapshot> LoadAsync(Partition partition, IReadOnlyList<RecordKey> keys, CancellationToken cancellationToken)
    {
        var found = new List<StoredRecord>();

        // A load is no snapshot: others may commit between one key and the next.
        foreach (var some in keys.Distinct().Chunk(2))
        {
            await MeetAsync(LostRequest / 2, KilledBefore / 2);
            var snapshot = await store.LoadAsync(partition, some, cancellationToken);
            found.AddRange(some.Select(snapshot.Find).OfType<StoredRecord>());
        }

        return Snapshot.Of(found);
    }

    public async ValueTask<CommitOutcome> CommitAsync(CommitBatch batch, CancellationToken cancellationToken)
    {
        await MeetAsync(LostRequest, KilledBefore);
        var outcome = await store.CommitAsync(batch, cancellationToken);
        _conflicts = outcome.Status == CommitStatus.Conflict ? _conflicts + 1 : 0;
        await MeetAsync(LostAnswer, KilledAfter);
        return outcome;
    }

    public IAsyncEnumerable<StoredRecord> ScanAsync(
        Partition partition, RecordKind kind, ScanRange range, CancellationToken cancellationToken) =>
        store.ScanAsync(partition, kind, range, cancellationToken);

    private async Task MeetAsync(double lost, double killed)
    {
        if (IsLeftAlone)
        {
            return;
        }

        await scheduler.StepAsync();
        var fate = random.NextDouble();
        if (fate < killed)
        {
            throw new OperationCanceledException("The worker was killed.");
        }

        if (fate < killed + lost)
        {
            throw new IOException("The network lost a message.");
        }
    }
}
