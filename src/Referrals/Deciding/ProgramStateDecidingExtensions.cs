using Referrals.State;

namespace Referrals.Deciding;

/// <summary>Folds decisions into the state.</summary>
public static class ProgramStateDecidingExtensions
{
    /// <summary>The state after a decision. A decision must be folded into the state that it was decided on.</summary>
    public static ProgramState After(this ProgramState state, Decision decision)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(decision);
        return state.After(decision.Changes);
    }
}
