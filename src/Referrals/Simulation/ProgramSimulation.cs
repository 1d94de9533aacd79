using Referrals.Deciding;
using Referrals.Programs;

namespace Referrals.Simulation;

/// <summary>
/// Decides a history again under a changed program: what it would have cost, who would have gained, who would have lost, and why.
/// Nothing is stored; the same history and program give the same report.
/// </summary>
/// <remarks>
/// Both sides are decided in the same way: the stored program again, and the changed one. People do in both what they did then: nobody clicks
/// more because a reward is higher.
/// </remarks>
/// <example><code>
/// var history = await referrals.ReadDecisionsAsync().ToListAsync();
/// Console.WriteLine(ProgramSimulation.Run(history, new ReferralDecider(stored), changed));
/// </code></example>
public static class ProgramSimulation
{
    /// <summary>Runs a simulation. <see cref="ProgramOperations.SimulateAsync"/> does so for a stored history.</summary>
    /// <param name="history">All inputs with their decisions, in the order in which they were decided, from the very first on.</param>
    /// <param name="current">What decided then: all versions of the program, and the host's own rules.</param>
    /// <param name="changed">The program to try. It has the id of the stored one; its version number does not matter.</param>
    /// <param name="options">The time, the unit of KPIs, and other rules of the host; <c>null</c> for all of the history.</param>
    /// <exception cref="ArgumentException">The changed program has another id, or the time ends before it starts.</exception>
    /// <exception cref="ReferralProgramException">The changed program asks for a rule that the host does not have.</exception>
    public static SimulationReport Run(
        IEnumerable<DecidedInput> history, ReferralDecider current, ReferralProgram changed, SimulationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(history);
        var run = new SimulationRun(current, changed, options);
        foreach (var decided in history)
        {
            run.Add(decided);
        }

        return run.Finish();
    }
}
