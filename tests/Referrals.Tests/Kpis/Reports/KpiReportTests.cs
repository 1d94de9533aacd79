using System.Globalization;
using System.Text.Json;
using NodaTime;
using Referrals.Kpis;

namespace Referrals.Tests.Kpis.Reports;

public sealed class KpiReportTests
{
    private static readonly KpiWindow FirstHalf = KpiWindow.Of(Instant.FromUtc(2025, 1, 1, 0, 0), Instant.FromUtc(2025, 7, 1, 0, 0));

    [Fact]
    public void Every_kpi_of_the_first_half_equals_the_published_value()
    {
        var report = KpiReport.Compute(KpiVectors.Shop, FirstHalf, KpiVectors.Usd);

        var expected = KpiVectors.Rows("scenario/expected_kpis_H1.csv").ToList();
        Assert.Equal(expected.Select(r => r[3]), report.Results.Select(r => r.Name));
        Assert.All(expected, row => Check(report[row[3]], decimal.Parse(row[4], CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void Order_of_the_facts_does_not_matter()
    {
        var shuffled = KpiVectors.Shop.ToArray();
        new Random(7).Shuffle(shuffled);

        Assert.Equal(
            KpiReport.Compute(KpiVectors.Shop, FirstHalf, KpiVectors.Usd).Totals,
            KpiReport.Compute(shuffled, FirstHalf, KpiVectors.Usd).Totals);
    }

    [Fact]
    public void Window_without_facts_has_counts_of_zero_and_no_ratio()
    {
        var before = KpiWindow.Of(Instant.FromUtc(2020, 1, 1, 0, 0), Instant.FromUtc(2020, 2, 1, 0, 0));

        var report = KpiReport.Compute(KpiVectors.Shop, before, KpiVectors.Usd);

        Assert.Equal(0, report["shares"].Value);
        Assert.Null(report["participation_rate"].Value);
        Assert.Equal("nobody had signed up by the end of the window", report["participation_rate"].Reason);
        Assert.Equal("nobody signed up by referral in the window", report["cycle_time_days_median"].Reason);
        Assert.All(report.Results, r => Assert.True(r.Value is null != r.Reason is null, r.Name));
    }

    [Fact]
    public void Empty_window_inside_the_year_still_knows_who_is_eligible()
    {
        var noon = Instant.FromUtc(2025, 7, 1, 0, 0);

        var report = KpiReport.Compute(KpiVectors.Shop, KpiWindow.Of(noon, noon), KpiVectors.Usd);

        Assert.Equal(803, report["eligible_customers"].Value);
        Assert.Equal(0, report["participation_rate"].Value);
        Assert.Null(report["CAC_referral_per_purchaser"].Value);
    }

    [Fact]
    public void Json_holds_value_numerator_and_denominator_by_name()
    {
        using var json = JsonDocument.Parse(KpiReport.Compute(KpiVectors.Shop, FirstHalf, KpiVectors.Usd).ToJson());

        var rate = json.RootElement.GetProperty("participation_rate");
        Assert.Equal(0.2889165628891656, rate.GetProperty("value").GetDouble(), 12);
        Assert.Equal(232, rate.GetProperty("numerator").GetInt64());
        Assert.Equal(803, rate.GetProperty("denominator").GetInt64());
        Assert.Equal("USD", json.RootElement.GetProperty("CAC_referral_per_purchaser").GetProperty("unit").GetString());
    }

    [Fact]
    public void Table_of_the_first_half_reads_as_approved() =>
        Approvals.Verify(KpiReport.Compute(KpiVectors.Shop, FirstHalf, KpiVectors.Usd).ToText());

    [Fact]
    public void Csv_has_the_full_precision_and_leaves_the_undefined_empty()
    {
        var lines = KpiReport.Compute([], FirstHalf, KpiVectors.Usd).ToCsv().Split('\n');
        var full = KpiReport.Compute(KpiVectors.Shop, FirstHalf, KpiVectors.Usd).ToCsv().Split('\n');

        Assert.Equal("kpi,from,to,value,numerator,denominator,unit,n,low,high", full[0]);
        Assert.StartsWith("shares,2025-01-01T00:00:00Z,2025-07-01T00:00:00Z,688,,,count,", full[4], StringComparison.Ordinal);
        Assert.Contains(full, line => line.Contains(",0.2889165628891656,232,803,proportion,803,0.258", StringComparison.Ordinal));
        Assert.Contains("nps,2025-01-01T00:00:00Z,2025-07-01T00:00:00Z,,,,points,0,,", lines);
    }

    [Fact]
    public void Money_in_other_units_is_named_and_not_added()
    {
        var points = KpiVectors.Shop[0] with
        {
            Kind = FactKind.RewardGranted,
            OccurredAt = FirstHalf.From,
            Amount = Amount.Of(250, "points"),
        };

        var report = KpiReport.Compute([.. KpiVectors.Shop, points], FirstHalf, KpiVectors.Usd);

        Assert.Equal(5034m, report["referral_program_cost"].Value);
        Assert.Equal(1, report.Totals.LeftOut["points"]);
        Assert.Contains("Left out of all money: 1 facts in points.", report.ToText(), StringComparison.Ordinal);
    }

    private static void Check(KpiResult actual, decimal expected)
    {
        var tolerance = actual.Definition.Unit switch
        {
            KpiUnit.Count => 0m,
            KpiUnit.Money => 0.005m,
            _ => 1e-9m,
        };
        Assert.True(
            actual.Value is { } value && Math.Abs(value - expected) <= tolerance, $"{actual.Name}: {actual.Value}, not {expected}.");
    }
}
