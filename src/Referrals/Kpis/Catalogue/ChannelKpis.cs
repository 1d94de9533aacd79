namespace Referrals.Kpis.Catalogue;

/// <summary>From the shares through one channel to the referrals that came of them.</summary>
internal static class ChannelKpis
{
    internal static IReadOnlyList<KpiDefinition> Of(Channel channel) =>
    [
        KpiDefinition.Count($"shares_by_{channel}", $"shares through {channel} in the window", t => t.SharesBy(channel).Shares),
        KpiDefinition.Count($"clicks_by_{channel}", $"touches of shares through {channel} in the window", t => t.SharesBy(channel).Clicks),
        KpiDefinition.Count(
            $"referrals_by_{channel}", $"referrals created through {channel} in the window", t => t.SharesBy(channel).ReferralsCreated),
        KpiDefinition.Ratio(
            $"clicks_per_share_by_{channel}",
            $"touches of shares through {channel} in the window / shares through {channel} in the window",
            t => t.SharesBy(channel).Clicks,
            t => t.SharesBy(channel).Shares,
            $"there was no share through {channel} in the window"),
        KpiDefinition.Ratio(
            $"referrals_per_click_by_{channel}",
            $"referrals created through {channel} in the window / touches of shares through {channel} in the window; some of the touches lie before it",
            t => t.SharesBy(channel).ReferralsCreated,
            t => t.SharesBy(channel).Clicks,
            $"there was no touch through {channel} in the window"),
        KpiDefinition.Ratio(
            $"qualified_per_referral_by_{channel}",
            $"referrals through {channel} that earned their first reward in the window / referrals created through {channel} in the window",
            t => t.SharesBy(channel).ReferralsQualified,
            t => t.SharesBy(channel).ReferralsCreated,
            $"there was no referral through {channel} in the window"),
    ];
}
