using NodaTime;
using Referrals.Kpis;
using Referrals.Kpis.Catalogue;
using Referrals.Kpis.Columns;
using Referrals.Kpis.Reports;

namespace Referrals.Tests.Documentation.Snippets;

/// <summary>The code of docs/kpis.md.</summary>
public sealed class KpisDocTests
{
    private readonly Fact[] _journal =
    [
        new Fact { Kind = FactKind.SignedUp, OccurredAt = Instant.FromUtc(2025, 2, 1, 0, 0), Customer = CustomerId.From("alice"), Channel = Channel.Organic },
        new Fact { Kind = FactKind.SurveyAnswered, OccurredAt = Instant.FromUtc(2025, 2, 2, 0, 0), Customer = CustomerId.From("alice"), Score = 10 },
    ];

    private readonly Instant _from = Instant.FromUtc(2025, 1, 1, 0, 0);
    private readonly Instant _to = Instant.FromUtc(2025, 7, 1, 0, 0);

    [Fact]
    public void Report_is_computed_from_the_journal()
    {
        var journal = _journal;
        var from = _from;
        var to = _to;

        var report = KpiReport.Compute(journal, KpiWindow.Of(from, to), Unit.Money("USD"));
        Console.WriteLine(report.ToText());
        var rate = report["participation_rate"];     // rate.Value, rate.Numerator, rate.Denominator, rate.Interval, rate.Reason

        Assert.Equal(0, rate.Value);
    }

    [Fact]
    public void Hosts_add_kpis_of_their_own()
    {
        var journal = _journal;
        var from = _from;
        var to = _to;
        var totals = FactTable.Read(journal, Unit.Money("USD")).Totals(KpiWindow.Of(from, to));

        var ordersPerBuyer = KpiDefinition.Ratio(
            "orders_per_buyer", "sales / distinct buyers, in the window", t => t.Orders, t => t.Buyers, "nobody bought in the window");
        var report = KpiReport.Of(totals, [.. KpiCatalogue.Standard, ordersPerBuyer]);

        Assert.Equal("nobody bought in the window", report["orders_per_buyer"].Reason);
    }

    [Fact]
    public void Months_and_groups_come_from_one_table()
    {
        var journal = _journal;
        var zone = DateTimeZone.Utc;

        var table = FactTable.Read(journal, Unit.Money("USD"));                       // once
        var months = KpiPeriods.Months(new LocalDate(2025, 1, 1), 12, zone);
        foreach (var group in table.Groups(months, KpiGrouping.BySegment.And(KpiGrouping.ByChannel)))
            Console.WriteLine($"{group}: {KpiReport.Of(group.Totals[0])["nps"].ValueText}");

        Assert.Equal(12, months.Count);
    }
}
