using Referrals.Kpis;
using Referrals.Tests.Architecture;

namespace Referrals.Tests.Kpis;

public sealed class KpiMeasureContract : ValueContract<KpiMeasure>
{
    protected override Action<KpiMeasure>? RefusedUse => null;

    protected override bool HasTextForm => false;

    protected override bool HasJsonForm => false;

    protected override IReadOnlyList<KpiMeasure> Samples() =>
    [
        KpiMeasure.Of(1.5m),
        KpiMeasure.Of(1.5m, 10),
        KpiMeasure.Of(1.5m, 3, 2, 2),
        KpiMeasure.Quotient(3, 0, 0, "nobody"),
        KpiMeasure.Undefined("nobody"),
    ];
}
