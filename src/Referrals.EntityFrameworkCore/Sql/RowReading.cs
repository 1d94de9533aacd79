using System.Data.Common;
using Referrals.Storage;

namespace Referrals.EntityFrameworkCore.Sql;

/// <summary>Turns rows, in the column order of the select statements, into records.</summary>
internal static class RowReading
{
    internal static StoredRecord Read(DbDataReader reader, RecordKind kind)
    {
        var key = RecordKey.Of(kind, reader.GetString(0));
        return kind switch
        {
            RecordKind.Counter => new StoredRecord
            {
                Key = key,
                Version = 1,
                Position = 0,
                Content = RecordContent.Of(default),
                Number = reader.GetInt64(1),
            },
            RecordKind.Fact or RecordKind.Ledger => Record(reader, key, Columns(reader)),
            RecordKind.Message => Record(reader, key, null, reader.GetString(5)),
            _ => Record(reader, key, null, null, Labels(reader)),
        };
    }

    private static StoredRecord Record(DbDataReader reader, RecordKey key, RecordColumns? columns, string? stream = null, RecordLabels? labels = null) => new()
    {
        Key = key,
        Version = reader.GetInt64(1),
        Position = reader.GetInt64(2),
        Content = new RecordContent
        {
            DueAt = reader.IsDBNull(3) ? null : UnixMicroseconds.ToInstant(reader.GetInt64(3)),
            Value = reader.GetFieldValue<byte[]>(4),
            Columns = columns,
            Stream = stream,
            Labels = labels,
        },
    };

    private static RecordLabels? Labels(DbDataReader reader)
    {
        var (owner, subject, list) = (Text(reader, 5), Text(reader, 6), Text(reader, 7));
        return owner is null && subject is null && list is null ? null : new RecordLabels { Owner = owner, Subject = subject, List = list };
    }

    private static RecordColumns Columns(DbDataReader reader) => new()
    {
        Type = reader.GetString(5),
        OccurredAt = UnixMicroseconds.ToInstant(reader.GetInt64(6)),
        Customer = Text(reader, 7),
        Referrer = Text(reader, 8),
        Channel = Text(reader, 9),
        Segment = Text(reader, 10),
        Subject = Text(reader, 11),
        Visitor = Text(reader, 12),
        Code = Text(reader, 13),
        Unit = Text(reader, 14),
        Quantity = Number(reader, 15),
        Margin = Number(reader, 16),
        ProgramVersion = reader.IsDBNull(17) ? null : reader.GetInt32(17),
    };

    private static string? Text(DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    private static long? Number(DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetInt64(column);
}
