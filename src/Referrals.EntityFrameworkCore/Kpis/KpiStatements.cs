using Referrals.EntityFrameworkCore.Sql.Statements;
using Referrals.Kpis;

namespace Referrals.EntityFrameworkCore.Kpis;

/// <summary>
/// The queries whose rows add up to the totals of groups. Each row has the key of its group, the number of its window, and
/// numbers. Both databases read the same texts; <c>$1</c> is the partition, <c>$2</c> the unit.
/// </summary>
internal sealed class KpiStatements
{
    private const string People = "temp.referral_kpi_people";
    private const string Types = "'SignedUp', 'ShareRecorded', 'ConversionRecorded', 'ConversionAmended', 'RefundRecorded', 'RefundCancelled'";
    private const string Sharer = "CASE WHEN f.type = 'TouchRecorded' THEN f.referrer ELSE f.customer END";
    private const string Channel = "CASE WHEN f.type = 'CostRecorded' THEN COALESCE(f.channel, '') ELSE 'referral' END";

    private readonly string _facts;
    private readonly string _people;
    private readonly KeySql _keys;
    private readonly WindowSql _windows;

    internal KpiStatements(Dialect dialect, string facts, IReadOnlyList<KpiWindow> windows, KpiGrouping grouping)
    {
        _facts = facts;
        _keys = new KeySql(grouping);
        _windows = new WindowSql(windows);
        _people = $"WITH people AS {(dialect == Dialect.Sqlite ? $"NOT MATERIALIZED (SELECT * FROM {People})" : $"({SignUps})")}";
    }

    internal KeySql Keys => _keys;

    /// <summary>
    /// Keeps the sign-ups by customer aside, on SQLite: it joins in loops, and without statistics, which few applications let it gather,
    /// it would go through all of them for each person.
    /// </summary>
    internal Statement KeepPeople => Query(
        $"""
        DROP TABLE IF EXISTS {People};
        CREATE TEMP TABLE referral_kpi_people (customer TEXT NOT NULL PRIMARY KEY, since INTEGER, referrer TEXT, version INTEGER,
            segment TEXT, channel TEXT) WITHOUT ROWID;
        INSERT OR IGNORE INTO {People} {SignUps} ORDER BY f.occurred_at, f.position
        """);

    internal static Statement ForgetPeople => Query($"DROP TABLE IF EXISTS {People}");

    private string SignUps =>
        $"""
        SELECT f.customer, f.occurred_at AS since, f.referrer, f.program_version AS version, COALESCE(f.segment, '') AS segment,
            CASE WHEN f.referrer IS NOT NULL THEN 'referral' ELSE COALESCE(f.channel, '') END AS channel
        FROM {_facts} f WHERE f.partition = $1 AND f.type = 'SignedUp'
        """;

    private string Number => _windows.Number("f.occurred_at");

    private string Inside => _windows.Inside("f.occurred_at");

    /// <summary>Everybody who signed up, by the first window that ends after it: key, window, people.</summary>
    internal Statement Eligible => Query(
        $"""
        {_people}
        SELECT {_keys.OfPerson("p", "p.referrer")}{_windows.Number("p.since")}, COUNT(*) FROM people p WHERE {_windows.Before("p.since")}
        GROUP BY {_keys.Numbers(1)}
        """);

    /// <summary>
    /// Who signed up in a window: key, window, channel, time from the referrer's sign-up, time to the first sale, whether the
    /// referrer signed up in the window too, people, purchasers. Times only of the referred.
    /// </summary>
    internal Statement Members => Query(
        $"""
        {_people},
        members AS (SELECT p.*, {_windows.Number("p.since")} AS n FROM people p WHERE {_windows.Inside("p.since")}),
        bought AS (SELECT f.customer, MIN(f.occurred_at) AS first FROM members m JOIN {_facts} f ON f.customer = m.customer
            WHERE f.partition = $1 AND f.type = 'ConversionRecorded' AND f.unit IS NOT NULL AND {_windows.Before("f.occurred_at")} GROUP BY f.customer)
        SELECT {_keys.OfPerson("m", "m.referrer")}m.n, m.channel,
            CASE WHEN m.channel = 'referral' THEN m.since - r.since END,
            CASE WHEN m.channel = 'referral' AND {_windows.Number("b.first")} <= m.n THEN b.first - m.since END,
            CASE WHEN m.channel = 'referral' AND {_windows.Inside("r.since")} AND {_windows.Number("r.since")} = m.n THEN 1 ELSE 0 END,
            COUNT(*), COUNT(CASE WHEN {_windows.Number("b.first")} <= m.n THEN 1 END)
        FROM members m LEFT JOIN people r ON r.customer = m.referrer LEFT JOIN bought b ON b.customer = m.customer
        GROUP BY {_keys.Numbers(5)}
        """);

