using Referrals.EntityFrameworkCore.Sessions;
using Referrals.EntityFrameworkCore.Sql.Statements;
using Referrals.Kpis;

namespace Referrals.EntityFrameworkCore.Kpis;

/// <summary>Runs the queries of a fold, all of them on one state of the database.</summary>
internal sealed class KpiSession
{
    private readonly StoreConnection _connection;

    internal KpiSession(StoreConnection connection) => _connection = connection;

    internal Task<IReadOnlyList<KpiGroup>> GroupsAsync(
        Partition partition, Unit unit, IReadOnlyList<KpiWindow> windows, KpiGrouping grouping, CancellationToken cancellationToken) =>
        _connection.ReadAsync(
            token => FoldAsync(partition, unit, windows, grouping, token), cancellationToken);

    private async Task<IReadOnlyList<KpiGroup>> FoldAsync(
        Partition partition, Unit unit, IReadOnlyList<KpiWindow> windows, KpiGrouping grouping, CancellationToken cancellationToken)
    {
        var statements = new KpiStatements(
            _connection.Statements.Dialect, _connection.Statements.Tables.Quoted(_connection.Statements.Tables.Facts), windows, grouping);
        var fold = new KpiFold(partition, unit, windows, grouping);
        if (_connection.IsSqlite)
        {
            await RunAsync(statements.KeepPeople).ConfigureAwait(false);
        }

        await EachAsync(statements.Eligible, KpiFold.AddEligible).ConfigureAwait(false);
        await EachAsync(statements.Members, KpiFold.AddMembers).ConfigureAwait(false);
        await EachAsync(statements.Persons, fold.AddPersons).ConfigureAwait(false);
        if (statements.Keys.HasReferrer)
        {
            await EachAsync(statements.Sharers, KpiFold.AddSharers).ConfigureAwait(false);
        }

        await EachAsync(statements.Clicks, KpiFold.AddClicks).ConfigureAwait(false);
        await EachAsync(statements.Funnel, KpiFold.AddFunnel).ConfigureAwait(false);
        await EachAsync(statements.Costs, fold.AddCosts).ConfigureAwait(false);
        await EachAsync(statements.Counts, KpiFold.AddCounts).ConfigureAwait(false);
        if (fold.HasForeignMoney)
        {
            await EachAsync(statements.LeftOut, KpiFold.AddLeftOut).ConfigureAwait(false);
        }

        if (_connection.IsSqlite)
        {
            await RunAsync(KpiStatements.ForgetPeople).ConfigureAwait(false);
        }

        return fold.Groups();

        async Task RunAsync(Statement statement)
        {
            var command = _connection.Command(statement, partition.ToString(), unit.ToString());
            await using var disposal = command.ConfigureAwait(false);
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }

        async Task EachAsync(Statement statement, Action<GroupCell, KpiRow> add)
        {
            var command = _connection.Command(statement, partition.ToString(), unit.ToString());
            await using var disposal = command.ConfigureAwait(false);
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using var readerDisposal = reader.ConfigureAwait(false);
            var key = new string[statements.Keys.Count];
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                for (var i = 0; i < key.Length; i++)
                {
                    key[i] = reader.GetString(i);
                }

                add(fold.Cell(key, reader.GetInt32(key.Length)), new KpiRow(reader, key.Length + 1));
            }
        }
    }
}
