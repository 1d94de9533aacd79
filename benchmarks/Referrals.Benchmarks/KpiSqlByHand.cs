using System.Data.Common;

namespace Referrals.Benchmarks;

/// <summary>
/// The same numbers by segment and month as a programmer would write them by hand, a query for each thing to know, with the months
/// of the database itself: the peer of the push-down.
/// </summary>
internal static class KpiSqlByHand
{
    private static readonly string[] Queries =
    [
        "SELECT segment, {month}, count(*) FROM people f GROUP BY 1, 2",
        """
        SELECT f.segment, {month}, f.channel, count(*), count(b.first), sum(n.revenue), sum(n.margin), sum(n.margin * n.margin)
        FROM people f
        LEFT JOIN (SELECT customer, min(occurred_at) AS first FROM facts WHERE type = 'ConversionRecorded' GROUP BY 1) b ON b.customer = f.customer
        LEFT JOIN (SELECT f.customer, {month} AS month, sum(CASE f.type WHEN 'RefundRecorded' THEN -f.quantity ELSE f.quantity END) AS revenue,
            sum(CASE f.type WHEN 'RefundRecorded' THEN -f.margin ELSE f.margin END) AS margin
            FROM facts f WHERE f.type IN ('ConversionRecorded', 'RefundRecorded') AND f.unit = 'USD' GROUP BY 1, 2) n
            ON n.customer = f.customer AND n.month = {month}
        GROUP BY 1, 2, 3
        """,
        "SELECT p.segment, {month}, count(*), count(DISTINCT f.customer) FROM facts f JOIN people p ON p.customer = f.customer WHERE f.type = 'ShareRecorded' GROUP BY 1, 2",
        """
        SELECT p.segment, {month}, count(*), count(DISTINCT f.subject || '/' || f.visitor)
        FROM facts f JOIN people p ON p.customer = f.referrer WHERE f.type = 'TouchRecorded' GROUP BY 1, 2
        """,
        """
        SELECT p.segment, {month}, f.type, count(*), count(DISTINCT f.customer), sum(f.quantity), sum(f.margin)
        FROM facts f JOIN people p ON p.customer = f.customer
        WHERE f.type IN ('ConversionRecorded', 'RefundRecorded', 'RewardGranted', 'RewardReversed') AND f.unit = 'USD' GROUP BY 1, 2, 3
        """,
        """
        SELECT segment, month, count(*), sum(CASE WHEN shared > 0 AND bought > 0 THEN 1 ELSE 0 END) FROM (SELECT p.segment, {month} AS month, f.customer,
            max(CASE f.type WHEN 'ShareRecorded' THEN 1 ELSE 0 END) AS shared, max(CASE f.type WHEN 'ConversionRecorded' THEN 1 ELSE 0 END) AS bought
            FROM facts f JOIN people p ON p.customer = f.customer WHERE f.type IN ('SignedUp', 'ShareRecorded', 'ConversionRecorded') GROUP BY 1, 2, 3) a
        GROUP BY 1, 2
        """,
        """
        SELECT f.segment, {month}, f.occurred_at - r.occurred_at, b.first - f.occurred_at FROM people f JOIN people r ON r.customer = f.referrer
        LEFT JOIN (SELECT customer, min(occurred_at) AS first FROM facts WHERE type = 'ConversionRecorded' GROUP BY 1) b ON b.customer = f.customer
        """,
        "SELECT p.segment, {month}, f.quantity, count(*) FROM facts f JOIN people p ON p.customer = f.customer WHERE f.type = 'SurveyAnswered' GROUP BY 1, 2, 3",
        "SELECT p.segment, {month}, f.type, f.code, count(*) FROM facts f JOIN people p ON p.customer = f.customer WHERE f.type IN ('ReferralCreated', 'ReferralQualified', 'ReferralRefused') GROUP BY 1, 2, 3, 4",
    ];

    /// <summary>Runs all queries and reads all of their rows.</summary>
    internal static async Task<int> RunAsync(DbConnection connection, string month)
    {
        var rows = 0;
        foreach (var query in Queries)
        {
            await using var command = connection.CreateCommand();
            command.CommandTimeout = 0;
#pragma warning disable CA2100 // A benchmark's own constants.
            command.CommandText = "WITH facts AS NOT MATERIALIZED (SELECT * FROM referral_facts WHERE partition = 'spring'), people AS (SELECT * FROM facts WHERE type = 'SignedUp') "
                + query.Replace("{month}", month, StringComparison.Ordinal);
#pragma warning restore CA2100
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                rows++;
            }
        }

        return rows;
    }
}
