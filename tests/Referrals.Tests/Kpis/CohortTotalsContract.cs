using Referrals.Kpis;
using Referrals.Tests.Architecture;

namespace Referrals.Tests.Kpis;

public sealed class CohortTotalsContract : ValueContract<CohortTotals>
{
    protected override Action<CohortTotals>? RefusedUse => null;

    protected override bool HasTextForm => false;

    protected override bool HasJsonForm => false;

    protected override IReadOnlyList<CohortTotals> Samples() =>
    [
        new CohortTotals { Customers = 1 },
        new CohortTotals { Customers = 1, RevenueMinor = -1 },
        new CohortTotals { MarginSquares = Int128.MaxValue },
    ];
}
