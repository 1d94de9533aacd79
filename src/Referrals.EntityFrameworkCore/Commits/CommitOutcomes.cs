using Referrals.EntityFrameworkCore.Runners;
using Referrals.Storage;

namespace Referrals.EntityFrameworkCore.Commits;

/// <summary>Applies a batch and says what became of it. Unless it is committed, the caller must roll back.</summary>
internal static class CommitOutcomes
{
    internal static async ValueTask<CommitOutcome> ApplyAsync(
        IBatchRunner runner, CommitBatch batch, CancellationToken cancellationToken)
    {
        var failed = await runner.ApplyAsync(batch, cancellationToken).ConfigureAwait(false);
        return await OfAsync(runner, batch, failed, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The outcome of a batch of which these conditions did not hold.</summary>
    internal static async ValueTask<CommitOutcome> OfAsync(
        IBatchRunner runner, CommitBatch batch, List<RecordKey> failed, CancellationToken cancellationToken)
    {
        if (failed.Count == 0)
        {
            return CommitOutcome.Committed;
        }

        if (batch.EventKey is not { } key || failed[0] != key)
        {
            return CommitOutcome.Conflict(failed);
        }

        var stored = await runner.LoadAsync(batch.Partition, [key], cancellationToken).ConfigureAwait(false);
        return CommitOutcome.AlreadyProcessed(stored[0]);
    }
}
