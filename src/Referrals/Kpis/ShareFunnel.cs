namespace Referrals.Kpis;

/// <summary>What came of the shares of one channel, or of one kind of touchpoint, in a window. Numbers of disjoint groups add up.</summary>
/// <remarks>Period basis: each step counts what happened in the window, so a later step can exceed an earlier one. <c>default</c> is nothing.</remarks>
public readonly record struct ShareFunnel
{
    /// <summary>Shares through the channel; none for a touchpoint.</summary>
    public long Shares { get; init; }

    /// <summary>Touches, each one counted.</summary>
    public long Clicks { get; init; }

    /// <summary>Referrals created.</summary>
    public long ReferralsCreated { get; init; }

    /// <summary>Referrals that earned their first reward.</summary>
    public long ReferralsQualified { get; init; }

    /// <summary>The numbers of two disjoint groups together.</summary>
    public static ShareFunnel operator +(ShareFunnel left, ShareFunnel right) => new()
    {
        Shares = left.Shares + right.Shares,
        Clicks = left.Clicks + right.Clicks,
        ReferralsCreated = left.ReferralsCreated + right.ReferralsCreated,
        ReferralsQualified = left.ReferralsQualified + right.ReferralsQualified,
    };

    /// <summary>The numbers of two disjoint groups together; the name of the operator <c>+</c>.</summary>
    public ShareFunnel Add(ShareFunnel other) => this + other;
}
