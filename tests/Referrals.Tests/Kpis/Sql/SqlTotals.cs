using System.Globalization;
using Microsoft.Data.Sqlite;
using NodaTime;
using Referrals.Kpis;

namespace Referrals.Tests.Kpis.Sql;

/// <summary>Totals by segment out of a table of facts, grouped by the database: only sums and counts come back.</summary>
internal sealed class SqlTotals
{
    private const string People = """
        WITH people AS (
            SELECT customer, occurred_at AS at, referrer, COALESCE(segment, '') AS segment,
                CASE WHEN referrer IS NOT NULL THEN 'referral' ELSE COALESCE(channel, '') END AS channel
            FROM facts WHERE type = 'SignedUp'),
        inside AS (SELECT f.*, COALESCE(p.segment, '') AS own FROM facts f LEFT JOIN people p ON p.customer = f.customer
            WHERE f.occurred_at >= $from AND f.occurred_at < $to)
        """;

    private const string Eligible = "SELECT segment, COUNT(*) FROM people WHERE at < $to GROUP BY 1";

    private const string Cohorts = """
        , bought AS (SELECT customer, MIN(occurred_at) AS at FROM facts
            WHERE type = 'ConversionRecorded' AND unit IS NOT NULL GROUP BY 1),
        net AS (SELECT customer,
                SUM(CASE type WHEN 'RefundRecorded' THEN -quantity ELSE quantity END) AS revenue,
                SUM(CASE type WHEN 'RefundRecorded' THEN -COALESCE(margin, 0) ELSE COALESCE(margin, 0) END) AS margin
            FROM inside WHERE type IN ('ConversionRecorded', 'RefundRecorded') AND unit = $unit GROUP BY 1)
        SELECT p.segment, p.channel, COUNT(*), COALESCE(SUM(b.at < $to), 0), COALESCE(SUM(n.revenue), 0),
            COALESCE(SUM(n.margin), 0), COALESCE(SUM(n.margin * n.margin), 0)
        FROM people p LEFT JOIN bought b ON b.customer = p.customer LEFT JOIN net n ON n.customer = p.customer
        WHERE p.at >= $from AND p.at < $to GROUP BY 1, 2
        """;

    private const string Shares =
        "SELECT own, COUNT(*), COUNT(DISTINCT customer) FROM inside WHERE type = 'ShareRecorded' GROUP BY 1";

    private const string Clicks = """
        SELECT COALESCE(p.segment, ''), COUNT(*), COUNT(DISTINCT i.referrer || char(31) || i.subject || char(31) || i.visitor)
        FROM inside i LEFT JOIN people p ON p.customer = i.referrer WHERE i.type = 'TouchRecorded' GROUP BY 1
        """;

    private const string Payments = """
        SELECT own, type, COUNT(*), COUNT(DISTINCT customer), SUM(quantity), SUM(COALESCE(margin, 0)) FROM inside
        WHERE type IN ('ConversionRecorded', 'RefundRecorded', 'RewardGranted', 'RewardReversed') AND unit = $unit GROUP BY 1, 2
        """;

    private const string Active = """
        , acts AS (SELECT own, customer, type = 'ShareRecorded' AS shared, type = 'ConversionRecorded' AND unit = $unit AS bought
            FROM inside WHERE type IN ('SignedUp', 'ShareRecorded') OR (type = 'ConversionRecorded' AND unit = $unit)),
        actors AS (SELECT own, customer, MAX(shared) AS shared, MAX(bought) AS bought FROM acts GROUP BY 1, 2)
        SELECT own, COUNT(*), SUM(shared AND bought) FROM actors GROUP BY 1
        """;

    private const string Costs = """
        SELECT CASE WHEN type = 'CostRecorded' THEN COALESCE(segment, '') ELSE own END,
            CASE WHEN type = 'CostRecorded' THEN COALESCE(channel, '') ELSE 'referral' END,
            SUM(CASE type WHEN 'RewardReversed' THEN -quantity ELSE quantity END)
        FROM inside WHERE type IN ('CostRecorded', 'RewardGranted', 'RewardReversed') AND unit = $unit GROUP BY 1, 2
        """;

    private const string Outstanding = """
        SELECT COALESCE(p.segment, ''), SUM(CASE f.type WHEN 'RewardReversed' THEN -quantity ELSE quantity END)
        FROM facts f LEFT JOIN people p ON p.customer = f.customer
        WHERE f.type IN ('RewardGranted', 'RewardReversed') AND unit = $unit AND f.occurred_at < $to GROUP BY 1
        """;

    private const string Times = """
        , bought AS (SELECT customer, MIN(occurred_at) AS at FROM facts
            WHERE type = 'ConversionRecorded' AND unit IS NOT NULL GROUP BY 1)
        SELECT p.segment, p.at - r.at, r.at >= $from AND r.at < $to, CASE WHEN b.at < $to THEN b.at - p.at END
        FROM people p LEFT JOIN people r ON r.customer = p.referrer LEFT JOIN bought b ON b.customer = p.customer
        WHERE p.channel = 'referral' AND p.at >= $from AND p.at < $to
        """;

