using NodaTime;
using Referrals.Kpis;
using Referrals.Tests.Architecture;

namespace Referrals.Tests.Kpis;

public sealed class KpiWindowContract : ValueContract<KpiWindow>
{
    protected override Action<KpiWindow>? RefusedUse => null;

    protected override bool HasTextForm => false;

    protected override bool HasJsonForm => false;

    protected override IReadOnlyList<KpiWindow> Samples() =>
    [
        KpiWindow.Of(Instant.FromUtc(2025, 1, 1, 0, 0), Instant.FromUtc(2025, 7, 1, 0, 0)),
        KpiWindow.Of(Instant.FromUtc(2025, 1, 1, 0, 0), Instant.FromUtc(2025, 7, 1, 0, 1)),
        KpiWindow.Of(Instant.FromUtc(2025, 7, 1, 0, 0), Instant.FromUtc(2025, 7, 1, 0, 0)),
    ];
}
