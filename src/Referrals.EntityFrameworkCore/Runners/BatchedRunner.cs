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

    public async ValueTask<List<RecordKey>> ApplyAsync(CommitBatch batch, CancellationToken cancellationToken)
    {
        var commands = _connection.CreateBatch();
        await using var disposal = commands.ConfigureAwait(false);
        commands.Transaction = _transaction;
        var parts = commands.Append(_statements, batch, enforced: false);
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
        DbBatch commands, CommitBatch batch, DbBatchCommand[] parts, CancellationToken cancellationToken)
    {
        await PrepareAsync(commands, cancellationToken).ConfigureAwait(false);
        var held = new HashSet<RecordKey>();
        var reader = await commands.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            foreach (var operation in batch.Operations.Where(IsRead))
            {
                if (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    held.Add(operation.Key);
                }

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
            var holds = IsRead(operation) ? held.Contains(operation.Key) : parts[i].RecordsAffected == 1;
            if (!holds)
            {
                failed.Add(operation.Key);
            }
        }

        return failed;
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
