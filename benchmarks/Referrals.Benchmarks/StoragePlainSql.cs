using System.Data.Common;
using System.Globalization;
using System.Text;

namespace Referrals.Benchmarks;

/// <summary>
/// The journey of <see cref="StorageJourney"/> as a careful programmer would write it by hand for the same tables: the ceiling that the
/// store is measured against. SQLite gets prepared commands, PostgreSQL one prepared batch for each round trip.
/// </summary>
internal sealed class StoragePlainSql(DbConnection connection)
{
    private const string InsertRecord =
        """
        INSERT INTO referral_records (partition, kind, id, due_at, value, version{0}) VALUES ($1, $2, $3, $4, $5, 1{1})
        ON CONFLICT (partition, kind, id) DO NOTHING
        """;

    private const string InsertLine =
        """
        INSERT INTO {2} (partition, id, value, type, occurred_at, customer, referrer, channel, subject, code, unit, quantity{0})
        VALUES ($1, $2, $3, $4, $5, $6, $7, 'email', $8, 'referrer', 'USD', $9{1}) ON CONFLICT (partition, id) DO NOTHING
        """;

    private const string Add =
        """
        INSERT INTO referral_counters AS c (partition, id, number) VALUES ($1, $2, $3)
        ON CONFLICT (partition, id) DO UPDATE SET number = c.number + $3 WHERE c.number + $3 >= 0
        """;

    private const string SelectRecord = "SELECT version, position, due_at, value FROM referral_records WHERE partition = $1 AND kind = $2 AND id = $3";
    private const string SelectCounter = "SELECT number FROM referral_counters WHERE partition = $1 AND id = $2";

    private static readonly byte[] EventBytes = Encoding.UTF8.GetBytes(new string('e', 690));
    private static readonly byte[] StateBytes = Encoding.UTF8.GetBytes(new string('s', 212));
    private static readonly byte[] FactBytes = Encoding.UTF8.GetBytes(new string('f', 161));

    private readonly bool _batches = connection.CanCreateBatch;
    private readonly Dictionary<string, DbCommand> _prepared = [];

    /// <summary>The transaction that SQLite's commands must name.</summary>
    internal DbTransaction? Transaction { get; set; }

    /// <summary>Loads six keys and commits, in the open transaction or in one of its own.</summary>
    internal async Task RunAsync(int number, bool ownTransaction)
    {
        var keys = StorageJourney.Keys(number);
        await ReadAsync([.. keys.Select(key => key.Kind == Storage.RecordKind.Counter
            ? (SelectCounter, (object?[])["spring", key.Id])
            : (SelectRecord, ["spring", (int)key.Kind, key.Id]))]);
        if (!ownTransaction)
        {
            await WriteAsync(Statements(number, keys));
            return;
        }

        await using var transaction = await connection.BeginTransactionAsync();
        Transaction = transaction;
        await WriteAsync(Statements(number, keys));
        await transaction.CommitAsync();
        Transaction = null;
    }

    private List<(string Text, object?[] Values)> Statements(int number, Storage.RecordKey[] keys)
    {
        var record = Positioned(InsertRecord, "referral_records", " AND kind = $2");
        var statements = new List<(string, object?[])>
        {
            (record, ["spring", 0, keys[0].Id, null, EventBytes]),
            (record, ["spring", 1, keys[1].Id, null, StateBytes]),
            (record, ["spring", 5, keys[3].Id, null, StateBytes]),
            (record, ["spring", 6, StorageJourney.Name("reward", number), 1_700_000_000_000_000L + number, StateBytes]),
        };
        foreach (var (table, type) in (ReadOnlySpan<(string, string)>)[("referral_ledger", "customer.pending"), ("referral_facts", "RewardGranted")])
        {
            var insert = Positioned(InsertLine, table, "");
            for (var i = 0; i < 4; i++)
            {
                var line = i.ToString(CultureInfo.InvariantCulture);
                statements.Add((insert,
                [
                    "spring", keys[0].Id + "/" + line, FactBytes, type + line, 1_700_000_000_000_000L + (number * 1_000_000L),
                    StorageJourney.Name("customer", number), StorageJourney.Name("referrer", number % 1000), StorageJourney.Name("reward", number), 1000L,
                ]));
            }
        }

        statements.Add((Add, ["spring", StorageJourney.Name("balance", number % 1000), 10L]));
        statements.Add((Add, ["spring", keys[4].Id, 10L]));
        statements.Add((Add, ["spring", keys[5].Id, 10L]));
        return statements;
    }

    private string Positioned(string text, string table, string where) => _batches
        ? string.Format(CultureInfo.InvariantCulture, text, "", "", table)
        : string.Format(
            CultureInfo.InvariantCulture, text, ", position", $", coalesce((SELECT max(position) FROM {table} WHERE partition = $1{where}), 0) + 1", table);

    private async Task WriteAsync(List<(string Text, object?[] Values)> statements)
    {
        if (_batches)
        {
            await using var batch = Batch(statements);
            await batch.PrepareAsync();
            var touched = await batch.ExecuteNonQueryAsync();
            Check(touched == statements.Count);
            return;
        }

        foreach (var (text, values) in statements)
        {
            Check(Prepared(text, values).ExecuteNonQuery() == 1);
        }
    }

    private async Task ReadAsync((string Text, object?[] Values)[] statements)
    {
        if (!_batches)
        {
            foreach (var (text, values) in statements)
            {
                using var row = Prepared(text, values).ExecuteReader();
                _ = row.Read() ? row.GetValue(0) : null;
            }

            return;
        }

        await using var batch = Batch(statements);
        await batch.PrepareAsync();
        await using var reader = await batch.ExecuteReaderAsync();
        do
        {
            _ = await reader.ReadAsync() ? reader.GetValue(0) : null;
        }
        while (await reader.NextResultAsync());
    }

    private DbBatch Batch(IEnumerable<(string Text, object?[] Values)> statements)
    {
        var batch = connection.CreateBatch();
        foreach (var (text, values) in statements)
        {
            var command = batch.CreateBatchCommand();
            command.CommandText = text;
            foreach (var value in values)
            {
                var parameter = command.CreateParameter();
                parameter.DbType = TypeOf(value);
                parameter.Value = value ?? DBNull.Value;
                command.Parameters.Add(parameter);
            }

            batch.BatchCommands.Add(command);
        }

        return batch;
    }

    private DbCommand Prepared(string text, object?[] values)
    {
        if (!_prepared.TryGetValue(text, out var command))
        {
            _prepared[text] = command = connection.CreateCommand();
            command.CommandText = text;
            for (var i = 0; i < values.Length; i++)
            {
                var parameter = command.CreateParameter();
                parameter.ParameterName = "$" + (i + 1).ToString(CultureInfo.InvariantCulture);
                parameter.DbType = TypeOf(values[i]);
                command.Parameters.Add(parameter);
            }
        }

        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        }

        command.Transaction = Transaction;
        return command;
    }

    private static System.Data.DbType TypeOf(object? value) => value switch
    {
        string => System.Data.DbType.String,
        int => System.Data.DbType.Int32,
        byte[] => System.Data.DbType.Binary,
        _ => System.Data.DbType.Int64,
    };

    private static void Check(bool stored)
    {
        if (!stored)
        {
            throw new InvalidOperationException("A statement touched no row; the journey is not new.");
        }
    }
}