    private const string Answers = """
        SELECT own, SUM(quantity >= 9), SUM(quantity IN (7, 8)), SUM(quantity <= 6) FROM inside WHERE type = 'SurveyAnswered' GROUP BY 1
        """;

    private const string Referrals = """
        SELECT own, type, COALESCE(code, ''), COUNT(*) FROM inside
        WHERE type IN ('ReferralCreated', 'ReferralQualified', 'ReferralRefused') GROUP BY 1, 2, 3
        """;

    private const string LeftOut = """
        SELECT own, unit, COUNT(*) FROM inside WHERE unit <> $unit
            AND type IN ('ConversionRecorded', 'RefundRecorded', 'RewardGranted', 'RewardReversed', 'CostRecorded') GROUP BY 1, 2
        """;

    private readonly SqliteConnection _connection;
    private readonly KpiWindow _window;
    private readonly Unit _unit;
    private readonly Dictionary<string, KpiTotals> _totals = [];

    private SqlTotals(SqliteConnection connection, KpiWindow window, Unit unit)
    {
        _connection = connection;
        _window = window;
        _unit = unit;
    }

    internal static Dictionary<string, KpiTotals> BySegment(SqliteConnection connection, KpiWindow window, Unit unit)
    {
        var totals = new SqlTotals(connection, window, unit);
        totals.CountPeople();
        totals.Money();
        totals.Rest();
        return totals._totals;
    }

    private void CountPeople()
    {
        Each(Eligible, (t, r) => t with { EligibleCustomers = Long(r[1]) });
        Each(Cohorts, (t, r) => t with
        {
            Cohorts = With(t.Cohorts, (string)r[1], new CohortTotals
            {
                Customers = Long(r[2]),
                Purchasers = Long(r[3]),
                RevenueMinor = Long(r[4]),
                MarginMinor = Long(r[5]),
                MarginSquares = Long(r[6]),
            }),
        });
        Each(Shares, (t, r) => t with { Shares = Long(r[1]), ActiveAdvocates = Long(r[2]) });
        Each(Clicks, (t, r) => t with { RawClicks = Long(r[1]), UniqueClicks = Long(r[2]) });
        Each(Active, (t, r) => t with { ActiveCustomers = Long(r[1]), SharingBuyers = Long(r[2]) });
        Each(Times, (t, r) => t with
        {
            CycleTimes = t.CycleTimes.Merge(Sample(r[1])),
            ConversionTimes = t.ConversionTimes.Merge(Sample(r[3])),
            SignupsOfNewReferrers = t.SignupsOfNewReferrers + (r[2] is DBNull ? 0 : Long(r[2])),
        });
    }

    private void Money()
    {
        Each(Payments, (t, r) => (string)r[1] switch
        {
            "ConversionRecorded" => t with
            {
                Orders = Long(r[2]),
                Buyers = Long(r[3]),
                GrossRevenueMinor = Long(r[4]),
                GrossMarginMinor = Long(r[5]),
            },
            "RefundRecorded" => t with { Refunds = Long(r[2]), RefundedRevenueMinor = Long(r[4]), RefundedMarginMinor = Long(r[5]) },
            "RewardGranted" => t with { RewardsGrantedMinor = Long(r[4]) },
            _ => t with { RewardsReversedMinor = Long(r[4]) },
        });
        Each(Costs, (t, r) => Long(r[2]) == 0 ? t : t with { CostsMinor = With(t.CostsMinor, (string)r[1], Long(r[2])) });
        Each(Outstanding, (t, r) => t with { RewardsOutstandingMinor = Long(r[1]) });
        Each(LeftOut, (t, r) => t with { LeftOut = With(t.LeftOut, (string)r[1], Long(r[2])) });
    }

    private void Rest()
    {
        Each(Answers, (t, r) => t with { Promoters = Long(r[1]), Passives = Long(r[2]), Detractors = Long(r[3]) });
        Each(Referrals, (t, r) => (string)r[1] switch
        {
            "ReferralCreated" => t with { ReferralsCreated = Long(r[3]) },
            "ReferralQualified" => t with { ReferralsQualified = Long(r[3]) },
            _ => t with { Refusals = With(t.Refusals, (string)r[2], Long(r[3])) },
        });
    }

    private void Each(string query, Func<KpiTotals, object[], KpiTotals> add)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = People + query;
        _ = command.Parameters.AddWithValue("$from", _window.From.ToUnixTimeTicks() / 10);
        _ = command.Parameters.AddWithValue("$to", _window.To.ToUnixTimeTicks() / 10);
        _ = command.Parameters.AddWithValue("$unit", _unit.ToString());
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var row = new object[reader.FieldCount];
            _ = reader.GetValues(row);
            var segment = (string)row[0];
            _totals[segment] = add(_totals.GetValueOrDefault(segment) ?? KpiTotals.Zero(_window, _unit), row);
        }
    }

    private static Dictionary<string, T> With<T>(IReadOnlyDictionary<string, T> values, string key, T value) =>
        new(values) { [key] = value };

    private static DurationSample Sample(object microseconds) =>
        microseconds is DBNull ? DurationSample.Empty : DurationSample.Of([Duration.FromTicks(Long(microseconds) * 10)]);

    private static long Long(object value) => Convert.ToInt64(value, CultureInfo.InvariantCulture);
}
