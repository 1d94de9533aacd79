using NodaTime;
using Referrals.Attribution;
using Referrals.Tests.Architecture;

namespace Referrals.Tests.Attribution.Journeys;

public sealed class JourneyConversionContract : ValueContract<JourneyConversion>
{
    protected override Action<JourneyConversion>? RefusedUse => null;

    protected override bool HasTextForm => false;

    protected override bool HasJsonForm => false;

    protected override IReadOnlyList<JourneyConversion> Samples() =>
    [
        JourneyConversion.Of(Instant.FromUnixTimeSeconds(1)),
        JourneyConversion.Of(Instant.FromUnixTimeSeconds(1), 2.5),
        JourneyConversion.Of(Instant.FromUnixTimeSeconds(2)),
    ];
}
