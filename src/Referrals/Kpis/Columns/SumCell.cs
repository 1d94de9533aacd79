namespace Referrals.Kpis.Columns;

/// <summary>The running counts and sums of one group in one window.</summary>
internal struct SumCell
{
    internal long Signups;
    internal long ReferredSignups;
    internal long ReferredPurchasers;
    internal long Shares;
    internal long RawClicks;
    internal long Orders;
    internal long Refunds;
    internal long Revenue;
    internal long Margin;
    internal long ReferralCost;
    internal long OtherCost;

    internal readonly bool IsEmpty =>
        (Signups | Shares | RawClicks | Orders | Refunds | Revenue | Margin | ReferralCost | OtherCost) == 0;

    internal void Add(in SumCell other)
    {
        Signups += other.Signups;
        ReferredSignups += other.ReferredSignups;
        ReferredPurchasers += other.ReferredPurchasers;
        Shares += other.Shares;
        RawClicks += other.RawClicks;
        Orders += other.Orders;
        Refunds += other.Refunds;
        Revenue += other.Revenue;
        Margin += other.Margin;
        ReferralCost += other.ReferralCost;
        OtherCost += other.OtherCost;
    }
}
