using NodaTime;

namespace Referrals.Kpis.Goals;

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
    public Instant Start { get; }

    /// <summary>When the target should be reached.</summary>
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
