using Referrals.EntityFrameworkCore.Sql.Statements;
using Referrals.Storage;

namespace Referrals.EntityFrameworkCore.Runners;

/// <summary>Brings operations and reads to an open connection, in the way that suits the database.</summary>
internal interface IBatchRunner
{
    /// <summary>Applies all operations inside the transaction.</summary>
    /// <returns>
    /// The keys whose condition did not hold. If there are any, the caller must roll back: the others were applied.
    /// If the batch's event exists, only its key.
    /// </returns>
    ValueTask<List<RecordKey>> ApplyAsync(CommitBatch batch, CancellationToken cancellationToken);

    /// <summary>Reads records by key.</summary>
    ValueTask<List<StoredRecord>> LoadAsync(Partition partition, IReadOnlyList<RecordKey> keys, CancellationToken cancellationToken);

    /// <summary>Reads the records that a statement finds, all of one kind.</summary>
    ValueTask<List<StoredRecord>> ReadAsync(Statement statement, object[] values, RecordKind kind, CancellationToken cancellationToken);

    /// <summary>Leases messages and gives them, in no order.</summary>
    ValueTask<List<StoredRecord>> LeaseAsync(Partition partition, OutboxLease lease, CancellationToken cancellationToken);

    /// <summary>Settles a message; <c>false</c> if it is no longer as it was leased.</summary>
    ValueTask<bool> SettleAsync(
        Partition partition, StoredRecord message, OutboxSettlement settlement, CancellationToken cancellationToken);

    /// <summary>Runs a text without parameters, such as a savepoint.</summary>
    ValueTask ExecuteAsync(string text, CancellationToken cancellationToken);
}
