using Referrals.Qualification.Plans;

namespace Referrals.Rewards.Plans;

/// <summary>A formula made ready to be computed a million times.</summary>
internal abstract class FormulaPlan
{
    internal abstract FormulaResult Compute(in RuleScope scope);

    /// <summary>Whether the formula pays marks.</summary>
    internal virtual bool HasMarks => false;

    /// <summary>The marks that the formula pays now.</summary>
    internal virtual IReadOnlyList<ReachedMark> Reached(in RuleScope scope) => [];
}

/// <summary>A mark that is paid: the slot that tells which, how often, and what the formula gives for it.</summary>
internal readonly record struct ReachedMark(int Slot, long Times, long MinorUnits);
