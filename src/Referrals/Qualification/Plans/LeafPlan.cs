using Referrals.Explanations;

namespace Referrals.Qualification.Plans;

/// <summary>A condition without others in it: what it asks for can be written down once.</summary>
internal abstract class LeafPlan(string code, string? required) : ConditionPlan
{
    /// <summary>What is asked for, as text.</summary>
    private protected string? Required => required;

    internal sealed override Check Explain(in RuleScope scope) =>
        Check.Of(CodeOf(scope), Test(scope) == Truth.True, Actual(scope), RequiredOf(scope));

    /// <summary>What was found.</summary>
    private protected abstract CheckValue Actual(in RuleScope scope);

    private protected virtual CheckValue RequiredOf(in RuleScope scope) => required;

    private protected virtual string CodeOf(in RuleScope scope) => code;
}