    /// <summary>
    /// What each person did in a window, added up: key, window, channel of those who signed up in it (else nothing), active people,
    /// buyers, sharing buyers, orders, revenue, margin, refunds, refunded revenue, refunded margin, then of those who signed up net
    /// revenue, net margin and the squares of margins in six parts; facts in other units; sharers and shares.
    /// </summary>
    internal Statement Persons => Query(
        $"""
        {_people},
        acts AS (SELECT {Number} AS n, f.customer,
                COUNT(CASE WHEN f.type = 'SignedUp' THEN 1 END) AS signups, COUNT(CASE WHEN f.type = 'ShareRecorded' THEN 1 END) AS shares,
                {Paid("ConversionRecorded", "orders", "revenue", "margin", "ConversionAmended", corrected: 1, counted: 0)},
                {Paid("RefundRecorded", "refunds", "back", "margin_back", "RefundCancelled", corrected: -1, counted: -1)},
                COUNT(CASE WHEN f.unit <> $2 THEN 1 END) AS foreign_facts
            FROM {_facts} f WHERE f.partition = $1 AND f.type IN ({Types}) AND {Inside}
            GROUP BY 1, 2),
        nets AS (SELECT a.*, CASE WHEN a.signups > 0 THEN a.revenue - a.back ELSE 0 END AS net_revenue,
                CASE WHEN a.signups > 0 THEN a.margin - a.margin_back ELSE 0 END AS net_margin FROM acts a),
        limbs AS (SELECT a.*, ABS(a.net_margin) / 1099511627776 AS x, ABS(a.net_margin) / 1048576 % 1048576 AS y, ABS(a.net_margin) % 1048576 AS z FROM nets a)
        SELECT {_keys.OfPerson("p", "p.referrer")}a.n, CASE WHEN a.signups > 0 THEN p.channel END,
            COUNT(CASE WHEN a.signups + a.shares + a.orders > 0 THEN 1 END), COUNT(CASE WHEN a.orders > 0 THEN 1 END),
            COUNT(CASE WHEN a.orders > 0 AND a.shares > 0 THEN 1 END),
            {Sums("a.orders", "a.revenue", "a.margin", "a.refunds", "a.back", "a.margin_back", "a.net_revenue", "a.net_margin")},
            {Sums("a.x * a.x", "a.x * a.y", "a.x * a.z", "a.y * a.y", "a.y * a.z", "a.z * a.z", "a.foreign_facts")},
            COUNT(CASE WHEN a.shares > 0 THEN 1 END), {Sums("a.shares")}
        FROM limbs a LEFT JOIN people p ON p.customer = a.customer GROUP BY {_keys.Numbers(2)}
        """);

    /// <summary>Sharers in the groups of referrers that they are in themselves: key, window, sharers, shares.</summary>
    internal Statement Sharers => Query(
        $"""
        {_people},
        sharers AS (SELECT {Number} AS n, f.customer, COUNT(*) AS shares FROM {_facts} f
            WHERE f.partition = $1 AND f.type = 'ShareRecorded' AND {Inside} GROUP BY 1, 2)
        SELECT {_keys.OfPerson("p", "s.customer")}s.n, COUNT(*), {Sums("s.shares")} FROM sharers s LEFT JOIN people p ON p.customer = s.customer
        GROUP BY {_keys.Numbers(1)}
        """);

    /// <summary>
    /// Touches in the groups of the sharers: key, window, touches, pairs of share and visitor. One without a visitor is a pair of its own.
    /// </summary>
    internal Statement Clicks => Query(
        $"""
        {_people},
        pairs AS (SELECT {Number} AS n, f.referrer, COALESCE(f.subject, '') AS share, f.visitor, COUNT(*) AS clicks FROM {_facts} f
            WHERE f.partition = $1 AND f.type = 'TouchRecorded' AND {Inside} GROUP BY 1, 2, 3, 4)
        SELECT {_keys.OfPerson("p", "c.referrer")}c.n, {Sums("c.clicks", "CASE WHEN c.visitor IS NULL THEN c.clicks ELSE 1 END")}
        FROM pairs c LEFT JOIN people p ON p.customer = c.referrer GROUP BY {_keys.Numbers(1)}
        """);

