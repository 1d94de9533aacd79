using System.Data.Common;
using Referrals.EntityFrameworkCore.Sql;
using Referrals.EntityFrameworkCore.Sql.Statements;
using Referrals.Storage;

namespace Referrals.EntityFrameworkCore.Runners;

/// <summary>Runs one statement after the other: for SQLite, where the database is in the process.</summary>
internal sealed class SequentialRunner : IBatchRunner
{
    private readonly DbConnection _connection;
    private readonly DbTransaction? _transaction;
    private readonly StatementSet _statements;
    private readonly PreparedCommands _commands;
    private readonly int _patience;

    /// <param name="connection">The open connection.</param>
    /// <param name="transaction">The transaction to work in; <c>null</c> for none, or for one that was begun by text.</param>
    /// <param name="statements">The statements of the dialect.</param>
    /// <param name="patience">How many seconds a command waits for another writer.</param>
    internal SequentialRunner(DbConnection connection, DbTransaction? transaction, StatementSet statements, int patience)
    {
        _patience = patience;
        _connection = connection;
        _transaction = transaction;
        _statements = statements;
        _commands = PreparedCommands.Of(connection);
    }

    public ValueTask<List<RecordKey>> ApplyAsync(CommitBatch batch, CancellationToken cancellationToken) =>
        EachAsync(batch, ApplyAsync, cancellationToken);

    /// <summary>Checks all conditions and writes nothing. Gives the same keys as <see cref="ApplyAsync(CommitBatch, CancellationToken)"/>.</summary>
    internal ValueTask<List<RecordKey>> CheckAsync(CommitBatch batch, CancellationToken cancellationToken) =>
        EachAsync(batch, CheckAsync, cancellationToken);

    private static async ValueTask<List<RecordKey>> EachAsync(
        CommitBatch batch, Func<string, StoreOperation, CancellationToken, ValueTask<bool>> holds, CancellationToken cancellationToken)
    {
        var conflicts = new List<RecordKey>();
        var partition = batch.Partition.ToString();
        foreach (var operation in batch.Operations)
        {
            if (await holds(partition, operation, cancellationToken).ConfigureAwait(false))
            {
                continue;
            }

            conflicts.Add(operation.Key);
            if (operation.Key == batch.EventKey)
            {
                break;
            }
        }

        return conflicts;
    }

    public async ValueTask<List<StoredRecord>> LoadAsync(
        Partition partition, IReadOnlyList<RecordKey> keys, CancellationToken cancellationToken)
    {
        var found = new List<StoredRecord>(keys.Count);
        var name = partition.ToString();
        foreach (var key in keys)
        {
            var command = Get(_statements.Select(key.Kind));
            OperationBinding.Key(command.Parameters, name, key);
            var reader = await command.Command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                if (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    found.Add(RowReading.Read(reader, key.Kind));
                }
            }
        }

        return found;
    }

    public async ValueTask<List<StoredRecord>> ReadAsync(
        Statement statement, object[] values, RecordKind kind, CancellationToken cancellationToken)
    {
        var command = Get(statement);
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i];
        }

        var page = new List<StoredRecord>();
        var reader = await command.Command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var disposal = reader.ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            page.Add(RowReading.Read(reader, kind));
        }

        return page;
    }

    public async ValueTask<List<StoredRecord>> LeaseAsync(
        Partition partition, OutboxLease lease, CancellationToken cancellationToken)
    {
        var command = Get(_statements.Outbox.Lease);
        OutboxBinding.Lease(command.Parameters, partition.ToString(), lease);
        var reader = await command.Command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var disposal = reader.ConfigureAwait(false);
        return await OutboxBinding.ReadAsync(reader, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<bool> SettleAsync(
        Partition partition, StoredRecord message, OutboxSettlement settlement, CancellationToken cancellationToken)
    {
        var command = Get(OutboxBinding.Settling(_statements.Outbox, settlement));
        OutboxBinding.Settle(command.Parameters, partition.ToString(), message, settlement);
        return await command.Command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false) == 1;
    }

    public async ValueTask ExecuteAsync(string text, CancellationToken cancellationToken) =>
        await Patient(_commands.Get(_connection, text, _transaction)).Command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);

    private async ValueTask<bool> ApplyAsync(string partition, StoreOperation operation, CancellationToken cancellationToken)
    {
        if (operation.Kind == StoreOperationKind.Require)
        {
            return await FindVersionAsync(partition, operation.Key, cancellationToken).ConfigureAwait(false)
                == operation.ExpectedVersion;
        }

        return await Bind(partition, operation).ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false) == 1;
    }

    private async ValueTask<bool> CheckAsync(string partition, StoreOperation operation, CancellationToken cancellationToken)
    {
        if (operation.Kind == StoreOperationKind.Redact)
        {
            return await FindVersionAsync(partition, operation.Key, cancellationToken).ConfigureAwait(false) > 0;
        }

        if (operation.Kind != StoreOperationKind.Add)
        {
            return await FindVersionAsync(partition, operation.Key, cancellationToken).ConfigureAwait(false)
                == operation.ExpectedVersion;
        }

        var command = Get(_statements.Counters.Select);
        OperationBinding.Key(command.Parameters, partition, operation.Key);
        var reader = await command.Command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var disposal = reader.ConfigureAwait(false);
        var number = await reader.ReadAsync(cancellationToken).ConfigureAwait(false) ? reader.GetInt64(1) : 0;
        var before = CounterRange.Before(operation);
        return number >= before.Smallest && number <= before.Largest;
    }

    private DbCommand Bind(string partition, StoreOperation operation)
    {
        PreparedCommand command;
        switch (operation.Kind)
        {
            case StoreOperationKind.Insert:
                command = Get(_statements.Insert(operation.Key.Kind));
                OperationBinding.Insert(command.Parameters, partition, operation.Key, operation.Content!, operation.InitialVersion);
                break;
            case StoreOperationKind.Replace:
                command = Get(_statements.Records.Replace);
                OperationBinding.Replace(command.Parameters, partition, operation);
                break;
            case StoreOperationKind.Redact:
                command = Get(_statements.Redact(operation.Key.Kind));
                OperationBinding.Redact(command.Parameters, partition, operation);
                break;
            default:
                var before = CounterRange.Before(operation);
                command = Get(before.HoldsZero ? _statements.Counters.AddOrInsert : _statements.Counters.Add);
                OperationBinding.Add(command.Parameters, partition, operation, before);
                break;
        }

        return command.Command;
    }

    private async ValueTask<long> FindVersionAsync(string partition, RecordKey key, CancellationToken cancellationToken)
    {
        var command = Get(_statements.Version(key.Kind));
        OperationBinding.Key(command.Parameters, partition, key);
        return await command.Command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is long version ? version : 0;
    }

    private PreparedCommand Get(Statement statement) => Patient(_commands.Get(_connection, statement, _transaction));

    /// <summary>The driver goes on trying a locked database for as long as the command may take, whatever the busy timeout of SQLite is.</summary>
    private PreparedCommand Patient(PreparedCommand command)
    {
        command.Command.CommandTimeout = _patience;
        return command;
    }
}
