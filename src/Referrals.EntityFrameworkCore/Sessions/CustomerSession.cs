using System.Runtime.CompilerServices;
using Referrals.EntityFrameworkCore.Sql.Statements;
using Referrals.Storage;

namespace Referrals.EntityFrameworkCore.Sessions;

/// <summary>Reads what concerns one customer, or has a label, page by page through an index.</summary>
internal sealed class CustomerSession
{
    private const int PageSize = 512;

    private readonly StoreSession _session;
    private readonly StatementSet _statements;

    internal CustomerSession(StoreSession session, StatementSet statements)
    {
        _session = session;
        _statements = statements;
    }

    internal IAsyncEnumerable<StoredRecord> LinesOfAsync(Partition partition, CustomerId customer, CancellationToken cancellationToken) =>
        PagesAsync(_statements.Ledger.ScanCustomer, RecordKind.Ledger, partition, customer, cancellationToken);

    internal IAsyncEnumerable<StoredRecord> RefusalsOfAsync(Partition partition, CustomerId customer, CancellationToken cancellationToken) =>
        PagesAsync(_statements.Facts.ScanRefusals, RecordKind.Fact, partition, customer, cancellationToken);

    internal async IAsyncEnumerable<StoredRecord> FindAsync(
        Partition partition, LabelQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var statement = query.Label switch
        {
            RecordLabel.Owner => _statements.Records.FindOwner,
            RecordLabel.Subject => _statements.Records.FindSubject,
            _ => _statements.Records.FindList,
        };
        var (beyond, left) = (query.Beyond, query.Limit);
        while (left > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var size = Math.Min(left, PageSize);
            object[] values = [partition.ToString(), (int)query.Kind, query.Text, beyond, (long)size];
            var page = await _session.ReadAsync(statement, values, query.Kind, cancellationToken).ConfigureAwait(false);
            foreach (var record in page)
            {
                yield return record;
            }

            if (page.Count < size)
            {
                yield break;
            }

            left -= page.Count;
            beyond = page[^1].Position;
        }
    }

    private async IAsyncEnumerable<StoredRecord> PagesAsync(
        Statement statement, RecordKind kind, Partition partition, CustomerId customer, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var before = long.MaxValue;
        while (true)
        {
            object[] values = [partition.ToString(), customer.Value, before, (long)PageSize];
            var page = await _session.ReadAsync(statement, values, kind, cancellationToken).ConfigureAwait(false);
            foreach (var record in page)
            {
                yield return record;
            }

            if (page.Count < PageSize)
            {
                yield break;
            }

            before = page[^1].Position;
        }
    }
}
