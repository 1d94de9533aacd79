using NodaTime;
using Referrals.Kpis;

namespace Referrals.Tests.Kpis.Cohorts;

public sealed class StickinessTests
{
    private static readonly IReadOnlyList<KpiWindow> Days = KpiPeriods.Days(new LocalDate(2025, 6, 1), 30, DateTimeZone.Utc);
    private static readonly KpiWindow Month = KpiWindow.Of(Days[0].From, Days[^1].To);

    [Fact]
    public void One_customer_on_every_second_day_is_half_sticky()
    {
        var shares = Days.Where((_, day) => day % 2 == 0).Select(day => new Fact
        {
            Kind = FactKind.ShareRecorded,
            OccurredAt = day.From,
            Customer = CustomerId.From("a"),
            Subject = "s",
        });
        var table = FactTable.Read(shares, KpiVectors.Usd);

        Assert.Equal(0.5m, Stickiness.Of(table.Totals(Days), table.Totals(Month)).Value);
    }

    [Fact]
    public void Month_of_nobody_has_a_reason_and_no_value()
    {
        var table = FactTable.Read([], KpiVectors.Usd);

        Assert.NotNull(Stickiness.Of(table.Totals(Days), table.Totals(Month)).Reason);
    }

    [Fact]
    public void Days_of_another_month_are_refused()
    {
        var table = FactTable.Read([], KpiVectors.Usd);

        Assert.Throws<ArgumentException>(() => Stickiness.Of(table.Totals([.. Days.Skip(1)]), table.Totals(Month)));
    }
}
