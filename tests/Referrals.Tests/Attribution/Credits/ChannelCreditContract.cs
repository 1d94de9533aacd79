using Referrals.Attribution;
using Referrals.Tests.Architecture;

namespace Referrals.Tests.Attribution.Credits;

public sealed class ChannelCreditContract : ValueContract<ChannelCredit>
{
    protected override Action<ChannelCredit>? RefusedUse => null;

    protected override bool HasTextForm => false;

    protected override bool HasJsonForm => false;

    protected override IReadOnlyList<ChannelCredit> Samples() =>
    [
        new ChannelCredit("email", 1, 50),
        new ChannelCredit("Email", 1, 50),
        new ChannelCredit("email", 0.5, 50),
        new ChannelCredit("email", 1, 49.5),
    ];
}
