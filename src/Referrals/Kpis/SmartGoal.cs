using System.Text.Json.Serialization;
using NodaTime;

namespace Referrals.Kpis;

/// <summary>A goal for a KPI: from a baseline to a target, up or down, by a date.</summary>
/// <example><code>
/// var goal = SmartGoal.For("CAC_referral_per_purchaser", baseline: 90, target: 60, start, due);
/// var progress = goal.At(now, report);
/// </code></example>
public sealed record SmartGoal
{
    private SmartGoal(string kpi, decimal baseline, decimal target, Instant start, Instant due)
    {
        Kpi = kpi;
        Baseline = baseline;
        Target = target;
        Start = start;
        Due = due;
    }

    /// <summary>The name of the KPI.</summary>
    public string Kpi { get; }

    /// <summary>The value at the start.</summary>
    public decimal Baseline { get; }

    /// <summary>The value to reach; below the baseline if the KPI should fall.</summary>
    public decimal Target { get; }

    /// <summary>When the goal was set.</summary>
    [JsonConverter(typeof(InstantJsonConverter))]
    public Instant Start { get; }

    /// <summary>When the target should be reached.</summary>
    [JsonConverter(typeof(InstantJsonConverter))]
    public Instant Due { get; }

    /// <summary>A goal.</summary>
    /// <exception cref="ArgumentException">
    /// The name is blank, the target equals the baseline, or the due date is not after the start.
    /// </exception>
    public static SmartGoal For(string kpi, decimal baseline, decimal target, Instant start, Instant due)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(kpi);
        if (baseline == target)
        {
            throw new ArgumentException(
                $"The target of {kpi} equals its baseline of {baseline}, so there is nothing to reach. Set another target.", nameof(target));
        }

        return start < due
            ? new SmartGoal(kpi, baseline, target, start, due)
            : throw new ArgumentException(
                $"The goal for {kpi} is due at {KpiWindow.Text(due)}, not after its start at {KpiWindow.Text(start)}.", nameof(due));
    }

    /// <summary>How far the goal has come.</summary>
    public GoalProgress At(Instant now, decimal current)
    {
        var elapsed = Math.Clamp(Days(now - Start) / Days(Due - Start), 0, 1);
        return new GoalProgress(this, current, elapsed, now < Due ? Days(Due - now) : null);
    }

    /// <summary>How far the goal has come by the goal's KPI; <c>null</c> if that KPI has no value.</summary>
    /// <exception cref="ArgumentException">The result is of another KPI.</exception>
    public GoalProgress? At(Instant now, KpiResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return result.Name == Kpi
            ? result.Value is { } value ? At(now, value) : null
            : throw new ArgumentException($"The goal is for {Kpi}, but the result is of {result.Name}.", nameof(result));
    }

    private static decimal Days(Duration duration) => (decimal)duration.TotalTicks / NodaConstants.TicksPerDay;
}

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
