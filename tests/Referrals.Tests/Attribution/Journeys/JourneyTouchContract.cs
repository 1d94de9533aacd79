using NodaTime;
using Referrals.Attribution;
using Referrals.Tests.Architecture;

namespace Referrals.Tests.Attribution.Journeys;

public sealed class JourneyTouchContract : ValueContract<JourneyTouch>
{
    protected override Action<JourneyTouch>? RefusedUse => touch => JourneyRules.Default.Build([touch], []);

    protected override bool HasTextForm => false;

    protected override bool HasJsonForm => false;

    protected override IReadOnlyList<JourneyTouch> Samples() =>
    [
        JourneyTouch.Of("email", Instant.FromUnixTimeSeconds(1)),
        JourneyTouch.Of("push", Instant.FromUnixTimeSeconds(1)),
        JourneyTouch.Of("email", Instant.FromUnixTimeSeconds(2)),
    ];
}
