using Referrals.Programs;
using Referrals.Simulation;

namespace Referrals;

/// <content>What another program would have made of the history.</content>
public sealed partial class ReferralEngine
{
    /// <summary>
    /// Decides the stored history again under a changed program: what it would have cost, who would have gained, who would have lost, and
    /// why. The store is only read.
    /// </summary>
    /// <remarks>
    /// It reads the whole journal once and keeps the state of both sides in memory; run it on a copy or a replica, not in a request. See
    /// <see cref="SimulationReport.Deviations"/> for what a missing version does.
    /// </remarks>
    /// <param name="changed">The program to try. Its id says whose history is meant; it need not be registered, and its version does not matter.</param>
    /// <param name="options">The time, the unit of KPIs, and other rules of the host; <c>null</c> for all of the history.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <exception cref="ArgumentException">No program of this id is registered, or the time ends before it starts.</exception>
    /// <exception cref="ReferralProgramException">The changed program asks for a rule that the host does not have.</exception>
    public async ValueTask<SimulationReport> SimulateAsync(
        ReferralProgram changed, SimulationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(changed);
        var run = new SimulationRun(_programs.Find(changed.Id), changed, options);
        await foreach (var decided in ReadDecisionsAsync(changed.Id, cancellationToken).ConfigureAwait(false))
        {
            run.Add(decided);
        }

        return run.Finish();
    }
}
