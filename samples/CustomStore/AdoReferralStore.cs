using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using NodaTime;
using Referrals;
using Referrals.Storage;

namespace CustomStore;

/// <summary>
/// A whole store over plain ADO.NET: one table, one transaction for each commit. Thread-safe, since each call opens a
/// connection of its own.
/// </summary>
public sealed class AdoReferralStore(string connectionString) : IReferralStore
{
    private const string ThisKey = "partition = $p AND kind = $k AND id = $i";

    /// <summary>Makes the table. Text compares by bytes in SQLite unless told otherwise, as keys must.</summary>
    public async Task CreateAsync()
    {
        await using var connection = await OpenAsync(default);
        await using var command = Command(
            connection,
            """
            PRAGMA journal_mode = WAL;
            CREATE TABLE IF NOT EXISTS records (
                position INTEGER PRIMARY KEY, partition TEXT NOT NULL, kind INTEGER NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL,
                number INTEGER NOT NULL, due INTEGER, value BLOB NOT NULL, type TEXT, at INTEGER, customer TEXT, referrer TEXT, channel TEXT,
                segment TEXT, subject TEXT, visitor TEXT, code TEXT, unit TEXT, quantity INTEGER, margin INTEGER,
                program_version INTEGER,
                UNIQUE (partition, kind, id)) STRICT;
            CREATE INDEX IF NOT EXISTS due ON records (partition, kind, due, position) WHERE due IS NOT NULL;
            """);
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask<Snapshot> LoadAsync(Partition partition, IReadOnlyList<RecordKey> keys, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await using var connection = await OpenAsync(cancellationToken);
        return Snapshot.Of(keys.Distinct().Select(key => Find(connection, partition, key)).OfType<StoredRecord>());
    }

    public async ValueTask<CommitOutcome> CommitAsync(CommitBatch batch, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await using var connection = await OpenAsync(cancellationToken);

        // An immediate transaction: from here on this is the only writer, so what is read stays true until the commit.
        await using var transaction = connection.BeginTransaction();
        if (batch.EventKey is { } key && Find(connection, batch.Partition, key) is { } stored)
        {
            return CommitOutcome.AlreadyProcessed(stored);
        }

        var conflicts = batch.Operations.Where(one => !TryApply(connection, batch.Partition, one)).Select(one => one.Key).ToList();
        if (conflicts.Count > 0)
        {
            return CommitOutcome.Conflict(conflicts); // Disposing the transaction rolls it back.
        }

        await transaction.CommitAsync(cancellationToken);
        return CommitOutcome.Committed;
    }

    public async IAsyncEnumerable<StoredRecord> ScanAsync(
        Partition partition, RecordKind kind, ScanRange range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Counters are ordered by id; what is due by time; everything else by position. The list is read at once, so that no
        // lock is held while the caller works; a store for large tables reads it page by page.
        cancellationToken.ThrowIfCancellationRequested();
        var due = range.DueAtOrBefore;
        var where = kind == RecordKind.Counter ? (due is null ? "TRUE" : "FALSE") : due is null ? "position > $after" : "due <= $due";
        var order = kind == RecordKind.Counter ? "id" : due is null ? "position" : "due, position";
        await using var connection = await OpenAsync(cancellationToken);
        foreach (var record in Read(
            connection,
            $"SELECT * FROM records WHERE partition = $p AND kind = $k AND {where} ORDER BY {order} LIMIT $limit",
            ("$p", partition.ToString()), ("$k", (int)kind), ("$after", range.AfterPosition), ("$due", Micros(due)), ("$limit", range.Limit)))
        {
            yield return record;
        }
    }

    /// <summary>Applies one operation, or says that its condition does not hold.</summary>
    private static bool TryApply(SqliteConnection connection, Partition partition, StoreOperation operation)
    {
        switch (operation.Kind)
        {
            case StoreOperationKind.Insert:
                return Insert(connection, partition, operation.Key, operation.Content!, number: 0, operation.InitialVersion);
            case StoreOperationKind.Replace:
                return Execute(
                    connection, $"UPDATE records SET version = version + 1, due = $due, value = $value WHERE {ThisKey} AND version = $version",
                    [.. Key(partition, operation.Key), ("$due", Micros(operation.Content!.DueAt)),
                        ("$value", operation.Content.Value.ToArray()), ("$version", operation.ExpectedVersion)]);
            case StoreOperationKind.Redact:
                return Execute(
                    connection, $"UPDATE records SET value = $value, segment = $segment WHERE {ThisKey}",
                    [.. Key(partition, operation.Key), ("$value", operation.Content!.Value.ToArray()), ("$segment", operation.Content.Columns?.Segment)]);
            case StoreOperationKind.Require:
                return (Find(connection, partition, operation.Key)?.Version ?? 0) == operation.ExpectedVersion;
            default:
                var counter = Find(connection, partition, operation.Key);
                var sum = (Int128)(counter?.Number ?? 0) + operation.Delta; // 64 bits could overflow.
                return sum >= operation.Minimum && sum <= operation.Maximum && (counter is null
                    ? Insert(connection, partition, operation.Key, RecordContent.Of(default), (long)sum)
                    : Execute(connection, $"UPDATE records SET number = $n WHERE {ThisKey}", [.. Key(partition, operation.Key), ("$n", (long)sum)]));
        }
    }

    private static bool Insert(SqliteConnection connection, Partition partition, RecordKey key, RecordContent content, long number, long version = 1) => Execute(
        connection,
        """
        INSERT INTO records VALUES (NULL, $p, $k, $i, $v, $n, $due, $value, $type, $at, $customer, $referrer, $channel, $segment, $subject,
            $visitor, $code, $unit, $quantity, $margin, $version) ON CONFLICT (partition, kind, id) DO NOTHING
        """,
        [
            .. Key(partition, key), ("$v", version), ("$n", number), ("$due", Micros(content.DueAt)), ("$value", content.Value.ToArray()),
            ("$type", content.Columns?.Type), ("$at", Micros(content.Columns?.OccurredAt)), ("$customer", content.Columns?.Customer),
            ("$referrer", content.Columns?.Referrer), ("$channel", content.Columns?.Channel), ("$segment", content.Columns?.Segment),
            ("$subject", content.Columns?.Subject), ("$visitor", content.Columns?.Visitor), ("$code", content.Columns?.Code),
            ("$unit", content.Columns?.Unit), ("$quantity", content.Columns?.Quantity), ("$margin", content.Columns?.Margin),
            ("$version", (long?)content.Columns?.ProgramVersion),
        ]);

    private static StoredRecord? Find(SqliteConnection connection, Partition partition, RecordKey key) =>
        Read(connection, $"SELECT * FROM records WHERE {ThisKey}", Key(partition, key)).SingleOrDefault();

    private static List<StoredRecord> Read(SqliteConnection connection, string sql, params (string, object?)[] values)
    {
        using var command = Command(connection, sql, values);
        using var reader = command.ExecuteReader();
        var records = new List<StoredRecord>();
        while (reader.Read())
        {
            var key = RecordKey.Of((RecordKind)reader.GetInt32(2), reader.GetString(3));
            records.Add(new StoredRecord
            {
                Key = key,
                Position = key.Kind == RecordKind.Counter ? 0 : reader.GetInt64(0),
                Version = reader.GetInt64(4),
                Number = reader.GetInt64(5),
                Content = new RecordContent { DueAt = At(reader, 6), Value = reader.GetFieldValue<byte[]>(7), Columns = Columns(reader) },
            });
        }

        return records;
    }

    private static RecordColumns? Columns(SqliteDataReader reader) => Text(reader, 8) is not { } type ? null : new RecordColumns
    {
        Type = type,
        OccurredAt = At(reader, 9)!.Value,
        Customer = Text(reader, 10),
        Referrer = Text(reader, 11),
        Channel = Text(reader, 12),
        Segment = Text(reader, 13),
        Subject = Text(reader, 14),
        Visitor = Text(reader, 15),
        Code = Text(reader, 16),
        Unit = Text(reader, 17),
        Quantity = Whole(reader, 18),
        Margin = Whole(reader, 19),
        ProgramVersion = (int?)Whole(reader, 20),
    };

    private static bool Execute(SqliteConnection connection, string sql, (string, object?)[] values)
    {
        using var command = Command(connection, sql, values);
        return command.ExecuteNonQuery() == 1;
    }

    private static SqliteCommand Command(SqliteConnection connection, string sql, params (string Name, object? Value)[] values)
    {
        // The connection knows its open transaction and gives it to the command.
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values)
        {
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        }

        return command;
    }

    private async Task<SqliteConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = new SqliteConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        return connection;
    }

    private static (string, object?)[] Key(Partition partition, RecordKey key) =>
        [("$p", partition.ToString()), ("$k", (int)key.Kind), ("$i", key.Id)];

    // Whole microseconds since 1970: what a long holds exactly and every database can compare.
    private static object? Micros(Instant? instant) => instant?.ToUnixTimeTicks() is { } ticks ? (ticks - (((ticks % 10) + 10) % 10)) / 10 : null;

    private static Instant? At(SqliteDataReader reader, int column) =>
        Whole(reader, column) is { } micros ? Instant.FromUnixTimeTicks(micros * 10) : null;

    private static string? Text(SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    private static long? Whole(SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetInt64(column);
}
