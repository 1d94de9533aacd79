using Referrals.Kpis;
using Referrals.Tests.Architecture;

namespace Referrals.Tests.Kpis;

public sealed class KpiIntervalContract : ValueContract<KpiInterval>
{
    protected override Action<KpiInterval>? RefusedUse => null;

    protected override bool HasTextForm => false;

    protected override bool HasJsonForm => false;

    protected override IReadOnlyList<KpiInterval> Samples() =>
    [
        KpiInterval.Of(-1, 1),
        KpiInterval.Of(-1, 1.5),
        KpiInterval.Of(0.25, 0.25),
    ];
}
