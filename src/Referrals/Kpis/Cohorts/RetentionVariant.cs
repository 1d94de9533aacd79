namespace Referrals.Kpis.Cohorts;

/// <summary>When a customer counts as retained. The same customers give very different rates, so a rate names its variant.</summary>
public enum RetentionVariant
{
    /// <summary>A sale in the calendar period that is so many periods after that of the sign-up.</summary>
    Calendar = 0,

    /// <summary>A sale in that calendar period or in any later one.</summary>
    Rolling = 1,

    /// <summary>A sale so many steps of elapsed time after the customer's own sign-up, such as in days 30 to 59 (n-day retention).</summary>
    Elapsed = 2,
}
