using NodaTime;
using Referrals.Attribution;
using Referrals.Tests.Architecture;

namespace Referrals.Tests.Attribution.Journeys;

public sealed class JourneyConversionContractTests : ValueContract<JourneyConversion>
{
    private static readonly Instant At = Instant.FromUtc(2026, 3, 1, 9, 30);

    protected override bool HasTextForm => false;

    protected override bool HasJsonForm => false;

    protected override Action<JourneyConversion>? RefusedUse => null;

    protected override IReadOnlyList<JourneyConversion> Samples() =>
        [JourneyConversion.Of(At), JourneyConversion.Of(At, 1.5), JourneyConversion.Of(At + Duration.FromDays(1))];

    [Theory]
    [InlineData(-0.01)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Value_that_is_no_worth_is_refused(double value) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => JourneyConversion.Of(At, value));
}
