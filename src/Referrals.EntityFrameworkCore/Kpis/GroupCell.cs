using NodaTime;
using Referrals.Kpis;

namespace Referrals.EntityFrameworkCore.Kpis;

/// <summary>What the rows of one group in one window add up to.</summary>
internal sealed class GroupCell
{
    internal long NewlyEligible;
    internal long NewlyOutstanding;
    internal long Advocates;
    internal long Shares;
    internal long RawClicks;
    internal long UniqueClicks;
    internal long SignupsOfNewReferrers;
    internal long Active;
    internal long Buyers;
    internal long SharingBuyers;
    internal long Orders;
    internal long Revenue;
    internal long Margin;
    internal long Refunds;
    internal long RefundedRevenue;
    internal long RefundedMargin;
    internal long Granted;
    internal long Reversed;
    internal long Created;
    internal long Qualified;
    internal long Promoters;
    internal long Passives;
    internal long Detractors;

    internal Dictionary<string, CohortTotals> Cohorts { get; } = new(StringComparer.Ordinal);

    internal Dictionary<string, long> Costs { get; } = new(StringComparer.Ordinal);

    internal Dictionary<string, long> Refusals { get; } = new(StringComparer.Ordinal);

    internal Dictionary<string, long> Holds { get; } = new(StringComparer.Ordinal);

    internal Dictionary<string, long> Verdicts { get; } = new(StringComparer.Ordinal);

    internal Dictionary<string, long> LeftOut { get; } = new(StringComparer.Ordinal);

    internal Dictionary<string, long> CostsLeftOut { get; } = new(StringComparer.Ordinal);

    internal Dictionary<string, ShareFunnel> ShareChannels { get; } = new(StringComparer.Ordinal);

    internal Dictionary<string, ShareFunnel> Touchpoints { get; } = new(StringComparer.Ordinal);

    internal List<Duration> CycleTimes { get; } = [];

    internal List<Duration> ConversionTimes { get; } = [];

    internal static void Add(Dictionary<string, long> counts, string name, long count) =>
        counts[name] = counts.GetValueOrDefault(name) + count;

    /// <summary>Adds to a share channel and, unless it is a share, to a touchpoint.</summary>
    internal void AddFunnel(string channel, string? touchpoint, ShareFunnel funnel)
    {
        ShareChannels[channel] = ShareChannels.GetValueOrDefault(channel) + funnel;
        if (touchpoint is not null)
        {
            Touchpoints[touchpoint] = Touchpoints.GetValueOrDefault(touchpoint) + funnel;
        }
    }

    /// <param name="window">The window.</param>
    /// <param name="unit">The unit of all money.</param>
    /// <param name="eligible">The people who signed up before the end of the window.</param>
    /// <param name="outstanding">What was granted and not taken back before the end of the window.</param>
    internal KpiTotals ToTotals(KpiWindow window, Unit unit, long eligible, long outstanding) => new()
    {
        Window = window,
        Unit = unit,
        EligibleCustomers = eligible,
        ActiveAdvocates = Advocates,
        Shares = Shares,
        RawClicks = RawClicks,
        UniqueClicks = UniqueClicks,
        SignupsOfNewReferrers = SignupsOfNewReferrers,
        Cohorts = Cohorts,
        CostsMinor = Costs.Where(static cost => cost.Value != 0).ToDictionary(StringComparer.Ordinal),
        CycleTimes = DurationSample.Of(CycleTimes),
        ConversionTimes = DurationSample.Of(ConversionTimes),
        Orders = Orders,
        Buyers = Buyers,
        SharingBuyers = SharingBuyers,
        ActiveCustomers = Active,
        GrossRevenueMinor = Revenue,
        GrossMarginMinor = Margin,
        Refunds = Refunds,
        RefundedRevenueMinor = RefundedRevenue,
        RefundedMarginMinor = RefundedMargin,
        RewardsGrantedMinor = Granted,
        RewardsReversedMinor = Reversed,
        RewardsOutstandingMinor = outstanding,
        ReferralsCreated = Created,
        ReferralsQualified = Qualified,
        ShareChannels = ShareChannels,
        Touchpoints = Touchpoints,
        Refusals = Refusals,
        Holds = Holds,
        Verdicts = Verdicts,
        Promoters = Promoters,
        Passives = Passives,
        Detractors = Detractors,
        LeftOut = LeftOut,
        CostsLeftOut = CostsLeftOut,
    };
}
