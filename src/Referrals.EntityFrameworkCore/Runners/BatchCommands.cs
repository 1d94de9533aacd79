using System.Data.Common;
using Referrals.EntityFrameworkCore.Sql.Statements;
using Referrals.Storage;

namespace Referrals.EntityFrameworkCore.Runners;

/// <summary>Puts statements into a batch.</summary>
internal static class BatchCommands
{
    /// <summary>What a row holds that is only inserted to keep others from inserting it.</summary>
    internal static readonly RecordContent Nothing = RecordContent.Of(default);

    /// <summary>The same for a table with typed columns.</summary>
    internal static readonly RecordContent NothingWithColumns =
        Nothing with { Columns = new RecordColumns { Type = string.Empty, OccurredAt = NodaTime.Instant.FromUnixTimeTicks(0) } };

    internal static (DbBatchCommand Command, DbParameter[] Parameters) Append(this DbBatch batch, Statement statement)
    {
        var command = batch.CreateBatchCommand();
#pragma warning disable CA2100 // The texts are made once per model; values only ever go in as parameters.
        command.CommandText = statement.Text;
#pragma warning restore CA2100
        var parameters = statement.AddParameters(command.Parameters, command.CreateParameter, named: false);
        batch.BatchCommands.Add(command);
        return (command, parameters);
    }

    /// <summary>
    /// A row that must not exist cannot be locked. It is inserted and removed again in the same transaction, so that
    /// another writer of the same key waits until this one has ended.
    /// </summary>
    internal static bool IsReservation(StoreOperation operation) =>
        operation is { Kind: StoreOperationKind.Require, ExpectedVersion: 0 };
}