    /// <summary>
    /// Rewards and other costs since the beginning: key, first window that ends after them, type, channel, whether they are in the
    /// window, amount, facts in other units.
    /// </summary>
    internal Statement Costs => Query(
        $"""
        {_people}
        SELECT {_keys.OfCost(Channel)}{Number}, f.type, {Channel}, CASE WHEN {Inside} THEN 1 ELSE 0 END,
            {Sums("CASE WHEN f.unit = $2 THEN f.quantity ELSE 0 END")}, COUNT(CASE WHEN f.unit <> $2 THEN 1 END)
        FROM {_facts} f LEFT JOIN people p ON p.customer = COALESCE(f.customer, f.referrer)
        WHERE f.partition = $1 AND f.type IN ('RewardGranted', 'RewardReversed', 'CostRecorded') AND f.unit IS NOT NULL
            AND {_windows.Before("f.occurred_at")}
        GROUP BY {_keys.Numbers(4)}
        """);

    /// <summary>Shares and touches in the groups of the sharers: key, window, type, channel, evidence, how many.</summary>
    internal Statement Funnel => Query(
        $"""
        {_people}
        SELECT {_keys.OfPerson("p", Sharer)}{Number}, f.type, COALESCE(f.channel, ''), COALESCE(f.code, ''), COUNT(*)
        FROM {_facts} f LEFT JOIN people p ON p.customer = {Sharer}
        WHERE f.partition = $1 AND f.type IN ('ShareRecorded', 'TouchRecorded') AND {Inside} GROUP BY {_keys.Numbers(4)}
        """);

    /// <summary>Facts that are only counted: key, window, type, channel, what of it, how many.</summary>
    internal Statement Counts => Counted(
        "CASE WHEN f.type <> 'SurveyAnswered' THEN COALESCE(f.code, '') WHEN f.quantity >= 9 THEN 'promoter' WHEN f.quantity >= 7 THEN 'passive' ELSE 'detractor' END",
        "f.type IN ('SurveyAnswered', 'ReferralCreated', 'ReferralQualified', 'ReferralRefused', "
        + "'ReferralHeld', 'ReferralApproved', 'ReferralRejected', 'RewardReviewed') AND (f.type <> 'SurveyAnswered' OR f.quantity IS NOT NULL)");

    /// <summary>Money in other units: key, window, type, channel, unit, how many facts.</summary>
    internal Statement LeftOut => Counted(
        "f.unit",
        "f.type IN ('ConversionRecorded', 'ConversionAmended', 'RefundRecorded', 'RefundCancelled', 'RewardGranted', 'RewardReversed', 'CostRecorded') "
        + "AND f.unit <> $2");

    private Statement Counted(string what, string condition) => Query(
        $"""
        {_people}
        SELECT {_keys.OfCount()}{Number}, f.type, COALESCE(f.channel, ''), {what}, COUNT(*) FROM {_facts} f LEFT JOIN people p ON p.customer = f.customer
        WHERE f.partition = $1 AND {condition} AND {Inside} GROUP BY {_keys.Numbers(4)}
        """);

    /// <summary>Facts of one type and those that correct them: how many, how much, how much margin.</summary>
    private static string Paid(string type, string count, string revenue, string margin, string correction, int corrected, int counted)
    {
        return $"""
        COUNT(CASE WHEN f.type = '{type}' AND f.unit = $2 THEN 1 END)
                + {counted} * COUNT(CASE WHEN f.type = '{correction}' AND f.unit = $2 THEN 1 END) AS {count},
                {Sum("f.quantity")} AS {revenue},
                {Sum("COALESCE(f.margin, 0)")} AS {margin}
        """;

        string Sum(string number) => $"""
            CAST(SUM(CASE WHEN f.unit = $2 AND f.type = '{type}' THEN {number}
                WHEN f.unit = $2 AND f.type = '{correction}' THEN {corrected} * {number} ELSE 0 END) AS bigint)
            """;
    }

    private static string Sums(params string[] terms) => string.Join(", ", terms.Select(static term => $"CAST(SUM({term}) AS bigint)"));

    private static Statement Query(string text) => new(text, SqlType.Text, SqlType.Text);
}
