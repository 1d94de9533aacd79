using Referrals.EntityFrameworkCore.Model;
using Referrals.EntityFrameworkCore.Sql.Statements;

namespace Referrals.EntityFrameworkCore.Kpis;

/// <summary>What is new in the journal of a partition.</summary>
internal sealed class ChangeStatements
{
    internal ChangeStatements(TableNames tables)
    {
        var facts = tables.Quoted(tables.Facts);
        Last = new Statement($"SELECT COALESCE(MAX(f.position), 0) FROM {facts} f WHERE f.partition = $1", SqlType.Text);
        Writers = new Statement(
            $"""
            SELECT CASE WHEN pg_is_in_recovery() THEN 'recovery' ELSE l.virtualtransaction END FROM (SELECT 1) one
            LEFT JOIN pg_locks l ON l.relation = '{facts}'::regclass AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
                AND l.mode = 'RowExclusiveLock' AND l.granted
            """);
        Earliest = new Statement(
            $"""
            SELECT MIN(e.time) FROM (
                SELECT MIN(n.occurred_at) AS time FROM {facts} n WHERE n.partition = $1 AND n.position > $2
                UNION ALL
                SELECT MIN((SELECT MIN(f.occurred_at) FROM {facts} f WHERE f.partition = $1 AND f.customer = n.customer))
                FROM {facts} n WHERE n.partition = $1 AND n.position > $2 AND n.type = 'SignedUp'
                UNION ALL
                SELECT MIN((SELECT MIN(f.occurred_at) FROM {facts} f WHERE f.partition = $1 AND f.referrer = n.customer AND {ReferralsModel.OfReferrer}))
                FROM {facts} n WHERE n.partition = $1 AND n.position > $2 AND n.type = 'SignedUp') e
            """,
            SqlType.Text, SqlType.Whole);
    }

    /// <summary>The last position that can be seen. Partition.</summary>
    internal Statement Last { get; }

    /// <summary>
    /// The transactions that write facts on PostgreSQL, or nothing; <c>recovery</c> on a standby, where they cannot be seen. An
    /// insert has this lock before it takes its position, and keeps it until its transaction ends.
    /// </summary>
    internal Statement Writers { get; }

    /// <summary>
    /// The earliest time that facts after a position touch: their own, and for a new sign-up that of whatever its customer did before,
    /// which now moves to another group, and of the sign-ups that the customer caused. Partition, position.
    /// </summary>
    internal Statement Earliest { get; }
}
