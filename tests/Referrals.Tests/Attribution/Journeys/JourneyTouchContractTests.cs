using NodaTime;
using Referrals.Attribution;
using Referrals.Tests.Architecture;

namespace Referrals.Tests.Attribution.Journeys;

public sealed class JourneyTouchContractTests : ValueContract<JourneyTouch>
{
    private static readonly Instant At = Instant.FromUtc(2026, 3, 1, 9, 30);

    protected override bool HasTextForm => false;

    protected override bool HasJsonForm => false;

    protected override Action<JourneyTouch>? RefusedUse =>
        touch => CreditModel.Linear.Share(JourneyRules.Default.Build([touch], []).Single());

    protected override IReadOnlyList<JourneyTouch> Samples() =>
        [JourneyTouch.Of("a", At), JourneyTouch.Of("b", At), JourneyTouch.Of("a", At + Duration.Epsilon), JourneyTouch.Of("a", At, TouchMilestones.Lead)];
}
