using NodaTime;
using Referrals.Kpis;
using Referrals.Tests.Kpis.Columns;

namespace Referrals.Tests.Kpis;

public sealed class KpiTotalsTests
{
    private static readonly KpiWindow Window = KpiWindow.Of(RandomFacts.Start, RandomFacts.Start + Duration.FromDays(40));

    [Fact]
    public void Merging_is_associative_and_commutative_and_zero_is_neutral()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var (a, b, c) = (Totals(3 * seed), Totals((3 * seed) + 1), Totals((3 * seed) + 2));

            Assert.Equal(a.Merge(b), b.Merge(a));
            Assert.Equal(a.Merge(b).Merge(c), a.Merge(b.Merge(c)));
            Assert.Equal(a, a.Merge(KpiTotals.Zero(Window, KpiVectors.Usd)));
            Assert.NotEqual(a, a.Merge(a));
        }
    }

    [Fact]
    public void Totals_of_different_windows_or_units_do_not_merge()
    {
        var zero = KpiTotals.Zero(Window, KpiVectors.Usd);
        var later = KpiTotals.Zero(KpiWindow.Of(Window.To, Window.To), KpiVectors.Usd);
        var euro = KpiTotals.Zero(Window, Unit.Money("EUR"));

        Assert.Contains("do not merge", Assert.Throws<ArgumentException>(() => zero.Merge(later)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => zero.Merge(euro));
    }

    [Fact]
    public void Deviation_of_large_margins_keeps_its_digits()
    {
        // Margins of 10^12 + 1, 2 and 3 cents: the squares cancel to a variance of exactly 1.
        var offset = (Int128)1_000_000_000_000;
        var cohort = new CohortTotals
        {
            Customers = 3,
            MarginMinor = (long)((3 * offset) + 6),
            MarginSquares = ((offset + 1) * (offset + 1)) + ((offset + 2) * (offset + 2)) + ((offset + 3) * (offset + 3)),
        };

        Assert.Equal(1.0, cohort.MarginVariance);
    }

    private static KpiTotals Totals(int seed) => FactTable.Read(RandomFacts.Make(seed, 120), KpiVectors.Usd).Totals(Window);
}
