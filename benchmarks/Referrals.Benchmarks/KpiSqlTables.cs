using System.Data.Common;
using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using Npgsql;
using NpgsqlTypes;
using Referrals.Serialization;
using Referrals.Storage;

namespace Referrals.Benchmarks;

/// <summary>Fills the table of facts the fastest way that each database has, and lets it gather its statistics.</summary>
internal static class KpiSqlTables
{
    private static readonly byte[] Value = Encoding.UTF8.GetBytes(new string('f', 161));

    private const string Columns =
        "partition, id, value, type, occurred_at, customer, referrer, channel, segment, subject, visitor, code, unit, quantity, margin, program_version";

    internal static async Task FillAsync(DbConnection connection, string partition, IEnumerable<Fact> facts)
    {
        if (connection is NpgsqlConnection postgres)
        {
            await CopyAsync(postgres, partition, facts);
        }
        else
        {
            await InsertAsync((SqliteConnection)connection, partition, facts);
        }

        await using var analyze = connection.CreateCommand();
        analyze.CommandText = connection is NpgsqlConnection ? "VACUUM ANALYZE referral_facts" : "ANALYZE";
        analyze.CommandTimeout = 0;
        await analyze.ExecuteNonQueryAsync();
    }

    private static async Task CopyAsync(NpgsqlConnection connection, string partition, IEnumerable<Fact> facts)
    {
        await using var writer = await connection.BeginBinaryImportAsync($"COPY referral_facts ({Columns}) FROM STDIN (FORMAT BINARY)");
        var number = 0;
        foreach (var fact in facts)
        {
            await writer.StartRowAsync();
            foreach (var (value, type) in Row(partition, number++, fact.Columns()))
            {
                await (value is null ? writer.WriteNullAsync() : writer.WriteAsync(value, type));
            }
        }

        await writer.CompleteAsync();
    }

    private static async Task InsertAsync(SqliteConnection connection, string partition, IEnumerable<Fact> facts)
    {
        await using var transaction = connection.BeginTransaction();
        await using var insert = connection.CreateCommand();
        insert.Transaction = transaction;
        insert.CommandText = $"INSERT INTO referral_facts ({Columns}, position) VALUES ({string.Join(", ", Enumerable.Range(1, 17).Select(i => $"${i}"))})";
        for (var i = 1; i <= 17; i++)
        {
            insert.Parameters.Add(new SqliteParameter { ParameterName = $"${i}" });
        }

        var number = 0;
        foreach (var fact in facts)
        {
            var column = 0;
            foreach (var (value, _) in Row(partition, number, fact.Columns()))
            {
                insert.Parameters[column++].Value = value ?? DBNull.Value;
            }

            insert.Parameters[column].Value = ++number;
            await insert.ExecuteNonQueryAsync();
        }

        await transaction.CommitAsync();
    }

    private static IEnumerable<(object? Value, NpgsqlDbType Type)> Row(string partition, int number, RecordColumns columns) =>
    [
        (partition, NpgsqlDbType.Text),
        (string.Create(CultureInfo.InvariantCulture, $"order-{number * 7919L % 100_000_007}:{number}"), NpgsqlDbType.Text),
        (Value, NpgsqlDbType.Bytea),
        (columns.Type, NpgsqlDbType.Text),
        (columns.OccurredAt.ToUnixTimeTicks() / 10, NpgsqlDbType.Bigint),
        (columns.Customer, NpgsqlDbType.Text),
        (columns.Referrer, NpgsqlDbType.Text),
        (columns.Channel, NpgsqlDbType.Text),
        (columns.Segment, NpgsqlDbType.Text),
        (columns.Subject, NpgsqlDbType.Text),
        (columns.Visitor, NpgsqlDbType.Text),
        (columns.Code, NpgsqlDbType.Text),
        (columns.Unit, NpgsqlDbType.Text),
        (columns.Quantity, NpgsqlDbType.Bigint),
        (columns.Margin, NpgsqlDbType.Bigint),
        (columns.ProgramVersion, NpgsqlDbType.Integer),
    ];
}
