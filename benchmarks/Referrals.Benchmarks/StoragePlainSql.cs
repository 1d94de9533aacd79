using System.Data;
using System.Data.Common;
using System.Globalization;
using System.Runtime.InteropServices;
using NodaTime;
using Referrals.Storage;

namespace Referrals.Benchmarks;

/// <summary>
/// The steps of a journey as a careful programmer would write them by hand for the same tables: the ceiling that the store is measured
/// against. It is told what to read and what to write, and decides nothing. SQLite gets prepared commands, PostgreSQL one prepared batch
/// for each round trip.
/// </summary>
internal sealed class StoragePlainSql
{
    private const string ThisRecord = "partition = $1 AND kind = $2 AND id = $3";
    private const string ThisRow = "partition = $1 AND id = $2";

    private const string Columns =
        "type, occurred_at, customer, referrer, channel, segment, subject, visitor, code, unit, quantity, margin, program_version";

    private readonly DbConnection _connection;
    private readonly bool _batches;
    private readonly bool _prepare;
    private readonly Dictionary<string, DbCommand> _prepared = [];
    private readonly string _insertRecord;
    private readonly string _insertFact;
    private readonly string _insertLine;

    internal StoragePlainSql(DbConnection connection, bool prepare)
    {
        _prepare = prepare;
        _connection = connection;
        _batches = connection.CanCreateBatch;
        _insertRecord = Positioned(
            "INSERT INTO referral_records (partition, kind, id, due_at, value, version{0}) VALUES ($1, $2, $3, $4, $5, 1{1}) " +
            "ON CONFLICT (partition, kind, id) DO NOTHING",
            "SELECT max(position) FROM referral_records WHERE partition = $1 AND kind = $2");
        _insertFact = Journal("referral_facts");
        _insertLine = Journal("referral_ledger");
    }

    /// <summary>The transaction that SQLite's commands must name.</summary>
    internal DbTransaction? Transaction { get; set; }

    /// <summary>Reads and writes in the open transaction.</summary>
    internal async Task RunAsync(StorageStep step)
    {
        var partition = step.Batch.Partition.ToString();
        await ReadAsync([.. step.Keys.Select(key => Select(partition, key))]);
        await WriteAsync(partition, step.Batch);
    }

    /// <summary>
    /// Reads, and writes in a transaction of its own. As in any application, a server's connection comes from the pool and goes back to it.
    /// </summary>
    internal async Task RunAloneAsync(StorageStep step)
    {
        var pooled = _batches && _connection.State != ConnectionState.Open;
        if (pooled)
        {
            await _connection.OpenAsync();
        }

        var partition = step.Batch.Partition.ToString();
        await ReadAsync([.. step.Keys.Select(key => Select(partition, key))]);
        await using var transaction = await _connection.BeginTransactionAsync();
        Transaction = transaction;
        await WriteAsync(partition, step.Batch);
        await transaction.CommitAsync();
        Transaction = null;
        if (pooled)
        {
            await _connection.CloseAsync();
        }
    }

    private async Task WriteAsync(string partition, CommitBatch batch)
    {
        // What must be as it was read, then the writes, each of which touches one row.
        var guards = batch.Operations.Where(static each => each.Kind == StoreOperationKind.Require);
        await ReadAsync([.. guards.Select(guard => Lock(partition, guard))], [.. batch.Operations.Where(IsWrite).Select(each => Write(partition, each))]);
    }

    private static bool IsWrite(StoreOperation operation) => operation.Kind != StoreOperationKind.Require;

