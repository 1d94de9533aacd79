namespace Referrals.Kpis.Goals;

/// <summary>How far a goal has come at one instant.</summary>
public sealed record GoalProgress
{
    internal GoalProgress(SmartGoal goal, decimal current, decimal elapsed, decimal? daysLeft)
    {
        Goal = goal;
        Current = current;
        Elapsed = elapsed;
        Progress = (current - goal.Baseline) / (goal.Target - goal.Baseline);
        Projection = elapsed == 0 ? null : goal.Baseline + ((current - goal.Baseline) / elapsed);
        NeededPerDay = daysLeft is > 0 and { } days ? (goal.Target - current) / days : null;
        Status = StatusOf(Progress, elapsed, due: daysLeft is not > 0);
    }

    /// <summary>The goal.</summary>
    public SmartGoal Goal { get; }

    /// <summary>The value at that instant.</summary>
    public decimal Current { get; }

    /// <summary>The part of the time that is over, 0 to 1.</summary>
    public decimal Elapsed { get; }

    /// <summary>The part of the way that is done: 1 at the target, below 0 if things got worse.</summary>
    public decimal Progress { get; }

    /// <summary>The value at the end if things go on at the same pace; <c>null</c> at the start, when there is no pace yet.</summary>
    public decimal? Projection { get; }

    /// <summary>How much the value must change per day from now on, negative to fall; <c>null</c> when the time is over.</summary>
    public decimal? NeededPerDay { get; }

    /// <summary>Where the goal stands.</summary>
    public GoalStatus Status { get; }

    private static GoalStatus StatusOf(decimal progress, decimal elapsed, bool due) => (progress, elapsed, due) switch
    {
        ( >= 1, _, _) => GoalStatus.Achieved,
        (_, _, true) => GoalStatus.Missed,
        (_, 0, _) => GoalStatus.NotStarted,
        _ when progress >= elapsed => GoalStatus.OnTrack,
        _ when progress >= 0.8m * elapsed => GoalStatus.AtRisk,
        _ => GoalStatus.OffTrack,
    };
}
