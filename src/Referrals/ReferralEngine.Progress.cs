using Referrals.Deciding.Participation;
using Referrals.Pipeline;

namespace Referrals;

/// <content>How far a customer is.</content>
public sealed partial class ReferralEngine
{
    /// <summary>How far a customer is with each rule: what the next tier or milestone takes, and what the caps leave, at this moment.</summary>
    /// <param name="customer">Whose progress.</param>
    /// <param name="program">The program; may be left out where there is only one.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    public async ValueTask<IReadOnlyList<RuleProgress>> ProgressAsync(
        CustomerId customer, ProgramId program = default, CancellationToken cancellationToken = default)
    {
        var stored = await NameOfAsync(customer, program, cancellationToken).ConfigureAwait(false);
        var plan = _programs.Find(program).LatestPlan;
        var reading = new ProgressReading(plan, stored, _clock.GetCurrentInstant());
        var state = await StateLoad.StartAsync(_store, PartitionOf(program), [.. reading.Keys], cancellationToken).ConfigureAwait(false);
        return reading.Read(state.Known);
    }
}
