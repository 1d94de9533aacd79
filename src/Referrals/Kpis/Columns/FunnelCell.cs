namespace Referrals.Kpis.Columns;

/// <summary>The running numbers of one share channel or touchpoint, in one group and window.</summary>
internal struct FunnelCell
{
    internal long Shares;
    internal long Clicks;
    internal long Created;
    internal long Qualified;

    internal readonly ShareFunnel Funnel =>
        new() { Shares = Shares, Clicks = Clicks, ReferralsCreated = Created, ReferralsQualified = Qualified };

    internal void Add(in FunnelCell other)
    {
        Shares += other.Shares;
        Clicks += other.Clicks;
        Created += other.Created;
        Qualified += other.Qualified;
    }
}
