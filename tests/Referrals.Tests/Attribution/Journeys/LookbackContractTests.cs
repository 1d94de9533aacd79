using NodaTime;
using Referrals.Attribution;
using Referrals.Tests.Architecture;

namespace Referrals.Tests.Attribution.Journeys;

public sealed class LookbackContractTests : ValueContract<Lookback>
{
    private static readonly DateTimeZone Paris = DateTimeZoneProviders.Tzdb["Europe/Paris"];

    protected override bool HasTextForm => false;

    protected override bool HasJsonForm => false;

    protected override Action<Lookback>? RefusedUse => null;

    protected override IReadOnlyList<Lookback> Samples() =>
        [Lookback.Unlimited, Lookback.Elapsed(Duration.FromDays(7)), Lookback.CalendarDays(7, Paris), Lookback.CalendarDays(7, DateTimeZone.Utc)];
}
