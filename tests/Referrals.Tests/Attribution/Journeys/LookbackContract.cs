using NodaTime;
using Referrals.Attribution;
using Referrals.Tests.Architecture;

namespace Referrals.Tests.Attribution.Journeys;

public sealed class LookbackContract : ValueContract<Lookback>
{
    protected override Action<Lookback>? RefusedUse => null;

    protected override bool HasTextForm => false;

    protected override bool HasJsonForm => false;

    protected override IReadOnlyList<Lookback> Samples() =>
    [
        Lookback.Elapsed(Duration.FromDays(30)),
        Lookback.Elapsed(Duration.Epsilon),
        Lookback.CalendarDays(30, DateTimeZone.Utc),
    ];
}
