using System.Data.Common;
using Referrals.EntityFrameworkCore.Sql.Statements;
using Referrals.Storage;

namespace Referrals.EntityFrameworkCore.Sql;

/// <summary>Sets the parameters of the outbox's statements and reads what they give.</summary>
internal static class OutboxBinding
{
    internal static void Lease(DbParameter[] parameters, string partition, OutboxLease lease)
    {
        parameters[0].Value = partition;
        parameters[1].Value = UnixMicroseconds.From(lease.Now);
        parameters[2].Value = UnixMicroseconds.From(lease.Until);
        parameters[3].Value = (long)lease.Limit;
    }

    internal static Statement Settling(OutboxStatements statements, OutboxSettlement settlement) =>
        settlement.IsDelivered ? statements.Delete : statements.Postpone;

    internal static void Settle(DbParameter[] parameters, string partition, StoredRecord message, OutboxSettlement settlement)
    {
        OperationBinding.Key(parameters, partition, message.Key);
        parameters[2].Value = message.Version;
        if (!settlement.IsDelivered)
        {
            parameters[3].Value = settlement.RetryAt is { } instant ? UnixMicroseconds.From(instant) : DBNull.Value;
        }
    }

    internal static async ValueTask<List<StoredRecord>> ReadAsync(DbDataReader reader, CancellationToken cancellationToken)
    {
        var messages = new List<StoredRecord>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            messages.Add(RowReading.Read(reader, RecordKind.Message));
        }

        return messages;
    }
}
