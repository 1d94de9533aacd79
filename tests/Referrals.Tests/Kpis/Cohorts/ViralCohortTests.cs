using NodaTime;
using Referrals.Kpis;

namespace Referrals.Tests.Kpis.Cohorts;

public sealed class ViralCohortTests
{
    private static readonly IReadOnlyList<KpiWindow> Months = KpiPeriods.Months(new LocalDate(2025, 1, 1), 12, DateTimeZone.Utc);

    [Fact]
    public void Cohorts_equal_a_count_over_the_facts()
    {
        var horizon = Duration.FromDays(30);
        var signUps = KpiVectors.Shop.Where(f => f.Kind == FactKind.SignedUp).ToDictionary(f => f.Customer!.Value);
        var pairs = signUps.Values.Where(f => f.Referrer is not null)
            .Select(f => (At: f.OccurredAt, Before: signUps[f.Referrer!.Value].OccurredAt))
            .Where(p => p.At - p.Before < horizon)
            .ToList();

        var cohorts = ViralCohort.Of(FactTable.Read(KpiVectors.Shop, KpiVectors.Usd), Months, horizon, Months[^1].To);

        Assert.Equal(Months.Select(m => (long)pairs.Count(p => m.Contains(p.Before))), cohorts.Select(c => c.Brought));
        Assert.Equal(Months.Select(m => (long)signUps.Values.Count(f => m.Contains(f.OccurredAt))), cohorts.Select(c => c.Customers));
        Assert.True(cohorts[0].Brought > 10);
    }

    [Fact]
    public void Cohort_is_mature_once_its_last_customer_had_the_whole_horizon()
    {
        var table = FactTable.Read([], KpiVectors.Usd);

        Assert.True(ViralCohort.Of(table, [Months[0]], Duration.FromDays(30), Months[0].To + Duration.FromDays(30))[0].IsMature);
        Assert.False(ViralCohort.Of(table, [Months[0]], Duration.FromDays(30), Months[0].To + Duration.FromDays(29))[0].IsMature);
    }
}
