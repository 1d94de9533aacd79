using Referrals.Kpis;
using Referrals.Tests.Architecture;

namespace Referrals.Tests.Kpis;

public sealed class ShareFunnelContract : ValueContract<ShareFunnel>
{
    protected override Action<ShareFunnel>? RefusedUse => null;

    protected override bool HasTextForm => false;

    protected override bool HasJsonForm => false;

    protected override IReadOnlyList<ShareFunnel> Samples() =>
    [
        new ShareFunnel { Shares = 1 },
        new ShareFunnel { Shares = 1, Clicks = 2 },
        new ShareFunnel { ReferralsCreated = 1, ReferralsQualified = 1 },
    ];
}
