using NodaTime;
using Referrals.Kpis;

namespace Referrals.Tests.Kpis;

public sealed class KpiPeriodsTests
{
    private static readonly DateTimeZone Paris = DateTimeZoneProviders.Tzdb["Europe/Paris"];

    [Fact]
    public void Months_begin_at_the_midnights_of_their_zone()
    {
        var months = KpiPeriods.Months(new LocalDate(2025, 3, 17), 2, Paris);

        Assert.Equal(Instant.FromUtc(2025, 2, 28, 23, 0), months[0].From);
        Assert.Equal(Instant.FromUtc(2025, 3, 31, 22, 0), months[0].To); // Summer time has begun.
        Assert.Equal(months[0].To, months[1].From);
    }

    [Theory]
    [InlineData(IsoDayOfWeek.Monday, 6)]
    [InlineData(IsoDayOfWeek.Sunday, 5)]
    [InlineData(IsoDayOfWeek.Friday, 10)]
    public void Weeks_begin_on_the_declared_day(IsoDayOfWeek weekStart, int day)
    {
        var weeks = KpiPeriods.Weeks(new LocalDate(2025, 1, 10), 1, DateTimeZone.Utc, weekStart); // A Friday.

        Assert.Equal(Instant.FromUtc(2025, 1, day, 0, 0), weeks[0].From);
        Assert.Equal(Duration.FromDays(7), weeks[0].Length);
    }

    [Fact]
    public void Day_on_which_the_clock_goes_forward_has_23_hours() =>
        Assert.Equal(Duration.FromHours(23), KpiPeriods.Days(new LocalDate(2025, 3, 30), 1, Paris)[0].Length);

    [Fact]
    public void Quarters_and_years_begin_where_the_calendar_says()
    {
        Assert.Equal(Instant.FromUtc(2025, 7, 1, 0, 0), KpiPeriods.Quarters(new LocalDate(2025, 9, 30), 2, DateTimeZone.Utc)[0].From);
        Assert.Equal(Instant.FromUtc(2026, 1, 1, 0, 0), KpiPeriods.Years(new LocalDate(2025, 9, 30), 2, DateTimeZone.Utc)[1].From);
    }
}
