using Referrals.Qualification.Plans;

namespace Referrals.Rewards.Plans;

/// <summary>A formula made ready to be computed a million times.</summary>
internal abstract class FormulaPlan
{
    internal abstract FormulaResult Compute(in RuleScope scope);
}
