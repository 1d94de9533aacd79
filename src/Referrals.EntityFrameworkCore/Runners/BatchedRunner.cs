using System.Data.Common;
using System.Diagnostics;
using Referrals.EntityFrameworkCore.Sql;
using Referrals.EntityFrameworkCore.Sql.Statements;
using Referrals.Storage;

namespace Referrals.EntityFrameworkCore.Runners;

/// <summary>Sends all statements of a commit or a load in one round trip: for PostgreSQL.</summary>
internal sealed class BatchedRunner : IBatchRunner
{
    private readonly DbConnection _connection;
    private readonly DbTransaction? _transaction;
    private readonly StatementSet _statements;
    private readonly bool _prepare;

    internal BatchedRunner(DbConnection connection, DbTransaction? transaction, StatementSet statements, bool prepare)
    {
        _connection = connection;
        _transaction = transaction;
        _statements = statements;
        _prepare = prepare;
    }

    public async ValueTask<List<RecordKey>> ApplyAsync(CommitBatch batch, string? savepoint, CancellationToken cancellationToken)
    {
        var commands = _connection.CreateBatch();
        await using var disposal = commands.ConfigureAwait(false);
        commands.Transaction = _transaction;
        if (savepoint is not null)
        {
            _ = commands.Append(new Statement(savepoint));
        }

        var partition = batch.Partition.ToString();
        var parts = new DbBatchCommand?[batch.Operations.Count];
        for (var i = 0; i < parts.Length; i++)
        {
            parts[i] = Append(commands, partition, batch.Operations[i]);
        }

        foreach (var operation in batch.Operations.Where(BatchCommands.IsReservation))
        {
            OperationBinding.Key(
                commands.Append(_statements.Journal(operation.Key.Kind)?.Delete ?? _statements.Records.Delete).Parameters,
                partition, operation.Key);
        }

        if (commands.BatchCommands.Count == 0)
        {
            return [.. batch.Operations.Select(static operation => operation.Key)];
        }

        var failed = await RunAsync(commands, batch, parts, cancellationToken).ConfigureAwait(false);
        return batch.EventKey is { } key && failed.Contains(key) ? [key] : failed;
    }

    public async ValueTask<List<StoredRecord>> LoadAsync(
        Partition partition, IReadOnlyList<RecordKey> keys, CancellationToken cancellationToken)
    {
        var found = new List<StoredRecord>(keys.Count);
        var commands = _connection.CreateBatch();
        await using var disposal = commands.ConfigureAwait(false);
        commands.Transaction = _transaction;
        var name = partition.ToString();
        foreach (var key in keys)
        {
            OperationBinding.Key(commands.Append(_statements.Select(key.Kind)).Parameters, name, key);
        }

        await PrepareAsync(commands, cancellationToken).ConfigureAwait(false);
        var reader = await commands.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var readerDisposal = reader.ConfigureAwait(false);
        foreach (var key in keys)
        {
            if (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                found.Add(RowReading.Read(reader, key.Kind));
            }

            await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
        }

        return found;
    }

    public async ValueTask<List<StoredRecord>> ReadAsync(
        Statement statement, object[] values, RecordKind kind, CancellationToken cancellationToken)
    {
        var commands = _connection.CreateBatch();
        await using var disposal = commands.ConfigureAwait(false);
        commands.Transaction = _transaction;
        var parameters = commands.Append(statement).Parameters;
        for (var i = 0; i < values.Length; i++)
        {
            parameters[i].Value = values[i];
        }

        await PrepareAsync(commands, cancellationToken).ConfigureAwait(false);
        var page = new List<StoredRecord>();
        var reader = await commands.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var readerDisposal = reader.ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            page.Add(RowReading.Read(reader, kind));
        }

