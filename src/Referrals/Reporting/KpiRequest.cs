using Referrals.Kpis;
using Referrals.Kpis.Columns;

namespace Referrals.Reporting;

/// <summary>What may be asked of an <see cref="IKpiSource"/>: for whoever implements one.</summary>
public static class KpiRequest
{
    /// <summary>Refuses what is no request for totals.</summary>
    /// <exception cref="ArgumentException">The partition or the unit is <c>default</c>, or the windows overlap or are out of order.</exception>
    public static void Check(Partition partition, Unit unit, IReadOnlyList<KpiWindow> windows, KpiGrouping grouping)
    {
        ArgumentNullException.ThrowIfNull(grouping);
        KpiWindow.RequireOrder(windows);
        if (partition == default)
        {
            throw new ArgumentException("KPIs are asked of a partition that is not default.", nameof(partition));
        }

        if (unit.IsDefault)
        {
            throw new ArgumentException("KPIs take a unit that is not default, such as Unit.Money(\"USD\").", nameof(unit));
        }
    }
}