    private PlainStatement Write(string partition, StoreOperation operation) => operation.Kind switch
    {
        StoreOperationKind.Insert when operation.Content!.Columns is { } columns => new PlainStatement(
            operation.Key.Kind == RecordKind.Fact ? _insertFact : _insertLine,
            partition, operation.Key.Id, Micros(operation.Content.DueAt), Bytes(operation.Content.Value),
            columns.Type, Micros(columns.OccurredAt), new PlainText(columns.Customer), new PlainText(columns.Referrer), new PlainText(columns.Channel),
            new PlainText(columns.Segment), new PlainText(columns.Subject), new PlainText(columns.Visitor), new PlainText(columns.Code),
            new PlainText(columns.Unit), columns.Quantity, columns.Margin, columns.ProgramVersion ?? 0),
        StoreOperationKind.Insert => new PlainStatement(
            _insertRecord, partition, (int)operation.Key.Kind, operation.Key.Id, Micros(operation.Content!.DueAt), Bytes(operation.Content.Value)),
        StoreOperationKind.Replace => new PlainStatement(
            $"UPDATE referral_records SET version = version + 1, due_at = $4, value = $5 WHERE {ThisRecord} AND version = $6",
            partition, (int)operation.Key.Kind, operation.Key.Id, Micros(operation.Content!.DueAt), Bytes(operation.Content.Value), operation.ExpectedVersion),
        _ => new PlainStatement(
            """
            INSERT INTO referral_counters AS c (partition, id, number) VALUES ($1, $2, $3)
            ON CONFLICT (partition, id) DO UPDATE SET number = c.number + $3 WHERE c.number + $3 BETWEEN $4 AND $5
            """,
            partition, operation.Key.Id, operation.Delta, operation.Minimum / 2, operation.Maximum / 2),
    };

    private static PlainStatement Select(string partition, RecordKey key) => key.Kind == RecordKind.Counter
        ? new PlainStatement($"SELECT number FROM referral_counters WHERE {ThisRow}", partition, key.Id)
        : new PlainStatement($"SELECT version, position, due_at, value FROM referral_records WHERE {ThisRecord}", partition, (int)key.Kind, key.Id);

    private PlainStatement Lock(string partition, StoreOperation guard) => new(
        $"SELECT version FROM referral_records WHERE {ThisRecord}{(_batches ? " FOR SHARE" : "")}", partition, (int)guard.Key.Kind, guard.Key.Id);

    private string Journal(string table) => Positioned(
        $"INSERT INTO {table} (partition, id, due_at, value, {Columns}{{0}}) " +
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17{1}) ON CONFLICT (partition, id) DO NOTHING",
        $"SELECT max(position) FROM {table} WHERE partition = $1");

    private string Positioned(string text, string last) => _batches
        ? string.Format(CultureInfo.InvariantCulture, text, "", "")
        : string.Format(CultureInfo.InvariantCulture, text, ", position", $", coalesce(({last}), 0) + 1");

    private async Task ReadAsync(PlainStatement[] reads, params PlainStatement[] writes)
    {
        if (!_batches)
        {
            foreach (var read in reads)
            {
                using var row = Prepared(read).ExecuteReader();
                _ = row.Read() ? row.GetValue(0) : null;
            }

            foreach (var write in writes)
            {
                Check(Prepared(write).ExecuteNonQuery() == 1);
            }

            return;
        }

        await using var batch = _connection.CreateBatch();
        foreach (var statement in reads.Concat(writes))
        {
            var command = batch.CreateBatchCommand();
            command.CommandText = statement.Text;
            statement.Bind(command.Parameters, command.CreateParameter);
            batch.BatchCommands.Add(command);
        }

        if (_prepare)
        {
            await batch.PrepareAsync();
        }

        await using (var reader = await batch.ExecuteReaderAsync())
        {
            for (var i = 0; i < reads.Length; i++)
            {
                _ = await reader.ReadAsync() ? reader.GetValue(0) : null;
                await reader.NextResultAsync();
            }
        }

        Check(batch.BatchCommands.Skip(reads.Length).All(static write => write.RecordsAffected == 1));
    }

    private DbCommand Prepared(PlainStatement statement)
    {
        if (!_prepared.TryGetValue(statement.Text, out var command))
        {
            _prepared[statement.Text] = command = _connection.CreateCommand();
            command.CommandText = statement.Text;
            statement.Bind(command.Parameters, command.CreateParameter);
        }

        statement.Rebind(command.Parameters);
        command.Transaction = Transaction;
        return command;
    }

    private static long? Micros(Instant? instant) => instant is { } value ? value.ToUnixTimeTicks() / 10 : null;

    private static byte[] Bytes(ReadOnlyMemory<byte> value) =>
        MemoryMarshal.TryGetArray(value, out var segment) && segment.Array is { } array && segment.Count == array.Length ? array : value.ToArray();

    private static void Check(bool stored)
    {
        if (!stored)
        {
            throw new InvalidOperationException("A statement touched no row; the journey is not new.");
        }
    }
}