        return page;
    }

    public async ValueTask<List<StoredRecord>> LeaseAsync(
        Partition partition, OutboxLease lease, CancellationToken cancellationToken)
    {
        var commands = _connection.CreateBatch();
        await using var disposal = commands.ConfigureAwait(false);
        commands.Transaction = _transaction;
        OutboxBinding.Lease(commands.Append(_statements.Outbox.Lease).Parameters, partition.ToString(), lease);
        await PrepareAsync(commands, cancellationToken).ConfigureAwait(false);
        var reader = await commands.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var readerDisposal = reader.ConfigureAwait(false);
        return await OutboxBinding.ReadAsync(reader, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<bool> SettleAsync(
        Partition partition, StoredRecord message, OutboxSettlement settlement, CancellationToken cancellationToken)
    {
        var commands = _connection.CreateBatch();
        await using var disposal = commands.ConfigureAwait(false);
        commands.Transaction = _transaction;
        var settle = commands.Append(OutboxBinding.Settling(_statements.Outbox, settlement));
        OutboxBinding.Settle(settle.Parameters, partition.ToString(), message, settlement);
        await PrepareAsync(commands, cancellationToken).ConfigureAwait(false);
        return await commands.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false) == 1;
    }

    public async ValueTask ExecuteAsync(string text, CancellationToken cancellationToken)
    {
        var command = _connection.CreateCommand();
        await using var disposal = command.ConfigureAwait(false);
        command.Transaction = _transaction;
#pragma warning disable CA2100 // The texts are constants of this assembly.
        command.CommandText = text;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private static bool IsRead(StoreOperation operation) =>
        operation is { Kind: StoreOperationKind.Require, ExpectedVersion: > 0 };

    /// <summary>Reads give a result set each, in their order; writes give none and are judged by the rows they touched.</summary>
    private async ValueTask<List<RecordKey>> RunAsync(
        DbBatch commands, CommitBatch batch, DbBatchCommand?[] parts, CancellationToken cancellationToken)
    {
        await PrepareAsync(commands, cancellationToken).ConfigureAwait(false);
        var versions = new Dictionary<RecordKey, long>();
        var reader = await commands.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            foreach (var operation in batch.Operations.Where(IsRead))
            {
                versions[operation.Key] = await reader.ReadAsync(cancellationToken).ConfigureAwait(false)
                    ? Convert.ToInt64(reader.GetValue(0), System.Globalization.CultureInfo.InvariantCulture)
                    : 0;
                await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
            }

            while (await reader.NextResultAsync(cancellationToken).ConfigureAwait(false))
            {
                Debug.Fail("A write gives no result set.");
            }
        }

        var failed = new List<RecordKey>();
        for (var i = 0; i < parts.Length; i++)
        {
            var operation = batch.Operations[i];
            var holds = IsRead(operation) ? versions[operation.Key] == operation.ExpectedVersion : parts[i]?.RecordsAffected == 1;
            if (!holds)
            {
                failed.Add(operation.Key);
            }
        }

        return failed;
    }

    private DbBatchCommand? Append(DbBatch commands, string partition, StoreOperation operation)
    {
        var journal = _statements.Journal(operation.Key.Kind);
        switch (operation.Kind)
        {
            case StoreOperationKind.Insert:
                var insert = commands.Append(_statements.Insert(operation.Key.Kind));
                OperationBinding.Insert(insert.Parameters, partition, operation.Key, operation.Content!);
                return insert.Command;
            case StoreOperationKind.Replace:
                var replace = commands.Append(_statements.Records.Replace);
                OperationBinding.Replace(replace.Parameters, partition, operation);
                return replace.Command;
            case StoreOperationKind.Require when BatchCommands.IsReservation(operation):
                var reservation = commands.Append(_statements.Insert(operation.Key.Kind));
                OperationBinding.Insert(
                    reservation.Parameters, partition, operation.Key, journal is null ? BatchCommands.Nothing : BatchCommands.NothingWithColumns);
                return reservation.Command;
            case StoreOperationKind.Require:
                var require = commands.Append(journal?.Require ?? _statements.Records.Require);
                OperationBinding.Key(require.Parameters, partition, operation.Key);
                return require.Command;
            default:
                return AppendAdd(commands, partition, operation);
        }
    }

    private DbBatchCommand? AppendAdd(DbBatch commands, string partition, StoreOperation operation)
    {
        if (CounterRange.Before(operation) is not { } before)
        {
            return null;
        }

        var add = commands.Append(before.HoldsZero ? _statements.Counters.AddOrInsert : _statements.Counters.Add);
        OperationBinding.Add(add.Parameters, partition, operation, before);
        return add.Command;
    }

    /// <summary>Once a text is prepared on a server connection, this costs nothing more.</summary>
    private async ValueTask PrepareAsync(DbBatch commands, CancellationToken cancellationToken)
    {
        if (_prepare)
        {
            await commands.PrepareAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
