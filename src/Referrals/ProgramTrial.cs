using System.Globalization;
using NodaTime;
using Referrals.Simulation;

namespace Referrals;

/// <summary>A trial of a version before it is published: what it would have cost had it begun some days ago, and how much dearer it may be.</summary>
/// <remarks>
/// It decides the program's whole history again in memory, the last days under the version: the referrals of before go on under their own version, as
/// they would. See <see cref="ProgramOperations.SimulateAsync"/>.
/// </remarks>
public sealed record ProgramTrial
{
    private ProgramTrial(int days, decimal atMostDearer)
    {
        Days = days;
        AtMostDearer = atMostDearer;
    }

    /// <summary>How many days of the history.</summary>
    public int Days { get; }

    /// <summary>By which part of what was given the version may give more: 0.05 for 5 %.</summary>
    public decimal AtMostDearer { get; }

    /// <summary>A trial over the last days.</summary>
    /// <param name="days">How many days: 1 to 3,660.</param>
    /// <param name="atMostDearer">By which part of what was given the version may give more: 0.05 for 5 %; -1 to 1,000.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static ProgramTrial Over(int days, decimal atMostDearer)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(days, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(days, 3_660);
        ArgumentOutOfRangeException.ThrowIfLessThan(atMostDearer, -1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(atMostDearer, 1_000);
        return new ProgramTrial(days, atMostDearer);
    }

    internal SimulationOptions Options(Instant now) => new() { From = now - Duration.FromDays(Days), Until = now };

    internal IEnumerable<ReleaseFinding> Judge(SimulationReport report)
    {
        if (report.IsEmpty)
        {
            yield return Finding(
                LimitNames.TrialEmpty, FindingSeverity.Warning, $"In the last {Days} days nothing happened that the version could be tried on.");
            yield break;
        }

        foreach (var unit in report.Units)
        {
            var zero = Amount.Zero(unit);
            var rules = report.Rules.Where(rule => rule.Unit == unit).ToArray();
            var then = rules.Aggregate(zero, static (sum, rule) => sum + rule.Then.Left);
            var now = rules.Aggregate(zero, static (sum, rule) => sum + rule.Now.Left);
            var isDearer = now.MinorUnits > then.MinorUnits * (1 + AtMostDearer);
            var told = string.Create(CultureInfo.InvariantCulture, $"Over the last {Days} days it would have given {now} instead of {then}");
            yield return isDearer
                ? Finding(LimitNames.TrialDearer, FindingSeverity.Error, string.Create(
                    CultureInfo.InvariantCulture, $"{told}; at most {AtMostDearer:P1} more is allowed."))
                : Finding(LimitNames.TrialCost, FindingSeverity.Note, $"{told}.");
        }
    }

    private static ReleaseFinding Finding(string code, FindingSeverity severity, string message) =>
        new() { Code = code, Severity = severity, Message = message };
}
