using System.Data.Common;
using NodaTime;
using Referrals.EntityFrameworkCore.Sql;
using Referrals.EntityFrameworkCore.Sql.Statements;
using Referrals.Storage;

namespace Referrals.EntityFrameworkCore.Runners;

/// <summary>Puts statements into a batch.</summary>
internal static class BatchCommands
{
    private static readonly RecordContent Nothing = RecordContent.Of(default);

    private static readonly RecordContent NothingWithColumns =
        Nothing with { Columns = new RecordColumns { Type = string.Empty, OccurredAt = Instant.FromUnixTimeTicks(0) } };

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

    /// <summary>One command for each operation, in their order, and after them what takes reservations back.</summary>
    /// <param name="commands">Where to.</param>
    /// <param name="statements">The statements of the store.</param>
    /// <param name="batch">The operations.</param>
    /// <param name="enforced">Whether a command fails where its condition does not hold; else it touches or gives no row.</param>
    internal static DbBatchCommand[] Append(this DbBatch commands, StatementSet statements, CommitBatch batch, bool enforced)
    {
        var partition = batch.Partition.ToString();
        var parts = new DbBatchCommand[batch.Operations.Count];
        for (var i = 0; i < parts.Length; i++)
        {
            parts[i] = Append(commands, statements, partition, batch.Operations[i], enforced);
        }

        foreach (var operation in batch.Operations.Where(IsReservation))
        {
            var delete = statements.Journal(operation.Key.Kind)?.Delete ?? statements.Records.Delete;
            OperationBinding.Key(commands.Append(delete).Parameters, partition, operation.Key);
        }

        return parts;
    }

    private static DbBatchCommand Append(
        DbBatch commands, StatementSet statements, string partition, StoreOperation operation, bool enforced)
    {
        var before = operation.Kind == StoreOperationKind.Add ? CounterRange.Before(operation) : default;
        var (command, parameters) = commands.Append(Form(Of(statements, operation, before), enforced));
        switch (operation.Kind)
        {
            case StoreOperationKind.Insert:
                OperationBinding.Insert(parameters, partition, operation.Key, operation.Content!, operation.InitialVersion);
                break;
            case StoreOperationKind.Replace:
                OperationBinding.Replace(parameters, partition, operation);
                break;
            case StoreOperationKind.Redact:
                OperationBinding.Redact(parameters, partition, operation);
                break;
            case StoreOperationKind.Require when IsReservation(operation):
                var nothing = statements.Journal(operation.Key.Kind) is null ? Nothing : NothingWithColumns;
                OperationBinding.Insert(parameters, partition, operation.Key, nothing);
                break;
            case StoreOperationKind.Require:
                OperationBinding.Require(parameters, partition, operation);
                break;
            default:
                OperationBinding.Add(parameters, partition, operation, before);
                break;
        }

        return command;
    }

    private static Statement Of(StatementSet statements, StoreOperation operation, CounterRange before) => operation.Kind switch
    {
        StoreOperationKind.Insert => statements.Insert(operation.Key.Kind),
        StoreOperationKind.Replace => statements.Records.Replace,
        StoreOperationKind.Redact => statements.Redact(operation.Key.Kind),
        StoreOperationKind.Require when IsReservation(operation) => statements.Insert(operation.Key.Kind),
        StoreOperationKind.Require => statements.Journal(operation.Key.Kind)?.Require ?? statements.Records.Require,
        _ => before.HoldsZero ? statements.Counters.AddOrInsert : statements.Counters.Add,
    };

    private static Statement Form(Statement statement, bool enforced) => enforced ? statement.Enforced : statement;

    /// <summary>
    /// A row that must not exist cannot be locked. It is inserted and removed again in the same transaction, so that
    /// another writer of the same key waits until this one has ended.
    /// </summary>
    private static bool IsReservation(StoreOperation operation) =>
        operation is { Kind: StoreOperationKind.Require, ExpectedVersion: 0 };
}
