using Referrals.Storage;

namespace Referrals.Benchmarks;

/// <summary>One input as the engine had it stored: the keys that it read, and the batch that it committed.</summary>
/// <param name="Keys">All keys that were read, each once.</param>
/// <param name="Batch">What was committed.</param>
internal sealed record StorageStep(IReadOnlyList<RecordKey> Keys, CommitBatch Batch)
{
    /// <summary>The same step in another partition.</summary>
    internal StorageStep In(Partition partition) => new(Keys, CommitBatch.Of(partition, Batch.Operations));
}
