using System.IO.Pipelines;
using Referrals.Storage;

namespace Referrals.Operations;

/// <summary>
/// Fills an empty partition from a file. How many lines are in stands in a counter that each commit moves on, so that an import that
/// ended in the middle goes on where it was, and two at once cannot both go on.
/// </summary>
internal sealed class PartitionImport
{
    private const int MaxBytes = CommitBatch.MaxBytes - 1_024;

    private readonly IReferralStore _store;
    private readonly Partition _partition;
    private readonly List<StoreOperation> _batch = [];
    private RecordKey _counter;
    private long _stored;
    private long _bytes;

    internal PartitionImport(IReferralStore store, Partition partition)
    {
        _store = store;
        _partition = partition;
    }

    /// <summary>Reads a file to its end without storing anything.</summary>
    internal async ValueTask CheckAsync(Stream source, CancellationToken cancellationToken)
    {
        var input = PipeReader.Create(source, new StreamPipeReaderOptions(leaveOpen: true));
        using var reader = new PartitionFileReader(input);
        await reader.ReadHeaderAsync(cancellationToken).ConfigureAwait(false);
        CheckProgram(reader);
        await foreach (var _ in reader.ReadRecordsAsync(cancellationToken).ConfigureAwait(false))
        {
            // Only whether all of it can be read.
        }

        await input.CompleteAsync().ConfigureAwait(false);
    }

    internal async ValueTask<long> RunAsync(Stream source, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        var input = PipeReader.Create(source, new StreamPipeReaderOptions(leaveOpen: true));
        using var reader = new PartitionFileReader(input);
        await reader.ReadHeaderAsync(cancellationToken).ConfigureAwait(false);
        CheckProgram(reader);
        await StartAsync(reader, cancellationToken).ConfigureAwait(false);
        long line = 0;
        await foreach (var record in reader.ReadRecordsAsync(cancellationToken).ConfigureAwait(false))
        {
            if (++line <= _stored)
            {
                continue;
            }

            if (IsFull(record.Operation!))
            {
                await StoreAsync(progress, cancellationToken).ConfigureAwait(false);
            }

            _batch.Add(record.Operation!);
            _bytes += record.Operation!.Content?.Value.Length ?? 0;
        }

        await StoreAsync(progress, cancellationToken).ConfigureAwait(false);
        await input.CompleteAsync().ConfigureAwait(false);
        return line;
    }

    private void CheckProgram(PartitionFileReader reader)
    {
        if (reader.Partition.Program != _partition.Program)
        {
            throw new PartitionFileException(
                1, $"The file is of the program '{reader.Partition.Program}', not of '{_partition.Program}'. Name the program that the file is of.");
        }
    }

    private async ValueTask StartAsync(PartitionFileReader reader, CancellationToken cancellationToken)
    {
        _counter = RecordKey.Of(RecordKind.Counter, PartitionRecords.ImportPrefix + reader.FileId);
        var snapshot = await _store.LoadAsync(_partition, [_counter], cancellationToken).ConfigureAwait(false);
        _stored = snapshot.Find(_counter)?.Number ?? 0;
        if (_stored == 0 && !await PartitionRecords.IsEmptyAsync(_store, _partition, cancellationToken).ConfigureAwait(false))
        {
            throw new ReferralsException(
                $"The partition '{_partition}' is not empty. Import into an empty one: another tenant, table prefix or database.");
        }
    }

    /// <summary>
    /// A batch is about one event at most, and has a place for the counter. It is applied in the order of its keys: facts and ledger
    /// lines in another order than that begin a new one, so that they keep theirs.
    /// </summary>
    private bool IsFull(StoreOperation next) => _batch.Count >= CommitBatch.MaxOperations - 1
        || _bytes + (next.Content?.Value.Length ?? 0) > MaxBytes
        || (next.Key.Kind == RecordKind.Event && _batch.Count > 0)
        || (next.Key.Kind is RecordKind.Fact or RecordKind.Ledger && _batch.Count > 0 && next.Key < _batch[^1].Key);

    private async ValueTask StoreAsync(IProgress<long>? progress, CancellationToken cancellationToken)
    {
        if (_batch.Count == 0)
        {
            return;
        }

        var stored = _stored + _batch.Count;
        _batch.Add(StoreOperation.Add(_counter, stored - _stored, minimum: stored, maximum: stored));
        var outcome = await _store.CommitAsync(CommitBatch.Of(_partition, _batch), cancellationToken).ConfigureAwait(false);
        if (outcome.Status != CommitStatus.Committed)
        {
            throw new ReferralsException(
                $"Somebody else wrote to the partition '{_partition}' during the import. If it was another import of this file, let it end; "
                + "else import into an empty partition.");
        }

        _batch.Clear();
        (_stored, _bytes) = (stored, 0);
        progress?.Report(stored);
    }
}
