using Referrals.Attribution;
using Referrals.Tests.Architecture;

namespace Referrals.Tests.Attribution.DataDriven.Coalitions;

public sealed class ChannelParticipationContract : ValueContract<ChannelParticipation>
{
    protected override Action<ChannelParticipation>? RefusedUse => null;

    protected override bool HasTextForm => false;

    protected override bool HasJsonForm => false;

    protected override IReadOnlyList<ChannelParticipation> Samples() =>
    [
        new ChannelParticipation("email", 3, 1),
        new ChannelParticipation("email", 3, 2),
        new ChannelParticipation("push", 3, 1),
    ];
}
