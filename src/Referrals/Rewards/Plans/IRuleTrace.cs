using Referrals.Explanations;

namespace Referrals.Rewards.Plans;

/// <summary>Where the steps of an evaluation are written down. The one that writes nothing costs nothing: the compiler takes it out.</summary>
internal interface IRuleTrace
{
    static abstract bool IsOn { get; }

    void Add(Check check);
}
