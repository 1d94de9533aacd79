namespace Referrals.Attribution.Journeys;

/// <summary>The stages of a sale that a touch brought about, for the W-shaped and full-path models.</summary>
/// <remarks>The first and the last touch need no flag: their place says so.</remarks>
[Flags]
public enum TouchMilestones
{
    /// <summary>An ordinary touch.</summary>
    None = 0,

    /// <summary>The touch that made the visitor a lead.</summary>
    Lead = 1,

    /// <summary>The touch that made the lead an opportunity.</summary>
    Opportunity = 2,
}
