namespace Referrals.Kpis.Goals;

/// <summary>Where a goal stands.</summary>
public enum GoalStatus
{
    /// <summary>The goal's time has not begun.</summary>
    NotStarted = 0,

    /// <summary>The progress is at least as large as the part of the time that is over.</summary>
    OnTrack = 1,

    /// <summary>The progress is behind the time, but by no more than a fifth of it.</summary>
    AtRisk = 2,

    /// <summary>The progress is further behind.</summary>
    OffTrack = 3,

    /// <summary>The target is reached, at any time.</summary>
    Achieved = 4,

    /// <summary>The time is over and the target is not reached.</summary>
    Missed = 5,
}
