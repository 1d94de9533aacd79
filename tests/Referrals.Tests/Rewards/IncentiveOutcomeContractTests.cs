using Referrals.Tests.Architecture;

namespace Referrals.Tests.Rewards;

public sealed class IncentiveOutcomeContractTests : ValueContract<IncentiveOutcome>
{
    protected override Action<IncentiveOutcome>? RefusedUse => null;

    protected override bool HasTextForm => false;

    protected override bool HasJsonForm => false;

    protected override IReadOnlyList<IncentiveOutcome> Samples() =>
    [
        new(OutcomeKind.Unqualified(RewardCodes.Conditions)),
        new(OutcomeKind.Refused(RewardCodes.CapReached)),
        new(OutcomeKind.Granted(Unit.Money("EUR")), 100, 0, 0, needsReview: false),
        new(OutcomeKind.Granted(Unit.Money("EUR")), 100, 20, 2, needsReview: true),
    ];
}
