using Referrals.Attribution;
using Referrals.Tests.Architecture;

namespace Referrals.Tests.Attribution.Credits;

public sealed class ChannelCreditContractTests : ValueContract<ChannelCredit>
{
    protected override bool HasTextForm => false;

    protected override bool HasJsonForm => false;

    protected override Action<ChannelCredit>? RefusedUse => null;

    protected override IReadOnlyList<ChannelCredit> Samples() => [new("a", 2, 1), new("a", 2.5, 1), new("b", 2, 1), new("a", 2, 0)];
}
