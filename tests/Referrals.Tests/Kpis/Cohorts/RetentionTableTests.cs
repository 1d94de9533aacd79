using NodaTime;
using Referrals.Kpis;

namespace Referrals.Tests.Kpis.Cohorts;

public sealed class RetentionTableTests
{
    private static readonly IReadOnlyList<KpiWindow> Months = KpiPeriods.Months(new LocalDate(2025, 1, 1), 12, DateTimeZone.Utc);
    private static readonly FactTable Shop = FactTable.Read(KpiVectors.Shop, KpiVectors.Usd);
    private static readonly Dictionary<CustomerId, Instant> SignedUp = KpiVectors.Shop
        .Where(f => f.Kind == FactKind.SignedUp)
        .ToDictionary(f => f.Customer!.Value, f => f.OccurredAt);

    private static readonly ILookup<CustomerId, Fact> Sales = KpiVectors.Shop
        .Where(f => f.Kind == FactKind.ConversionRecorded)
        .ToLookup(f => f.Customer!.Value);

    [Fact]
    public void Calendar_retention_equals_a_count_over_the_facts()
    {
        var table = RetentionTable.ByPeriod(Shop, Months);

        Each(table, (customer, cohort, age) => Sales[customer].Any(s => Months[cohort + age].Contains(s.OccurredAt)));
    }

    [Fact]
    public void Rolling_retention_counts_later_periods_and_never_rises()
    {
        var table = RetentionTable.ByPeriod(Shop, Months, rolling: true);

        Each(table, (customer, cohort, age) => Sales[customer].Any(s => s.OccurredAt >= Months[cohort + age].From));
        Assert.All(table.Cohorts, c => Assert.Equal(c.Ages.OrderByDescending(a => a.Retained), c.Ages));
    }

    [Fact]
    public void Elapsed_retention_counts_from_each_sign_up()
    {
        var step = Duration.FromDays(30);
        var table = RetentionTable.ByElapsedTime(Shop, Months, step, ages: 6, asOf: Months[^1].To);

        Each(table, (customer, _, age) => Sales[customer].Any(
            s => s.OccurredAt >= SignedUp[customer] + (step * age) && s.OccurredAt < SignedUp[customer] + (step * (age + 1))));
        Assert.Equal(6, table.Cohorts[0].Ages.Count);
        Assert.Empty(table.Cohorts[^1].Ages); // Those who signed up on the last evening are not 30 days old.
    }

    [Fact]
    public void Margins_of_all_ages_add_up_to_those_of_the_journal()
    {
        var margin = RetentionTable.ByPeriod(Shop, Months).Cohorts.SelectMany(c => c.Ages).Sum(a => a.Margin);

        var totals = Shop.Totals(KpiWindow.Of(Months[0].From, Months[^1].To));
        Assert.Equal(totals.Whole(totals.GrossMarginMinor - totals.RefundedMarginMinor), margin);
    }

    [Fact]
    public void Channel_narrows_the_cohorts_to_its_customers() => Assert.Equal(
        Months.Select(m => Shop.Totals(m).Referred.Customers),
        RetentionTable.ByPeriod(Shop, Months, channel: Channel.Referral).Cohorts.Select(c => c.Customers));

    [Fact]
    public void Cohort_of_nobody_has_no_rate()
    {
        var cell = RetentionTable.ByPeriod(FactTable.Read([], KpiVectors.Usd), Months).Cohorts[0].Ages[0];

        Assert.Null(cell.Retention);
        Assert.Null(cell.Churn);
        Assert.Null(cell.Interval);
    }

    [Fact]
    public void Periods_with_a_gap_are_refused() =>
        Assert.Throws<ArgumentException>(() => RetentionTable.ByPeriod(Shop, [Months[0], Months[2]]));

    private static void Each(RetentionTable table, Func<CustomerId, int, int, bool> retained)
    {
        for (var c = 0; c < Months.Count; c++)
        {
            var customers = SignedUp.Where(s => Months[c].Contains(s.Value)).Select(s => s.Key).ToList();
            Assert.Equal(customers.Count, table.Cohorts[c].Customers);
            Assert.All(table.Cohorts[c].Ages, cell =>
                Assert.Equal(customers.Count(customer => retained(customer, c, cell.Age)), cell.Retained));
        }
    }
}
