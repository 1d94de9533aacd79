namespace Referrals.AspNetCore.Dashboard;

/// <summary>What somebody may do on the dashboard beyond reading it. Who may read it, the mapping itself says.</summary>
public enum DashboardPermission
{
    /// <summary>Approve and reject referrals and rewards, ban referrers, deliver events again.</summary>
    Review = 0,

    /// <summary>Start, confirm and fail payouts, and download their files.</summary>
    Money = 1,

    /// <summary>Publish, schedule and pause versions of programs.</summary>
    Publish = 2,

    /// <summary>Erase and export a person.</summary>
    Erase = 3,
}
