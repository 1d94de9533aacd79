using Referrals.Explanations;

namespace Referrals.Rewards.Plans;

internal readonly struct NoTrace : IRuleTrace
{
    public static bool IsOn => false;

    public void Add(Check check)
    {
    }
}
