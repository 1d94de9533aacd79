using Referrals.Rewards;
using Referrals.Tests.Architecture;

namespace Referrals.Tests.Rewards;

public sealed class IncentiveOutcomeContractTests : ValueContract<IncentiveOutcome>
{
    protected override Action<IncentiveOutcome>? RefusedUse => null;

    protected override bool HasTextForm => false;

    protected override bool HasJsonForm => false;

    protected override IReadOnlyList<IncentiveOutcome> Samples() =>
    [
        new(RewardCodes.Conditions, qualified: false),
        new(RewardCodes.CapReached, qualified: true),
        new(Unit.Money("EUR"), 100, 0, 0, needsReview: false),
        new(Unit.Money("EUR"), 100, 20, 2, needsReview: true),
    ];
}
