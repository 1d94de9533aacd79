using Referrals.Explanations;

namespace Referrals.Qualification.Plans;

/// <summary>
/// A condition made ready to be asked a million times: names looked up, dates turned into instants, texts of the explanation written.
/// Asked in two ways that always agree: quickly, or with the check that explains the answer.
/// </summary>
internal abstract class ConditionPlan
{
    internal abstract Truth Test(in RuleScope scope);

    internal abstract Check Explain(in RuleScope scope);

    private protected static Truth Of(bool holds) => holds ? Truth.True : Truth.False;
}
