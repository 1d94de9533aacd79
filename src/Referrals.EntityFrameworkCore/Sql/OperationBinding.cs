using System.Data.Common;
using System.Runtime.InteropServices;
using NodaTime;
using Referrals.Storage;

namespace Referrals.EntityFrameworkCore.Sql;

/// <summary>Sets the parameters of a statement from an operation, a key or a range.</summary>
internal static class OperationBinding
{
    internal static void Key(DbParameter[] parameters, string partition, RecordKey key)
    {
        parameters[0].Value = partition;
        if (key.Kind is RecordKind.Fact or RecordKind.Ledger or RecordKind.Message or RecordKind.Counter)
        {
            parameters[1].Value = key.Id;
            return;
        }

        parameters[1].Value = (int)key.Kind;
        parameters[2].Value = key.Id;
    }

    internal static void Insert(DbParameter[] parameters, string partition, RecordKey key, RecordContent content, long version = 1)
    {
        Key(parameters, partition, key);
        var next = content.Columns is null && content.Stream is null ? 3 : 2;
        parameters[next].Value = Micros(content.DueAt);
        parameters[next + 1].Value = Bytes(content.Value);
        if (content.Columns is { } columns)
        {
            Columns(parameters.AsSpan(next + 2), columns);
        }
        else if (content.Stream is { } stream)
        {
            parameters[next + 2].Value = stream;
        }
        else
        {
            parameters[next + 2].Value = version;
            parameters[next + 3].Value = Text(content.Labels?.Owner);
            parameters[next + 4].Value = Text(content.Labels?.Subject);
            parameters[next + 5].Value = Text(content.Labels?.List);
        }
    }

    internal static void Replace(DbParameter[] parameters, string partition, StoreOperation operation)
    {
        Insert(parameters, partition, operation.Key, operation.Content!);
        parameters[5].Value = operation.ExpectedVersion;
    }

    internal static void Redact(DbParameter[] parameters, string partition, StoreOperation operation)
    {
        Key(parameters, partition, operation.Key);
        parameters[operation.Key.Kind == RecordKind.Event ? 3 : 2].Value = Bytes(operation.Content!.Value);
        if (operation.Content.Columns is { } columns)
        {
            parameters[3].Value = Text(columns.Segment);
        }
    }

    internal static void Require(DbParameter[] parameters, string partition, StoreOperation operation)
    {
        Key(parameters, partition, operation.Key);
        parameters[^1].Value = operation.ExpectedVersion;
    }

    internal static void Add(DbParameter[] parameters, string partition, StoreOperation operation, CounterRange before)
    {
        Key(parameters, partition, operation.Key);
        parameters[2].Value = operation.Delta;
        parameters[3].Value = before.Smallest;
        parameters[4].Value = before.Largest;
    }

    private static void Columns(Span<DbParameter> parameters, RecordColumns columns)
    {
        parameters[0].Value = columns.Type;
        parameters[1].Value = UnixMicroseconds.From(columns.OccurredAt);
        parameters[2].Value = Text(columns.Customer);
        parameters[3].Value = Text(columns.Referrer);
        parameters[4].Value = Text(columns.Channel);
        parameters[5].Value = Text(columns.Segment);
        parameters[6].Value = Text(columns.Subject);
        parameters[7].Value = Text(columns.Visitor);
        parameters[8].Value = Text(columns.Code);
        parameters[9].Value = Text(columns.Unit);
        parameters[10].Value = Number(columns.Quantity);
        parameters[11].Value = Number(columns.Margin);
        parameters[12].Value = columns.ProgramVersion is { } version ? version : DBNull.Value;
    }

    private static object Text(string? text) => (object?)text ?? DBNull.Value;

    private static object Number(long? number) => number is { } value ? value : DBNull.Value;

    private static object Micros(Instant? instant) =>
        instant is { } value ? UnixMicroseconds.From(value) : DBNull.Value;

    private static byte[] Bytes(ReadOnlyMemory<byte> memory) =>
        MemoryMarshal.TryGetArray(memory, out var segment) && segment.Array is { } array && segment.Count == array.Length
            ? array
            : memory.ToArray();
}
