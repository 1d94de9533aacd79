namespace Referrals.Kpis.Columns;

/// <summary>The running sums of one group in one window.</summary>
internal struct Cell
{
    internal long NewlyEligible;
    internal long Advocates;
    internal long Shares;
    internal long RawClicks;
    internal long UniqueClicks;
    internal long SignupsOfNewReferrers;
    internal long Orders;
    internal long Buyers;
    internal long SharingBuyers;
    internal long Active;
    internal long Revenue;
    internal long Margin;
    internal long Refunds;
    internal long RefundedRevenue;
    internal long RefundedMargin;
    internal long Granted;
    internal long Reversed;
    internal long NewlyOutstanding;
    internal long Created;
    internal long Qualified;
    internal long Promoters;
    internal long Passives;
    internal long Detractors;

    internal void Add(in Cell other)
    {
        NewlyEligible += other.NewlyEligible;
        Advocates += other.Advocates;
        Shares += other.Shares;
        RawClicks += other.RawClicks;
        UniqueClicks += other.UniqueClicks;
        SignupsOfNewReferrers += other.SignupsOfNewReferrers;
        Orders += other.Orders;
        Buyers += other.Buyers;
        SharingBuyers += other.SharingBuyers;
        Active += other.Active;
        Revenue += other.Revenue;
        Margin += other.Margin;
        Refunds += other.Refunds;
        RefundedRevenue += other.RefundedRevenue;
        RefundedMargin += other.RefundedMargin;
        Granted += other.Granted;
        Reversed += other.Reversed;
        NewlyOutstanding += other.NewlyOutstanding;
        Created += other.Created;
        Qualified += other.Qualified;
        Promoters += other.Promoters;
        Passives += other.Passives;
        Detractors += other.Detractors;
    }
}
