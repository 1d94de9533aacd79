namespace Referrals.Kpis.Columns;

/// <summary>The counts and sums of one group in one window. Money is in the smallest parts of the table's unit.</summary>
/// <remarks>They add up over groups and over windows alike, because no person is counted once who acted twice.</remarks>
public sealed record KpiSums
{
    /// <summary>What the group has in common, in the order of the grouping.</summary>
    public required IReadOnlyList<string> Key { get; init; }

    /// <summary>The window.</summary>
    public required KpiWindow Window { get; init; }

    /// <summary>Sign-ups.</summary>
    public long Signups { get; init; }

    /// <summary>Sign-ups by referral.</summary>
    public long ReferredSignups { get; init; }

    /// <summary>Those of these referred sign-ups with a first sale before the end of the window.</summary>
    public long ReferredPurchasers { get; init; }

    /// <summary>Shares.</summary>
    public long Shares { get; init; }

    /// <summary>Touches, each one counted.</summary>
    public long RawClicks { get; init; }

    /// <summary>Sales.</summary>
    public long Orders { get; init; }

    /// <summary>Sales less refunds.</summary>
    public long NetRevenueMinor { get; init; }

    /// <summary>Margin of sales less that of refunds.</summary>
    public long NetMarginMinor { get; init; }

    /// <summary>Refunds.</summary>
    public long Refunds { get; init; }

    /// <summary>Costs of the channel referral, rewards included.</summary>
    public long ReferralCostMinor { get; init; }

    /// <summary>Costs of all other channels.</summary>
    public long OtherCostMinor { get; init; }
}
