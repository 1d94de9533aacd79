using Referrals.Attribution;
using Referrals.Tests.Architecture;

namespace Referrals.Tests.Attribution.DataDriven.Coalitions;

public sealed class ChannelParticipationContractTests : ValueContract<ChannelParticipation>
{
    protected override bool HasTextForm => false;

    protected override bool HasJsonForm => false;

    protected override Action<ChannelParticipation>? RefusedUse => null;

    protected override IReadOnlyList<ChannelParticipation> Samples() =>
        [new("a", 2, 1), new("a", 2.5, 1), new("b", 2, 1), new("a", 2, 0)];
}
